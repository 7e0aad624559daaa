#ifndef CCOVERAGE_H
#define CCOVERAGE_H

#include <stddef.h>
#include <stdint.h>

/* Which code an execution came through, where the compiler was told to count (`-sanitize-coverage=
   inline-8bit-counters`); and what is needed to name the input that made a process die. One fuzzing
   thread at a time. */

/* How many places in the code are counted; 0 without instrumentation. */
size_t ccoverage_place_count(void);

/* Sets all counters to zero. */
void ccoverage_reset(void);

/* How many places were come to for the first time since the last reset, or for the first time 1, 2, 8 or
   128 times and more. */
size_t ccoverage_collect(void);

/* How many places were ever come to. */
size_t ccoverage_seen_count(void);

/* Forgets what was seen. */
void ccoverage_forget(void);

/* Lets errors be thrown without a backtrace of each, for the rest of the process. */
void ccoverage_ignore_errors(void);

/* Opens a file that holds the input of the moment, whatever becomes of the process. 0 if it cannot. */
int ccoverage_open_note(const char *path, size_t capacity);

/* Writes an input to it, cut to its capacity; the first eight bytes are its length. */
void ccoverage_note(const uint8_t *bytes, size_t count);

#endif
