#include "breaker.h"
#include <stdlib.h>

cicu_breaker *cicu_breaker_open(int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  cicu_breaker *breaker = malloc(sizeof *breaker);
  if (breaker == NULL) {
    *status = U_MEMORY_ALLOCATION_ERROR;
    return NULL;
  }
  // "" is the root locale; NULL would be the user's.
  breaker->iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &error);
  *status = error;
  if (U_FAILURE(error)) {
    free(breaker);
    return NULL;
  }
  return breaker;
}

void cicu_breaker_close(cicu_breaker *breaker) {
  ubrk_close(breaker->iterator);
  free(breaker);
}

int32_t cicu_breaker_set_text(cicu_breaker *breaker, const uint16_t *text, int32_t length) {
  static const UChar empty[1] = {0};
  UErrorCode error = U_ZERO_ERROR;
  ubrk_setText(breaker->iterator, text == NULL ? empty : (const UChar *)text,
               text == NULL ? 0 : length, &error);
  if (U_SUCCESS(error)) ubrk_first(breaker->iterator);
  return error;
}

int32_t cicu_breaker_next(cicu_breaker *breaker, int32_t *ends, int32_t *statuses,
                          int32_t capacity) {
  int32_t count = 0;
  while (count < capacity) {
    int32_t end = ubrk_next(breaker->iterator);
    if (end == UBRK_DONE) break;
    ends[count] = end;
    statuses[count] = ubrk_getRuleStatus(breaker->iterator);
    count++;
  }
  return count;
}
