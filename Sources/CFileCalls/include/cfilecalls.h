// System calls that glibc's module map does not offer to Swift.
#ifndef CFILECALLS_H
#define CFILECALLS_H

/// renameat2(2) within a folder, with RENAME_NOREPLACE: 0, or -1 with errno set (EEXIST if the new
/// name exists, EINVAL if the file system does not know the flag).
int cfilecalls_rename_exclusive(int folder, const char *_Nonnull from, const char *_Nonnull to);

/// renameat2(2) with RENAME_EXCHANGE: two names change places in one step. 0, or -1 with errno set.
int cfilecalls_exchange(const char *_Nonnull one, const char *_Nonnull other);

/// openat(2), which is variadic in C.
int cfilecalls_open_at(int folder, const char *_Nonnull name, int flags, unsigned int mode);

/// memfd_create(2): a file in memory, closed in programs that are started; -1 with errno set.
int cfilecalls_memory_file(void);

/// pipe2(2) with O_CLOEXEC: writes the end to read from and the one to write to. 0, or -1 with errno set.
int cfilecalls_pipe(int *_Nonnull ends);

/// Has the system end this process when the one that started it ends; see prctl(2), PR_SET_PDEATHSIG.
int cfilecalls_end_with_parent(void);

/// How many processors sched_getaffinity(2) allows the process; -1 if it does not say.
int cfilecalls_processor_count(void);

/// malloc_trim(3): gives memory that has been freed back to the system.
void cfilecalls_trim_memory(void);

/// How many columns and rows a terminal has (ioctl(2) is variadic in C): 0, or -1 if it is none or does
/// not say.
int cfilecalls_terminal_size(int terminal, int *_Nonnull columns, int *_Nonnull rows);

/// Takes a terminal over: raw mode, alternate screen, bracketed paste. It is given back by
/// cfilecalls_terminal_close, when the process ends, and before any signal ends or stops it; where it goes
/// on after SIGCONT the terminal is taken over again. A byte is written to `wake`, which should not block,
/// when the screen is to be drawn again: `r` after its size has changed, `c` after SIGCONT. 0, or -1 with
/// errno set if `in` is no terminal.
int cfilecalls_terminal_open(int in, int out, int wake);

/// Gives the terminal back, if it has been taken over.
void cfilecalls_terminal_close(void);

/// From here on a SIGBUS in memory that is watched prints one line that names the file, and ends the
/// process with this status; any other SIGBUS does what it would have done.
void cfilecalls_report_lost_maps(int status);

/// Watches a mapping of a file, if mappings are reported. Of the path only what follows the last slash
/// is kept, with what is not printable ASCII replaced.
void cfilecalls_watch_map(const void *_Nonnull start, unsigned long length,
                          const char *_Nonnull path);

/// Ends watching a mapping.
void cfilecalls_forget_map(const void *_Nonnull start);

#endif
