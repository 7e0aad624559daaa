// System calls that glibc's module map does not offer to Swift.
#ifndef CSYSTEM_H
#define CSYSTEM_H

/// renameat2(2) with RENAME_NOREPLACE: 0, or -1 with errno set (EEXIST if the new name exists,
/// EINVAL if the file system does not know the flag).
int csystem_rename_exclusive(const char *_Nonnull from, const char *_Nonnull to);

#endif
