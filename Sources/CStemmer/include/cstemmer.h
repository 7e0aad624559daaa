// The only door to libstemmer. No header of it is included here; words cross as bytes.
#ifndef CSTEMMER_H
#define CSTEMMER_H

#include <stdint.h>

/// The stemmer of one language; not thread-safe.
typedef struct cstemmer cstemmer;

/// Opens the stemmer of the language with that ISO 639-1 code; NULL if the library has none, or no
/// memory.
cstemmer *_Nullable cstemmer_create(const char *_Nonnull language);
void cstemmer_free(cstemmer *_Nullable stemmer);

/// Writes the stem of a word (well-formed UTF-8, lower case) to `stem`. Returns its length in bytes,
/// or -1 if it does not fit or memory ran out.
int32_t cstemmer_stem(cstemmer *_Nonnull stemmer, const uint8_t *_Nonnull word, int32_t count,
                      uint8_t *_Nonnull stem, int32_t capacity);

#endif
