// ICU's transliterators, for tests only: the library itself never links libicui18n, which would cost
// every query the loading of a library of 3 MB. No ICU header is included, as in cicu.h.
#ifndef CTRANSLITERATOR_H
#define CTRANSLITERATOR_H

#include <stdint.h>

/// A transliterator of ICU.
typedef struct ctransliterator ctransliterator;

/// Opens one by ICU's identifier, e.g. "Traditional-Simplified"; null when there is none.
ctransliterator *_Nullable ctransliterator_open(const char *_Nonnull identifier);

void ctransliterator_close(ctransliterator *_Nonnull transliterator);

/// Transliterates `length` UTF-16 units into `output`. Returns how many units came out, or -1 when
/// that failed or did not fit.
int32_t ctransliterator_apply(ctransliterator *_Nonnull transliterator,
                              const uint16_t *_Nonnull text, int32_t length,
                              uint16_t *_Nonnull output, int32_t capacity);

#endif
