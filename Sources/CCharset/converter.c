#include "ccharset.h"

#include <unicode/ucnv.h>
#include <unicode/ucnv_err.h>

int ccharset_convert(
    const char *name, const uint8_t *bytes, size_t length, int substitutes, int is_end,
    uint16_t *units, size_t capacity, size_t *count) {
  *count = 0;
  UErrorCode status = U_ZERO_ERROR;
  UConverter *converter = ucnv_open(name, &status);
  if (U_FAILURE(status)) return CCHARSET_NO_CONVERTER;
  ucnv_setToUCallBack(
      converter, substitutes ? UCNV_TO_U_CALLBACK_SUBSTITUTE : UCNV_TO_U_CALLBACK_STOP, NULL, NULL,
      NULL, &status);
  const char *from = (const char *)bytes;
  UChar *to = (UChar *)units;
  ucnv_toUnicode(
      converter, &to, (UChar *)units + capacity, &from, (const char *)bytes + length, NULL,
      (UBool)is_end, &status);
  *count = (size_t)(to - (UChar *)units);
  ucnv_close(converter);
  return U_FAILURE(status) ? CCHARSET_ILL_FORMED : CCHARSET_OK;
}
