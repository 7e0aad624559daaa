#include "ccoverage.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 256, FULL_SCAN_INTERVAL = 128 };

/* What runs for every input need not be checked itself. */
#define FAST __attribute__((no_sanitize("address")))

static uint8_t *counters;
static size_t counter_count;
/* A bit for each class of counts that a place has reached. */
static uint8_t *seen;
static size_t seen_count;
/* Pages of counters in which something was ever counted: the others are looked at now and then. */
static uint8_t *is_active;
static uint32_t *active;
static size_t active_count;
static unsigned scan_number;
static uint8_t *note;
static size_t note_capacity;

/* Called by instrumented code before `main`, with the same bounds for each module of a program. */
void __sanitizer_cov_8bit_counters_init(uint8_t *start, uint8_t *stop) {
  size_t count = (size_t)(stop - start);
  if (count <= counter_count) return;
  counters = start;
  counter_count = count;
  free(seen);
  free(is_active);
  free(active);
  seen = calloc(count, 1);
  is_active = calloc(count / PAGE + 1, 1);
  active = calloc(count / PAGE + 1, sizeof *active);
  active_count = 0;
  if (!seen || !is_active || !active) counter_count = 0;
}

size_t ccoverage_place_count(void) { return counter_count; }

size_t ccoverage_seen_count(void) { return seen_count; }

void ccoverage_forget(void) {
  if (counter_count > 0) {
    memset(seen, 0, counter_count);
    memset(is_active, 0, counter_count / PAGE + 1);
  }
  seen_count = 0;
  active_count = 0;
  scan_number = 0;
}

/* What Swift's run-time calls for each error that is thrown, untyped and typed: the test runner keeps a
   backtrace of each, which takes as long as much of what is fuzzed. */
extern void *_swift_willThrow __attribute__((weak));
extern void *_swift_willThrowTypedImpl __attribute__((weak));

void ccoverage_ignore_errors(void) {
  if (&_swift_willThrow) __atomic_store_n(&_swift_willThrow, NULL, __ATOMIC_RELEASE);
  if (&_swift_willThrowTypedImpl)
    __atomic_store_n(&_swift_willThrowTypedImpl, NULL, __ATOMIC_RELEASE);
}

FAST static inline size_t page_end(size_t page) {
  size_t end = (page + 1) * PAGE;
  return end < counter_count ? end : counter_count;
}

FAST void ccoverage_reset(void) {
  if (scan_number % FULL_SCAN_INTERVAL == 0) {
    if (counter_count > 0) memset(counters, 0, counter_count);
    return;
  }
  for (size_t index = 0; index < active_count; index++) {
    size_t page = active[index];
    memset(counters + page * PAGE, 0, page_end(page) - page * PAGE);
  }
}

FAST static inline uint8_t class_of(uint8_t count) {
  if (count <= 1) return count;
  if (count < 8) return 2;
  return count < 128 ? 4 : 8;
}

/* Whether a page has counts at all (1), and any that are new (2). Without branches: many bytes at a time. */
FAST static unsigned look_at(size_t page) {
  uint8_t any = 0, fresh = 0;
  for (size_t at = page * PAGE; at < page_end(page); at++) {
    uint8_t count = counters[at];
    uint8_t class = (uint8_t)((count == 1) | (count > 1 && count < 8) << 1 |
                              (count > 7 && count < 128) << 2 | (count > 127) << 3);
    any |= count;
    fresh |= class & (uint8_t)~seen[at];
  }
  return (any != 0) | (unsigned)(fresh != 0) << 1;
}

FAST static size_t collect_page(size_t page) {
  unsigned state = look_at(page);
  if (state != 0 && !is_active[page]) {
    is_active[page] = 1;
    active[active_count++] = (uint32_t)page;
  }
  if (!(state & 2)) return 0;
  size_t found = 0;
  for (size_t at = page * PAGE; at < page_end(page); at++) {
    uint8_t new_class = class_of(counters[at]) & (uint8_t)~seen[at];
    if (new_class == 0) continue;
    if (seen[at] == 0) seen_count++;
    seen[at] |= new_class;
    found++;
  }
  return found;
}

FAST size_t ccoverage_collect(void) {
  size_t found = 0;
  if (scan_number++ % FULL_SCAN_INTERVAL == 0) {
    for (size_t page = 0; page * PAGE < counter_count; page++) found += collect_page(page);
    return found;
  }
  for (size_t index = 0; index < active_count; index++) found += collect_page(active[index]);
  return found;
}

int ccoverage_open_note(const char *path, size_t capacity) {
  int file = open(path, O_RDWR | O_CREAT | O_TRUNC | O_CLOEXEC, 0644);
  if (file < 0) return 0;
  void *memory = MAP_FAILED;
  if (ftruncate(file, (off_t)(capacity + 8)) == 0)
    memory = mmap(NULL, capacity + 8, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
  close(file);
  if (memory == MAP_FAILED) return 0;
  note = memory;
  note_capacity = capacity;
  return 1;
}

void ccoverage_note(const uint8_t *bytes, size_t count) {
  if (!note) return;
  size_t kept = count < note_capacity ? count : note_capacity;
  uint64_t length = count;
  memcpy(note, &length, 8);
  if (kept > 0) memcpy(note + 8, bytes, kept);
}
