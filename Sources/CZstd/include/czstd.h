// The only door to libzstd. No zstd header is included here; everything crosses as bytes.
#ifndef CZSTD_H
#define CZSTD_H

#include <stddef.h>
#include <stdint.h>

/// A reusable compressor; not thread-safe.
typedef struct czstd_compressor czstd_compressor;

czstd_compressor *_Nullable czstd_compressor_create(void);
void czstd_compressor_free(czstd_compressor *_Nullable compressor);

/// The most bytes that compressing `count` bytes can give.
size_t czstd_bound(size_t count);

/// Compresses into one frame. Returns its length, or -1 on failure.
int64_t czstd_compress(czstd_compressor *_Nonnull compressor, void *_Nonnull destination,
                       size_t capacity, const void *_Nonnull source, size_t count, int level);

/// Decompresses one frame, which must give exactly `capacity` bytes. Returns 0, or -1 if it does
/// not. Thread-safe.
int czstd_decompress(void *_Nonnull destination, size_t capacity, const void *_Nonnull source,
                     size_t count);

#endif
