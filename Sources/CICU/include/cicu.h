// The only door to ICU. No ICU header is included here: with one, any Swift file that imports both
// this module and Foundation would see two definitions of UErrorCode (Foundation carries its own
// ICU) and fail to build. Everything crosses as plain integers and bytes.
//
// Every `status` is a UErrorCode: above zero is a failure, zero and below is success.
#ifndef CICU_H
#define CICU_H

#include <stdint.h>

/// Version of the linked library (not of the headers), e.g. "72.1". Never null; lives as long as
/// the calling thread. Loads no data.
const char *_Nonnull cicu_version(void);

/// ICU's own name for a status, e.g. "U_FILE_ACCESS_ERROR". Never null.
const char *_Nonnull cicu_error_name(int32_t status);

// MARK: Word boundaries (breaker.c)

/// A word break iterator of the root locale. Mutable: one thread at a time.
typedef struct cicu_breaker cicu_breaker;

/// Opens an iterator; null when `*status` is a failure.
cicu_breaker *_Nullable cicu_breaker_open(int32_t *_Nonnull status);

void cicu_breaker_close(cicu_breaker *_Nonnull breaker);

/// Begins a text of `length` UTF-16 units. ICU keeps the pointer: the text must stay where it is,
/// unchanged, until the last call of `cicu_breaker_next` for it. Returns a status.
int32_t cicu_breaker_set_text(cicu_breaker *_Nonnull breaker, const uint16_t *_Nullable text,
                              int32_t length);

/// Writes up to `capacity` further boundaries, each the end of a segment, with ICU's rule status of
/// that segment. Returns how many were written; fewer than `capacity` means the text has ended.
int32_t cicu_breaker_next(cicu_breaker *_Nonnull breaker, int32_t *_Nonnull ends,
                          int32_t *_Nonnull statuses, int32_t capacity);

// MARK: The rules behind the boundaries (rules.c)

/// The rules of an iterator as ICU has compiled them: a state machine over categories of code
/// points. Immutable.
typedef struct cicu_rules cicu_rules;

/// A state's number and a category's number fit into a byte and six bits.
#define CICU_LARGEST_STATE_COUNT 256
#define CICU_LARGEST_CATEGORY_COUNT 64

/// Copies the rules of an iterator; null when `*status` is a failure, or when they are in a form that
/// is not known here (U_UNSUPPORTED_ERROR).
cicu_rules *_Nullable cicu_breaker_rules(const cicu_breaker *_Nonnull breaker,
                                         int32_t *_Nonnull status);

void cicu_rules_close(cicu_rules *_Nonnull rules);

/// How many states and categories there are, and the first category of dictionary characters.
void cicu_rules_shape(const cicu_rules *_Nonnull rules, int32_t *_Nonnull states,
                      int32_t *_Nonnull categories, int32_t *_Nonnull first_dictionary);

/// The next state for each category (0 stops; 1 is where each segment starts), and the rule status
/// of a segment that ends in this state, or -1 if none may end here.
void cicu_rules_state(const cicu_rules *_Nonnull rules, int32_t state, uint8_t *_Nonnull next,
                      int32_t *_Nonnull status);

/// Beside a category: ICU's Chinese and Japanese dictionary divides runs of such code points.
#define CICU_CATEGORY_CJK 0x80

/// Writes the categories of the 256 code points from `first`.
void cicu_rules_categories(const cicu_rules *_Nonnull rules, uint32_t first,
                           uint8_t *_Nonnull output);

// MARK: NFKC_Casefold (normalizer.c)

/// The longest run of combining marks that is kept (UAX #15, Stream-Safe Text Format). ICU sorts
/// marks by insertion, so time grows with the square of the run: 320 KB of marks took 31 s.
#define CICU_LONGEST_MARK_RUN 30

/// Folds the slices `text[starts[i] ..< ends[i]]`, one behind the other, into `output` as UTF-8,
/// and writes where each ends in `output` into `output_ends`. Returns how many slices were folded:
/// fewer than `count` when the next one does not fit (then `*needed` holds the bytes it needs), or
/// when `*status` is a failure.
int32_t cicu_fold(const uint16_t *_Nonnull text, const int32_t *_Nonnull starts,
                  const int32_t *_Nonnull ends, int32_t count, uint8_t *_Nonnull output,
                  int32_t capacity, int32_t *_Nonnull output_ends, int32_t *_Nonnull needed,
                  int32_t *_Nonnull status);

// How a code point folds, when its neighbours fold as they should.
#define CICU_FOLD_SAME 0     // to itself, by itself
#define CICU_FOLD_UNIT 1     // to one other code point below U+10000, by itself
#define CICU_FOLD_MARK 2     // to itself, if what stands beside it is no mark
#define CICU_FOLD_COMPLEX 3  // only ICU can tell

/// For each of the 256 code points from `first`: how it folds, and the unit for CICU_FOLD_UNIT.
/// Returns a status.
int32_t cicu_fold_page(uint32_t first, uint8_t *_Nonnull kinds, uint16_t *_Nonnull units);

/// Writes the canonical composition (NFC) of a text of `count` units to `output`, which has room for `capacity`
/// units, three for each. Returns how many they are; nothing counts if `*status` is a failure.
int32_t cicu_compose(const uint16_t *_Nonnull text, int32_t count, uint16_t *_Nonnull output,
                     int32_t capacity, int32_t *_Nonnull status);

// MARK: The dictionary of Chinese and Japanese (dictionary.c)

/// Gives the trie of ICU's dictionary of Chinese and Japanese: `*count` UTF-16 units, mapped, which
/// stay where they are for the life of the process. Returns a status: a failure if there is no such
/// dictionary or its format is not known. Each call that succeeds keeps a small handle for ever:
/// call it once.
int32_t cicu_cjk_dictionary(const uint16_t *_Nullable *_Nonnull units, int32_t *_Nonnull count);

// What ICU's dictionary segmentation asks of a code point.
#define CICU_CJK_MEMBER 1   // ICU's engine for Chinese and Japanese takes it into a range
#define CICU_CJK_START 2    // the word rules call a dictionary for it, by Han, kana or WB=Katakana
#define CICU_CJK_COMMON 4   // of the script Common
#define CICU_CJK_FOREIGN 8  // the word rules call another dictionary for it (Thai and the like)

/// Writes these flags of the 256 code points from `first`.
void cicu_cjk_page(uint32_t first, uint16_t *_Nonnull output);

// MARK: The dictionaries of Thai (0), Lao (1), Burmese (2) and Khmer (3) (dictionary.c)

/// Gives the trie of ICU's dictionary of a script: `*count` bytes, mapped, which stay where they are
/// for the life of the process. A byte of it is a code point less `*first`. Returns a status, as
/// `cicu_cjk_dictionary` does, and is to be called once for each script too.
int32_t cicu_letter_dictionary(int32_t script, const uint8_t *_Nullable *_Nonnull bytes,
                               int32_t *_Nonnull count, uint32_t *_Nonnull first);

#define CICU_LETTER_MEMBER 1  // ICU's engine for the script takes it into a range
#define CICU_LETTER_MARK 2    // no word of the engine begins with it

/// Writes these flags of the 256 code points from the beginning of the script's block.
void cicu_letter_page(int32_t script, uint8_t *_Nonnull output);

// MARK: NFKC of Chinese and Japanese (dictionary.c)

#define CICU_COMPATIBLE_INSIDE 0      // NFKC may join it to what stands before it
#define CICU_COMPATIBLE_SAME 1        // beyond U+FFFF, and NFKC leaves it alone
#define CICU_COMPATIBLE_OTHER 0xFFFF  // NFKC makes something longer of it

/// Writes for each of the 256 code points from `first` the one UTF-16 unit that NFKC makes of it
/// alone (often itself), or one of the values above. Returns a status.
int32_t cicu_compatible_page(uint32_t first, uint16_t *_Nonnull output);

/// Writes NFKC of the text. Returns the units needed, which may be more than `capacity`.
int32_t cicu_compatible(const uint16_t *_Nonnull text, int32_t length, uint16_t *_Nonnull output,
                        int32_t capacity, int32_t *_Nonnull status);

/// The full canonical decomposition of a code point, as code points, cut at `capacity`. Returns its
/// length, 0 where there is none or ICU cannot open its data. No character has more than 4.
int32_t cicu_decomposition(uint32_t scalar, uint32_t *_Nonnull output, int32_t capacity);

// MARK: Properties (characters.c)

// A property word: the low byte is the script class (the raw values of ScriptClass in Swift), then
// flags, then how the code point takes part in graphemes.
#define CICU_LETTER 0x0100    // general category L*, or a code point this ICU knows nothing of
#define CICU_NUMBER 0x0200    // general category N*
#define CICU_SYMBOL 0x0400    // So except U+FFFD, or shown as an emoji by default
#define CICU_EMOJI 0x0800     // may be shown as an emoji, if U+FE0F follows
#define CICU_PLACES 0x1000    // of a script of which each grapheme takes a place
#define CICU_GRAPHEME_SHIFT 13
#define CICU_GRAPHEME_OTHER 0
#define CICU_GRAPHEME_EXTEND 1  // Extend, ZWJ and SpacingMark: never begins a grapheme
#define CICU_GRAPHEME_L 2
#define CICU_GRAPHEME_V 3
#define CICU_GRAPHEME_T 4
#define CICU_GRAPHEME_LV 5
#define CICU_GRAPHEME_LVT 6

/// Writes the property words of the 256 code points from `first`.
void cicu_properties_page(uint32_t first, uint16_t *_Nonnull output);

#endif
