#include "cstemmer.h"
#include <libstemmer.h>
#include <string.h>

cstemmer *cstemmer_create(const char *language) {
  return (cstemmer *)sb_stemmer_new(language, "UTF_8");
}

void cstemmer_free(cstemmer *stemmer) { sb_stemmer_delete((struct sb_stemmer *)stemmer); }

int32_t cstemmer_stem(cstemmer *stemmer, const uint8_t *word, int32_t count, uint8_t *stem,
                      int32_t capacity) {
  struct sb_stemmer *own = (struct sb_stemmer *)stemmer;
  const sb_symbol *result = sb_stemmer_stem(own, word, count);
  if (!result) return -1;
  int length = sb_stemmer_length(own);
  if (length < 0 || length > capacity) return -1;
  memcpy(stem, result, (size_t)length);
  return length;
}
