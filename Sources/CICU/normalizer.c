#include "cicu.h"
#include <stdlib.h>
#include <unicode/uchar.h>
#include <unicode/unorm2.h>
#include <unicode/ustring.h>
#include <unicode/utf16.h>

// Long enough for nearly every word, so that folding allocates only for monsters.
enum { SMALL = 512 };

// Whether the first code point that `c` folds to is a combining mark. The canonical combining class
// of `c` itself is not enough: U+FF9E has none and folds to U+3099, U+0F73 has none and decomposes
// into two marks.
static int folds_to_mark(const UNormalizer2 *fold, UChar32 c) {
  UChar mapping[32];
  UErrorCode error = U_ZERO_ERROR;
  int32_t length = unorm2_getDecomposition(fold, c, mapping, 32, &error);
  if (U_FAILURE(error) || length <= 0) return length != 0 && u_getCombiningClass(c) != 0;
  UChar32 first;
  U16_GET(mapping, 0, 0, length, first);
  return u_getCombiningClass(first) != 0;
}

// Copies the slice, dropping the marks of a run behind its 30th. What folds to nothing neither
// counts nor ends a run: it would vanish from between the marks.
static int32_t cap_marks(const UNormalizer2 *fold, const UChar *source, int32_t length,
                         UChar *target) {
  int32_t written = 0, run = 0;
  for (int32_t i = 0; i < length;) {
    int32_t start = i;
    UChar32 c;
    U16_NEXT(source, i, length, c);
    if (unorm2_hasBoundaryBefore(fold, c)) {
      run = 0;
    } else if (!u_hasBinaryProperty(c, UCHAR_DEFAULT_IGNORABLE_CODE_POINT)) {
      run = folds_to_mark(fold, c) ? run + 1 : 0;
      if (run > CICU_LONGEST_MARK_RUN) continue;
    }
    while (start < i) target[written++] = source[start++];
  }
  return written;
}

// Folds one slice of at most `length` units. `capped` has room for the slice, `folded` for
// `capacity` units. Returns the length needed, which may be more than `capacity`.
static int32_t fold_slice(const UNormalizer2 *fold, const UChar *source, int32_t length,
                          UChar *capped, UChar *folded, int32_t capacity, UErrorCode *error) {
  // A run of marks longer than 30 needs a slice longer than 30.
  if (length > CICU_LONGEST_MARK_RUN) {
    length = cap_marks(fold, source, length, capped);
    source = capped;
  }
  return unorm2_normalize(fold, source, length, folded, capacity, error);
}

// Folds one slice into memory of its own. The caller frees the result.
static UChar *fold_large(const UNormalizer2 *fold, const UChar *source, int32_t length,
                         int32_t *folded_length, UErrorCode *error) {
  UChar *capped = malloc(sizeof(UChar) * ((size_t)length + 1));
  int32_t capacity = length < INT32_MAX / 2 - SMALL ? length * 2 + SMALL : INT32_MAX;
  UChar *folded = malloc(sizeof(UChar) * (size_t)capacity);
  if (capped == NULL || folded == NULL) *error = U_MEMORY_ALLOCATION_ERROR;
  if (U_SUCCESS(*error))
    *folded_length = fold_slice(fold, source, length, capped, folded, capacity, error);
  if (*error == U_BUFFER_OVERFLOW_ERROR) {
    *error = U_ZERO_ERROR;
    free(folded);
    capacity = *folded_length;
    folded = malloc(sizeof(UChar) * (size_t)capacity);
    if (folded == NULL) *error = U_MEMORY_ALLOCATION_ERROR;
    else *folded_length = fold_slice(fold, source, length, capped, folded, capacity, error);
  }
  free(capped);
  if (U_SUCCESS(*error)) return folded;
  free(folded);
  return NULL;
}

// Folds one slice to UTF-8. Returns the bytes needed, which may be more than `capacity`.
static int32_t fold_one(const UNormalizer2 *fold, const UChar *source, int32_t length,
                        uint8_t *output, int32_t capacity, UErrorCode *error) {
  UChar small[SMALL], capped[SMALL];
  UChar *folded = small, *large = NULL;
  int32_t folded_length = 0, needed = 0;
  if (length <= SMALL)
    folded_length = fold_slice(fold, source, length, capped, small, SMALL, error);
  if (length > SMALL || *error == U_BUFFER_OVERFLOW_ERROR) {
    *error = U_ZERO_ERROR;
    folded = large = fold_large(fold, source, length, &folded_length, error);
    if (large == NULL) return 0;
  }
  u_strToUTF8WithSub((char *)output, capacity, &needed, folded, folded_length, 0xFFFD, NULL, error);
  free(large);
  // Too small a buffer is not a failure: the caller sees it by the length.
  if (*error == U_BUFFER_OVERFLOW_ERROR) *error = U_ZERO_ERROR;
  return needed;
}

int32_t cicu_fold(const uint16_t *text, const int32_t *starts, const int32_t *ends, int32_t count,
                  uint8_t *output, int32_t capacity, int32_t *output_ends, int32_t *needed,
                  int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&error);
  int32_t done = 0, written = 0;
  *needed = 0;
  while (U_SUCCESS(error) && done < count) {
    int32_t length = fold_one(fold, (const UChar *)text + starts[done], ends[done] - starts[done],
                              output + written, capacity - written, &error);
    if (U_FAILURE(error)) break;
    if (length > capacity - written) {
      *needed = length;
      break;
    }
    written += length;
    output_ends[done++] = written;
  }
  *status = error;
  return done;
}

// How one code point folds; the unit for CICU_FOLD_UNIT.
static uint8_t kind_of(const UNormalizer2 *fold, UChar32 c, uint16_t *unit) {
  UChar source[2], folded[4];
  UErrorCode error = U_ZERO_ERROR;
  int32_t length = 0;
  if (U_IS_SURROGATE(c)) return CICU_FOLD_COMPLEX;
  U16_APPEND_UNSAFE(source, length, c);
  int32_t folded_length = unorm2_normalize(fold, source, length, folded, 4, &error);
  if (U_FAILURE(error)) return CICU_FOLD_COMPLEX;
  int is_same = folded_length == length && u_memcmp(source, folded, length) == 0;
  if (!unorm2_hasBoundaryBefore(fold, c)) {
    // A mark that never composes with what stands before it is only ever moved, past other marks.
    int composes = u_getIntPropertyValue(c, UCHAR_NFC_QUICK_CHECK) != UNORM_YES;
    return is_same && !composes && u_getCombiningClass(c) ? CICU_FOLD_MARK : CICU_FOLD_COMPLEX;
  }
  if (is_same) return CICU_FOLD_SAME;
  if (folded_length != 1) return CICU_FOLD_COMPLEX;
  *unit = folded[0];
  return CICU_FOLD_UNIT;
}

int32_t cicu_fold_page(uint32_t first, uint8_t *kinds, uint16_t *units) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *fold = unorm2_getNFKCCasefoldInstance(&error);
  if (U_FAILURE(error)) return error;
  for (uint32_t i = 0; i < 256; i++) {
    units[i] = 0;
    kinds[i] = kind_of(fold, (UChar32)(first + i), &units[i]);
  }
  return error;
}

int32_t cicu_decomposition(uint32_t scalar, uint32_t *output, int32_t capacity) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *canonical = unorm2_getNFDInstance(&error);
  UChar units[16];
  if (U_FAILURE(error) || scalar > 0x10FFFF) return 0;
  int32_t length = unorm2_getDecomposition(canonical, (UChar32)scalar, units, 16, &error);
  if (U_FAILURE(error)) return 0;
  int32_t count = 0;
  for (int32_t i = 0; i < length && count < capacity;) {
    UChar32 c;
    U16_NEXT(units, i, length, c);
    output[count++] = (uint32_t)c;
  }
  return count;
}

int32_t cicu_compose(const uint16_t *text, int32_t count, uint16_t *output, int32_t capacity,
                     int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *composed = unorm2_getNFCInstance(&error);
  int32_t length =
      unorm2_normalize(composed, (const UChar *)text, count, (UChar *)output, capacity, &error);
  *status = error;
  return U_FAILURE(error) ? 0 : length;
}
