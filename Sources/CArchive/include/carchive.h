// The files in an archive, by libarchive, which is loaded when the first archive is read.
#ifndef CARCHIVE_H
#define CARCHIVE_H

#include <stddef.h>
#include <stdint.h>

/// What a step comes to.
enum {
  CARCHIVE_OK = 0,
  /// After the last file.
  CARCHIVE_END = 1,
  /// The bytes are no archive, or one that is damaged; carchive_problem says how.
  CARCHIVE_DAMAGED = 2,
  /// The library could not be loaded.
  CARCHIVE_NOT_LOADED = 3,
  /// A password is needed.
  CARCHIVE_ENCRYPTED = 4,
};

/// An archive in memory.
typedef struct carchive carchive;

/// Opens an archive; the bytes must outlive it. Null when the library is missing or memory runs out. No
/// program is ever started to unpack anything.
carchive *_Nullable carchive_open(const uint8_t *_Nonnull bytes, size_t length);

/// Goes to the next file. `name` receives its path's bytes, in UTF-8 if the archive says so, valid until
/// the next call, null if it has none; `is_file` whether it is a file and neither a folder nor a link;
/// `is_raw` whether all of it is one compressed file.
int carchive_next(
    carchive *_Nonnull archive, const char *_Nullable *_Nonnull name, int *_Nonnull is_file,
    int *_Nonnull is_raw);

/// Reads bytes of the file that carchive_next went to: how many, 0 at its end, and less on damage.
int64_t carchive_read(carchive *_Nonnull archive, uint8_t *_Nonnull buffer, size_t capacity);

/// What is wrong, in words of the library; valid until the next call.
const char *_Nonnull carchive_problem(carchive *_Nullable archive);

/// Closes an archive.
void carchive_close(carchive *_Nonnull archive);

#endif
