#include "cicu.h"
#include <string.h>
#include <unicode/uchar.h>
#include <unicode/udata.h>
#include <unicode/unorm2.h>
#include <unicode/uscript.h>
#include <unicode/utf16.h>

// The layout of a dictionary file, behind its common header: eight 32-bit numbers, of which the
// first is the offset of the trie, the fourth the size of the whole, the fifth the kind of trie and
// the sixth how code points become bytes, and then the trie.
enum { TRIE_OFFSET, TOTAL_SIZE = 3, TRIE_TYPE, TRANSFORM, INDEX_COUNT = 8 };
enum { TYPE_MASK = 7, TYPE_BYTES = 0, TYPE_UNITS = 1, TRANSFORM_OFFSET = 0x1000000 };

// Opens the dictionary of a name. Never closed: the bytes are mapped and stay for the life of the
// process.
static const int32_t *open_dictionary(const char *name, int32_t type, UErrorCode *error) {
  UDataMemory *file =
      udata_open(U_ICUDATA_NAME U_TREE_SEPARATOR_STRING "brkitr", "dict", name, error);
  if (U_FAILURE(*error)) return NULL;
  UDataInfo info = {.size = sizeof info};
  udata_getInfo(file, &info);
  const int32_t *index = udata_getMemory(file);
  int32_t offset = index[TRIE_OFFSET], size = index[TOTAL_SIZE];
  if (memcmp(info.dataFormat, "Dict", 4) == 0 && info.formatVersion[0] == 1 &&
      (index[TRIE_TYPE] & TYPE_MASK) == type && offset >= INDEX_COUNT * 4 && offset % 2 == 0 &&
      size > offset)
    return index;
  udata_close(file);
  *error = U_INVALID_FORMAT_ERROR;
  return NULL;
}

int32_t cicu_cjk_dictionary(const uint16_t **units, int32_t *count) {
  UErrorCode error = U_ZERO_ERROR;
  const int32_t *index = open_dictionary("cjdict", TYPE_UNITS, &error);
  if (index == NULL) return error;
  *units = (const uint16_t *)((const char *)index + index[TRIE_OFFSET]);
  *count = (index[TOTAL_SIZE] - index[TRIE_OFFSET]) / 2;
  return error;
}

// The raw values of SpacelessScript in Swift.
static const struct {
  const char *name;
  UScriptCode script;
  int32_t block;
} spaceless[] = {
    {"thaidict", USCRIPT_THAI, 0x0E00},
    {"laodict", USCRIPT_LAO, 0x0E80},
    {"burmesedict", USCRIPT_MYANMAR, 0x1000},
    {"khmerdict", USCRIPT_KHMER, 0x1780},
};

int32_t cicu_letter_dictionary(int32_t script, const uint8_t **bytes, int32_t *count,
                               uint32_t *first) {
  UErrorCode error = U_ZERO_ERROR;
  const int32_t *index = open_dictionary(spaceless[script].name, TYPE_BYTES, &error);
  if (index == NULL) return error;
  if ((index[TRANSFORM] & ~0x1FFFFF) != TRANSFORM_OFFSET) return U_INVALID_FORMAT_ERROR;
  *bytes = (const uint8_t *)index + index[TRIE_OFFSET];
  *count = index[TOTAL_SIZE] - index[TRIE_OFFSET];
  *first = (uint32_t)(index[TRANSFORM] & 0x1FFFFF);
  return error;
}

void cicu_letter_page(int32_t script, uint8_t *output) {
  for (int32_t i = 0; i < 256; i++) {
    UChar32 c = spaceless[script].block + i;
    UErrorCode error = U_ZERO_ERROR;
    int is_member = uscript_getScript(c, &error) == spaceless[script].script &&
                    u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT;
    int is_mark = (U_MASK(u_charType(c)) & U_GC_M_MASK) != 0;
    output[i] = !is_member ? 0 : is_mark ? CICU_LETTER_MEMBER | CICU_LETTER_MARK
                                         : CICU_LETTER_MEMBER;
  }
}

void cicu_cjk_page(uint32_t first, uint16_t *output) {
  for (uint32_t i = 0; i < 256; i++) {
    UChar32 c = (UChar32)(first + i);
    UErrorCode error = U_ZERO_ERROR;
    UScriptCode script = uscript_getScript(c, &error);
    uint16_t flags = script == USCRIPT_COMMON ? CICU_CJK_COMMON : 0;
    int of_script = script == USCRIPT_HAN || script == USCRIPT_HIRAGANA ||
                    script == USCRIPT_KATAKANA;
    if (of_script || c == 0x30FC || c == 0xFF70 || c == 0xFF9E || c == 0xFF9F)
      flags |= CICU_CJK_MEMBER;
    if (of_script || u_getIntPropertyValue(c, UCHAR_WORD_BREAK) == U_WB_KATAKANA)
      flags |= CICU_CJK_START;
    if (u_getIntPropertyValue(c, UCHAR_LINE_BREAK) == U_LB_COMPLEX_CONTEXT)
      flags |= CICU_CJK_FOREIGN;
    output[i] = flags;
  }
}

static uint16_t compatible_of(const UNormalizer2 *nfkc, UChar32 c) {
  if (U_IS_SURROGATE(c)) return CICU_COMPATIBLE_OTHER;
  if (!unorm2_hasBoundaryBefore(nfkc, c)) return CICU_COMPATIBLE_INSIDE;
  UChar source[2], target[4];
  int32_t length = 0;
  U16_APPEND_UNSAFE(source, length, c);
  UErrorCode error = U_ZERO_ERROR;
  int32_t count = unorm2_normalize(nfkc, source, length, target, 4, &error);
  if (U_FAILURE(error)) return CICU_COMPATIBLE_OTHER;
  if (length == 2)
    return count == 2 && memcmp(source, target, sizeof source) == 0 ? CICU_COMPATIBLE_SAME
                                                                     : CICU_COMPATIBLE_OTHER;
  return count == 1 && target[0] > CICU_COMPATIBLE_SAME ? target[0] : CICU_COMPATIBLE_OTHER;
}

int32_t cicu_compatible_page(uint32_t first, uint16_t *output) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
  if (U_FAILURE(error)) return error;
  for (uint32_t i = 0; i < 256; i++) output[i] = compatible_of(nfkc, (UChar32)(first + i));
  return error;
}

int32_t cicu_compatible(const uint16_t *text, int32_t length, uint16_t *output, int32_t capacity,
                        int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  const UNormalizer2 *nfkc = unorm2_getNFKCInstance(&error);
  int32_t needed = 0;
  if (U_SUCCESS(error))
    needed = unorm2_normalize(nfkc, (const UChar *)text, length, (UChar *)output, capacity, &error);
  if (error == U_BUFFER_OVERFLOW_ERROR) error = U_ZERO_ERROR;
  *status = error;
  return needed;
}
