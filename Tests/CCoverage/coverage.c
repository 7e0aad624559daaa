#include "ccoverage.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

enum { PAGE = 1024, FULL_SCAN_INTERVAL = 64 };

static uint8_t *counters;
static size_t counter_count;
/* A bit for each class of counts that a place has reached. */
static uint8_t *seen;
static size_t seen_count;
/* Pages of counters in which something was ever counted: the others are looked at now and then. */
static uint8_t *is_active;
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
  seen = calloc(count, 1);
  is_active = calloc(count / PAGE + 1, 1);
  if (!seen || !is_active) counter_count = 0;
}

size_t ccoverage_place_count(void) { return counter_count; }

size_t ccoverage_seen_count(void) { return seen_count; }

void ccoverage_forget(void) {
  if (counter_count > 0) memset(seen, 0, counter_count);
  seen_count = 0;
}

static size_t page_end(size_t page) {
  size_t end = (page + 1) * PAGE;
  return end < counter_count ? end : counter_count;
}

void ccoverage_reset(void) {
  for (size_t page = 0; page * PAGE < counter_count; page++) {
    if (is_active[page] || scan_number % FULL_SCAN_INTERVAL == 0)
      memset(counters + page * PAGE, 0, page_end(page) - page * PAGE);
  }
}

static uint8_t class_of(uint8_t count) {
  if (count <= 1) return count;
  if (count < 8) return 2;
  return count < 128 ? 4 : 8;
}

static size_t collect_page(size_t page) {
  size_t found = 0;
  for (size_t at = page * PAGE; at < page_end(page); at++) {
    if (at % 8 == 0 && at + 8 <= page_end(page)) {
      uint64_t eight;
      memcpy(&eight, counters + at, 8);
      if (eight == 0) {
        at += 7;
        continue;
      }
      is_active[page] = 1;
    }
    uint8_t new_class = class_of(counters[at]) & (uint8_t)~seen[at];
    if (new_class == 0) continue;
    if (seen[at] == 0) seen_count++;
    seen[at] |= new_class;
    found++;
  }
  return found;
}

size_t ccoverage_collect(void) {
  int is_full = scan_number++ % FULL_SCAN_INTERVAL == 0;
  size_t found = 0;
  for (size_t page = 0; page * PAGE < counter_count; page++) {
    if (is_full || is_active[page]) found += collect_page(page);
  }
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
