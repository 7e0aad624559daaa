#include "czstd.h"
#include <zstd.h>
int czstd_version(void) { return (int)ZSTD_versionNumber(); }
