#include "czstd.h"
#include <zstd.h>

struct czstd_compressor {
  int unused;
};

czstd_compressor *czstd_compressor_create(void) { return (czstd_compressor *)ZSTD_createCCtx(); }

void czstd_compressor_free(czstd_compressor *compressor) { ZSTD_freeCCtx((ZSTD_CCtx *)compressor); }

size_t czstd_bound(size_t count) { return ZSTD_compressBound(count); }

int64_t czstd_compress(czstd_compressor *compressor, void *destination, size_t capacity,
                       const void *source, size_t count, int level) {
  size_t size =
      ZSTD_compressCCtx((ZSTD_CCtx *)compressor, destination, capacity, source, count, level);
  return ZSTD_isError(size) ? -1 : (int64_t)size;
}

int czstd_decompress(void *destination, size_t capacity, const void *source, size_t count) {
  size_t size = ZSTD_decompress(destination, capacity, source, count);
  return (ZSTD_isError(size) || size != capacity) ? -1 : 0;
}
