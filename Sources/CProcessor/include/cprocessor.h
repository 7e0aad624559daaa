// What the processor can do and Swift has no word for.
#ifndef CPROCESSOR_H
#define CPROCESSOR_H

/// Begins to bring memory that will be written into the cache, and waits for nothing. Any address will do.
static inline void cprocessor_prefetch(const void *_Nonnull address) {
  __builtin_prefetch(address, 1);
}

#endif
