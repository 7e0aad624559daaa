#include "ctransliterator.h"
#include <string.h>
#include <unicode/ustring.h>
#include <unicode/utrans.h>

ctransliterator *ctransliterator_open(const char *identifier) {
  UErrorCode error = U_ZERO_ERROR;
  UChar name[256];
  u_uastrncpy(name, identifier, 255);
  name[255] = 0;
  UTransliterator *opened = utrans_openU(name, -1, UTRANS_FORWARD, NULL, -1, NULL, &error);
  return U_SUCCESS(error) ? (ctransliterator *)opened : NULL;
}

void ctransliterator_close(ctransliterator *transliterator) {
  utrans_close((UTransliterator *)transliterator);
}

int32_t ctransliterator_apply(ctransliterator *transliterator, const uint16_t *text,
                              int32_t length, uint16_t *output, int32_t capacity) {
  if (length > capacity) return -1;
  memcpy(output, text, sizeof(UChar) * (size_t)length);
  int32_t written = length, limit = length;
  UErrorCode error = U_ZERO_ERROR;
  utrans_transUChars((UTransliterator *)transliterator, (UChar *)output, &written, capacity, 0,
                     &limit, &error);
  return U_SUCCESS(error) && written <= capacity ? written : -1;
}
