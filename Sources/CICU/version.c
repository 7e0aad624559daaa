#include "cicu.h"
#include <unicode/utypes.h>
#include <unicode/uversion.h>

const char *cicu_version(void) {
  // Written anew on every call, always with the same bytes, so threads cannot disagree.
  static _Thread_local char text[U_MAX_VERSION_STRING_LENGTH];
  UVersionInfo version;
  u_getVersion(version);
  u_versionToString(version, text);
  return text;
}

const char *cicu_error_name(int32_t status) { return u_errorName((UErrorCode)status); }
