#include "icu_baseline.h"
#include <stdlib.h>
#include <unicode/ubrk.h>
#include <unicode/ustring.h>
#include <unicode/utext.h>

struct icu_baseline {
  UBreakIterator *iterator;
  UChar *units;
  int32_t capacity;
};

icu_baseline *icu_baseline_open(void) {
  UErrorCode error = U_ZERO_ERROR;
  icu_baseline *baseline = calloc(1, sizeof *baseline);
  if (baseline == NULL) return NULL;
  baseline->iterator = ubrk_open(UBRK_WORD, "", NULL, 0, &error);
  if (U_SUCCESS(error)) return baseline;
  free(baseline);
  return NULL;
}

void icu_baseline_close(icu_baseline *baseline) {
  ubrk_close(baseline->iterator);
  free(baseline->units);
  free(baseline);
}

static int64_t step_over(UBreakIterator *iterator, int64_t *sum) {
  int64_t words = 0;
  int32_t end;
  ubrk_first(iterator);
  while ((end = ubrk_next(iterator)) != UBRK_DONE) {
    if (ubrk_getRuleStatus(iterator) < UBRK_WORD_NONE_LIMIT) continue;
    words++;
    *sum += end;
  }
  return words;
}

int64_t icu_baseline_utf16(icu_baseline *baseline, const uint8_t *text, int32_t length,
                           int64_t *sum) {
  UErrorCode error = U_ZERO_ERROR;
  int32_t count = 0;
  if (baseline->capacity < length) {
    free(baseline->units);
    baseline->units = malloc(sizeof(UChar) * (size_t)length);
    baseline->capacity = baseline->units == NULL ? 0 : length;
  }
  if (baseline->units == NULL) return 0;
  u_strFromUTF8WithSub(baseline->units, baseline->capacity, &count, (const char *)text, length,
                       0xFFFD, NULL, &error);
  ubrk_setText(baseline->iterator, baseline->units, count, &error);
  return U_FAILURE(error) ? 0 : step_over(baseline->iterator, sum);
}

int64_t icu_baseline_utf8(icu_baseline *baseline, const uint8_t *text, int32_t length,
                          int64_t *sum) {
  UErrorCode error = U_ZERO_ERROR;
  UText view = UTEXT_INITIALIZER;
  utext_openUTF8(&view, (const char *)text, length, &error);
  ubrk_setUText(baseline->iterator, &view, &error);
  int64_t words = U_FAILURE(error) ? 0 : step_over(baseline->iterator, sum);
  utext_close(&view);
  return words;
}
