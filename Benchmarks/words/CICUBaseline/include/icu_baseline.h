// ICU's own word iterator with nothing around it: what the tokenizer is measured against. No ICU
// header is included here, so that Swift files may import Foundation beside it.
#ifndef ICU_BASELINE_H
#define ICU_BASELINE_H

#include <stdint.h>

/// One word iterator of the root locale, used again and again.
typedef struct icu_baseline icu_baseline;

/// Null if ICU cannot open its data.
icu_baseline *_Nullable icu_baseline_open(void);

void icu_baseline_close(icu_baseline *_Nonnull baseline);

/// Steps over all boundaries of a UTF-8 text that is first converted to UTF-16. Returns how many
/// segments are words, and puts a sum over their ends into `*sum`, so that nothing is left out.
int64_t icu_baseline_utf16(icu_baseline *_Nonnull baseline, const uint8_t *_Nonnull text,
                           int32_t length, int64_t *_Nonnull sum);

/// The same over UTF-8 itself.
int64_t icu_baseline_utf8(icu_baseline *_Nonnull baseline, const uint8_t *_Nonnull text,
                          int32_t length, int64_t *_Nonnull sum);

#endif
