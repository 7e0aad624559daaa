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

/// For each of the 256 code points from `first` (all below U+10000): the one UTF-16 unit that it
/// folds to, if folding a text of such code points is folding each by itself; otherwise 0.
/// Returns a status.
int32_t cicu_fold_page(uint32_t first, uint16_t *_Nonnull output);

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
