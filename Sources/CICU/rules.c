#include "breaker.h"
#include <stdlib.h>
#include <string.h>
#include <unicode/ubrk.h>
#include <unicode/ucptrie.h>
#include <unicode/uscript.h>

// What ubrk_getBinaryRules gives, format version 6 (ICU 70 and later): a header of 32-bit numbers,
// then sections. Offsets count from the header. Anything unknown is refused, and the caller then
// lets ICU's iterator do the work.
enum {
  MAGIC = 0xB1A0, FORMAT = 6, HEADER_SIZE = 80,
  CATEGORY_COUNT = 3, FORWARD = 4, TRIE = 8, TRIE_LENGTH = 9, STATUSES = 12, STATUSES_LENGTH = 13,
};
// The header of a state table: five numbers, then the rows. A row is: accepting, look-ahead, index
// of its statuses, then the next state for each category; in bytes or, in large tables, 16 bits.
enum { STATE_COUNT, ROW_LENGTH, FIRST_DICTIONARY, LOOKAHEAD_SIZE, FLAGS, TABLE_HEADER = 20 };
enum { BEGINNING_REQUIRED = 2, BYTE_ROWS = 4 };

struct cicu_rules {
  UCPTrie *trie;
  const uint32_t *header;
  const uint32_t *forward;
  uint8_t *data;
};

static uint32_t cell(const cicu_rules *rules, uint32_t state, uint32_t column) {
  const uint8_t *row = (const uint8_t *)rules->forward + TABLE_HEADER +
                       (size_t)state * rules->forward[ROW_LENGTH];
  if (rules->forward[FLAGS] & BYTE_ROWS) return row[column];
  uint16_t value;
  memcpy(&value, row + 2 * column, 2);
  return value;
}

// Whether the rules are of the kind that a loop without look-ahead and without pseudo-characters at
// the beginning and the end can run.
static int is_plain(const cicu_rules *rules, uint32_t length) {
  const uint32_t *header = rules->header, *forward = rules->forward;
  uint32_t width = forward[FLAGS] & BYTE_ROWS ? 1 : 2;
  if (forward[LOOKAHEAD_SIZE] != 0 || forward[FLAGS] & BEGINNING_REQUIRED) return 0;
  if (forward[STATE_COUNT] < 2 || forward[STATE_COUNT] > CICU_LARGEST_STATE_COUNT) return 0;
  if (header[CATEGORY_COUNT] < 4 || header[CATEGORY_COUNT] > CICU_LARGEST_CATEGORY_COUNT) return 0;
  if (forward[ROW_LENGTH] < (header[CATEGORY_COUNT] + 3) * width) return 0;
  if (forward[STATE_COUNT] * forward[ROW_LENGTH] > length - header[FORWARD] - TABLE_HEADER)
    return 0;
  for (uint32_t state = 0; state < forward[STATE_COUNT]; state++) {
    if (cell(rules, state, 0) > 1 || cell(rules, state, 1) != 0) return 0;
    // Category 1 stands for the end of the text; no rule looks for it.
    if (cell(rules, state, 3 + 1) != 0) return 0;
    if (cell(rules, state, 2) * 4 >= header[STATUSES_LENGTH]) return 0;
    for (uint32_t category = 0; category < header[CATEGORY_COUNT]; category++)
      if (cell(rules, state, 3 + category) >= forward[STATE_COUNT]) return 0;
  }
  return 1;
}

// Reads the header, and opens the trie; zero if the format is unknown.
static int read_header(cicu_rules *rules, uint32_t length) {
  const uint32_t *header = rules->header;
  UErrorCode error = U_ZERO_ERROR;
  if (length < HEADER_SIZE || header[0] != MAGIC || rules->data[4] != FORMAT) return 0;
  if (header[FORWARD] > length - TABLE_HEADER || header[TRIE] > length) return 0;
  if (header[TRIE_LENGTH] > length - header[TRIE] || header[STATUSES] > length) return 0;
  if (header[STATUSES_LENGTH] > length - header[STATUSES]) return 0;
  rules->forward = (const uint32_t *)(rules->data + header[FORWARD]);
  if (!is_plain(rules, length)) return 0;
  rules->trie = ucptrie_openFromBinary(UCPTRIE_TYPE_FAST, UCPTRIE_VALUE_BITS_ANY,
                                       rules->data + header[TRIE], (int32_t)header[TRIE_LENGTH],
                                       NULL, &error);
  return U_SUCCESS(error);
}

cicu_rules *cicu_breaker_rules(const cicu_breaker *breaker, int32_t *status) {
  UErrorCode error = U_ZERO_ERROR;
  UBreakIterator *source = breaker->iterator;
  int32_t length = ubrk_getBinaryRules(source, NULL, 0, &error);
  cicu_rules *rules = calloc(1, sizeof *rules);
  uint8_t *data = length > 0 ? malloc((size_t)length) : NULL;
  *status = U_MEMORY_ALLOCATION_ERROR;
  if (U_SUCCESS(error) && rules != NULL && data != NULL) {
    ubrk_getBinaryRules(source, data, (uint32_t)length, &error);
    rules->data = data;
    rules->header = (const uint32_t *)data;
    *status = error;
    if (U_SUCCESS(error) && read_header(rules, (uint32_t)length)) return rules;
    if (U_SUCCESS(error)) *status = U_UNSUPPORTED_ERROR;
  }
  free(data);
  free(rules);
  return NULL;
}

void cicu_rules_close(cicu_rules *rules) {
  ucptrie_close(rules->trie);
  free(rules->data);
  free(rules);
}

void cicu_rules_shape(const cicu_rules *rules, int32_t *states, int32_t *categories,
                      int32_t *first_dictionary) {
  *states = (int32_t)rules->forward[STATE_COUNT];
  *categories = (int32_t)rules->header[CATEGORY_COUNT];
  *first_dictionary = (int32_t)rules->forward[FIRST_DICTIONARY];
}

void cicu_rules_state(const cicu_rules *rules, int32_t state, uint8_t *next, int32_t *status) {
  const int32_t *statuses = (const int32_t *)(rules->data + rules->header[STATUSES]);
  uint32_t last = rules->header[STATUSES_LENGTH] / 4 - 1;
  // A group of statuses is its length and then the statuses, the largest one last.
  uint32_t group = cell(rules, (uint32_t)state, 2);
  uint32_t index = group + (uint32_t)statuses[group];
  *status = cell(rules, (uint32_t)state, 0) == 0 ? -1 : index > last ? 0 : statuses[index];
  for (uint32_t category = 0; category < rules->header[CATEGORY_COUNT]; category++)
    next[category] = (uint8_t)cell(rules, (uint32_t)state, 3 + category);
}

// The set that ICU's Chinese and Japanese break engine takes for its own.
static int is_cjk(UChar32 c) {
  UErrorCode error = U_ZERO_ERROR;
  UScriptCode script = uscript_getScript(c, &error);
  return script == USCRIPT_HAN || script == USCRIPT_HIRAGANA || script == USCRIPT_KATAKANA ||
         c == 0x30FC || c == 0xFF70 || c == 0xFF9E || c == 0xFF9F;
}

void cicu_rules_categories(const cicu_rules *rules, uint32_t first, uint8_t *output) {
  for (uint32_t i = 0; i < 256; i++) {
    UChar32 c = (UChar32)(first + i);
    output[i] = (uint8_t)ucptrie_get(rules->trie, c) | (is_cjk(c) ? CICU_CATEGORY_CJK : 0);
  }
}
