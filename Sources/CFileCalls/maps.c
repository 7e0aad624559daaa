// What a SIGBUS in mapped files is turned into. A file that others cut short, or whose disk fails, while
// it is mapped makes the next access a signal, which no error handling sees.
#define _GNU_SOURCE
#include "cfilecalls.h"
#include <signal.h>
#include <stdatomic.h>
#include <string.h>
#include <unistd.h>

// More mappings than these are not watched; an index has a few for each segment.
#define MAP_COUNT 4096
#define NAME_SIZE 64

struct map {
  // 0 while the entry is free or being written.
  _Atomic(unsigned long) start;
  _Atomic(unsigned long) end;
  char name[NAME_SIZE];
};

static struct map maps[MAP_COUNT];
static atomic_int is_installed;
static atomic_flag is_changing = ATOMIC_FLAG_INIT;
static int exit_status;

static void put(const char *text) {
  // Nothing can be done about a failure.
  if (write(STDERR_FILENO, text, strlen(text)) < 0) return;
}

// Only what may be called in a handler.
static void report(int signal_number, siginfo_t *info, void *context) {
  (void)context;
  unsigned long address = (unsigned long)info->si_addr;
  for (int i = 0; i < MAP_COUNT; i++) {
    unsigned long start = atomic_load_explicit(&maps[i].start, memory_order_acquire);
    if (start == 0 || address < start) continue;
    if (address >= atomic_load_explicit(&maps[i].end, memory_order_relaxed)) continue;
    put("search: ");
    put(maps[i].name);
    put(" was cut short, or cannot be read any more, while it was in use; see: search check\n");
    _exit(exit_status);
  }
  // The access is made again when this returns, and ends the process.
  signal(signal_number, SIG_DFL);
}

void cfilecalls_report_lost_maps(int status) {
  exit_status = status;
  struct sigaction action;
  memset(&action, 0, sizeof action);
  action.sa_sigaction = report;
  action.sa_flags = SA_SIGINFO;
  sigemptyset(&action.sa_mask);
  if (sigaction(SIGBUS, &action, NULL) == 0) atomic_store(&is_installed, 1);
}

void cfilecalls_watch_map(const void *start, unsigned long length, const char *path) {
  if (!atomic_load(&is_installed)) return;
  const char *slash = strrchr(path, '/');
  const char *name = slash ? slash + 1 : path;
  while (atomic_flag_test_and_set_explicit(&is_changing, memory_order_acquire)) {}
  for (int i = 0; i < MAP_COUNT; i++) {
    if (atomic_load_explicit(&maps[i].start, memory_order_relaxed) != 0) continue;
    int count = 0;
    for (; name[count] && count < NAME_SIZE - 1; count++) {
      char letter = name[count];
      maps[i].name[count] = letter >= ' ' && letter < 127 ? letter : '?';
    }
    maps[i].name[count] = 0;
    atomic_store_explicit(&maps[i].end, (unsigned long)start + length, memory_order_relaxed);
    atomic_store_explicit(&maps[i].start, (unsigned long)start, memory_order_release);
    break;
  }
  atomic_flag_clear_explicit(&is_changing, memory_order_release);
}

void cfilecalls_forget_map(const void *start) {
  if (!atomic_load(&is_installed)) return;
  while (atomic_flag_test_and_set_explicit(&is_changing, memory_order_acquire)) {}
  for (int i = 0; i < MAP_COUNT; i++) {
    if (atomic_load_explicit(&maps[i].start, memory_order_relaxed) != (unsigned long)start) continue;
    atomic_store_explicit(&maps[i].start, 0, memory_order_release);
    break;
  }
  atomic_flag_clear_explicit(&is_changing, memory_order_release);
}
