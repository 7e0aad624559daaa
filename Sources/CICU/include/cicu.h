// The only door to ICU. No ICU header is included here: with one, any Swift file that imports both
// this module and Foundation would see two definitions of UErrorCode (Foundation carries its own
// ICU) and fail to build. Everything crosses as plain integers and bytes.
#ifndef CICU_H
#define CICU_H

#include <stdint.h>

/// Version of the linked ICU, e.g. "72.1". Never null; lives as long as the process.
const char *_Nonnull cicu_version(void);

#endif
