#define _GNU_SOURCE
#include "cfilecalls.h"
#include <fcntl.h>
#include <malloc.h>
#include <sched.h>
#include <signal.h>
#include <stdio.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <unistd.h>

int cfilecalls_rename_exclusive(int folder, const char *from, const char *to) {
  return renameat2(folder, from, folder, to, RENAME_NOREPLACE);
}

int cfilecalls_exchange(const char *one, const char *other) {
  return renameat2(AT_FDCWD, one, AT_FDCWD, other, RENAME_EXCHANGE);
}

int cfilecalls_open_at(int folder, const char *name, int flags, unsigned int mode) {
  return openat(folder, name, flags, (mode_t)mode);
}

int cfilecalls_memory_file(void) { return memfd_create("input", MFD_CLOEXEC); }

int cfilecalls_pipe(int *ends) { return pipe2(ends, O_CLOEXEC); }

int cfilecalls_end_with_parent(void) { return prctl(PR_SET_PDEATHSIG, SIGKILL); }

int cfilecalls_processor_count(void) {
  cpu_set_t set;
  if (sched_getaffinity(0, sizeof set, &set) != 0) return -1;
  return CPU_COUNT(&set);
}

int cfilecalls_terminal_size(int terminal, int *columns, int *rows) {
  struct winsize size;
  if (ioctl(terminal, TIOCGWINSZ, &size) != 0 || size.ws_col == 0) return -1;
  *columns = size.ws_col;
  *rows = size.ws_row;
  return 0;
}

void cfilecalls_trim_memory(void) { malloc_trim(0); }
