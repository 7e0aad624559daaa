// ICU's converters, and the guesses of ICU and uchardet about which one fits.
#ifndef CCHARSET_H
#define CCHARSET_H

#include <stddef.h>
#include <stdint.h>

/// What a conversion came to.
enum {
  CCHARSET_OK = 0,
  /// Some bytes stand for no character.
  CCHARSET_ILL_FORMED = 1,
  /// The library knows no such encoding, or memory ran out.
  CCHARSET_NO_CONVERTER = 2,
};

/// Converts bytes to UTF-16 in one go. With `substitutes`, what stands for no character becomes
/// U+FFFD; without it, that ends the conversion with CCHARSET_ILL_FORMED. With `is_end`, a character
/// that is cut short at the end counts as such, too; otherwise it is left out.
///
/// `count` receives how many units were written, never more than `capacity`; twice as many as there are
/// bytes are always enough.
int ccharset_convert(
    const char *_Nonnull name, const uint8_t *_Nonnull bytes, size_t length, int substitutes,
    int is_end, uint16_t *_Nonnull units, size_t capacity, size_t *_Nonnull count);

/// Asks uchardet and ICU which encoding bytes are in. Neither is loaded before the first call; one that
/// is not installed has no voice. `take` gets a name, valid during the call only, and how sure the
/// detector is, from 0 to 100; of uchardet, which does not say, 100.
void ccharset_vote(
    const uint8_t *_Nonnull bytes, size_t length, void *_Nonnull context,
    void (*_Nonnull take)(void *_Nonnull context, const char *_Nonnull name, int confidence));

#endif
