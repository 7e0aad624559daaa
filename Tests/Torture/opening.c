/* How long an index takes to open, and queries to run, inside one process, by the C interface of one or two
   builds of the library:

     cc -O2 -o opening Tests/Torture/opening.c -ldl
     opening LIBRARY INDEX                              opens it 1,001 times
     opening LIBRARY INDEX QUERIES PASSES               runs queries, one a line (behind a TAB if there is one)
     opening LIBRARY,LIBRARY INDEX QUERIES PASSES       the two in turn, query by query

   Figures are medians over passes, of processor time; a mean over queries is of their medians. Needs nothing
   but the library. */

#include <dlfcn.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

enum { OPEN_COUNT = 1001, MOST_QUERIES = 10000, NO_SNIPPETS = 4, LIMIT = 10 };

struct library {
  void *(*open)(const char *, char **);
  void (*close)(void *);
  void *(*snapshot)(void *, char **);
  void (*end)(void *);
  void *(*search)(void *, const char *, uint32_t, int32_t, double, char **);
  int64_t (*total)(void *);
  void (*free)(void *);
  void *view;
};

static void *must(void *pointer, const char *what) {
  if (pointer) return pointer;
  fprintf(stderr, "opening: %s\n", what);
  exit(2);
}

static void load(struct library *library, const char *path) {
  void *handle = must(dlopen(path, RTLD_NOW | RTLD_LOCAL), path);
  *(void **)&library->open = must(dlsym(handle, "search_index_open"), "no such function");
  *(void **)&library->close = must(dlsym(handle, "search_index_free"), "no such function");
  *(void **)&library->snapshot = must(dlsym(handle, "search_snapshot_open"), "no such function");
  *(void **)&library->end = must(dlsym(handle, "search_snapshot_free"), "no such function");
  *(void **)&library->search = must(dlsym(handle, "search_snapshot_search"), "no such function");
  *(void **)&library->total = must(dlsym(handle, "search_answer_total"), "no such function");
  *(void **)&library->free = must(dlsym(handle, "search_answer_free"), "no such function");
}

/* Milliseconds of this process: on a machine that is shared, the clock on the wall tells of others. */
static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &time);
  return 1e3 * (double)time.tv_sec + 1e-6 * (double)time.tv_nsec;
}

static int compare(const void *one, const void *other) {
  double difference = *(const double *)one - *(const double *)other;
  return (difference > 0) - (difference < 0);
}

static double median(double *times, size_t count) {
  qsort(times, count, sizeof *times, compare);
  return times[count / 2];
}

static int opens(struct library *library, const char *path) {
  static double times[OPEN_COUNT], views[OPEN_COUNT];
  for (size_t round = 0; round < OPEN_COUNT; round++) {
    double start = now();
    void *index = must(library->open(path, NULL), path);
    times[round] = now() - start;
    start = now();
    void *snapshot = must(library->snapshot(index, NULL), path);
    views[round] = now() - start;
    library->end(snapshot);
    library->close(index);
  }
  double first = times[0];
  double middle = median(times, OPEN_COUNT);
  printf("%d times opened: the first %.3f ms, median %.3f ms, 99th percentile %.3f ms; its snapshot: median "
         "%.3f ms\n",
         OPEN_COUNT, first, middle, times[OPEN_COUNT * 99 / 100], median(views, OPEN_COUNT));
  return 0;
}

static size_t read_queries(const char *path, char **queries) {
  FILE *file = must(fopen(path, "r"), path);
  static char line[4096];
  size_t count = 0;
  while (count < MOST_QUERIES && fgets(line, sizeof line, file)) {
    line[strcspn(line, "\r\n")] = 0;
    char *tab = strchr(line, '\t');
    queries[count++] = must(strdup(tab ? tab + 1 : line), "no memory");
  }
  fclose(file);
  return count;
}

static double ask(struct library *library, const char *query) {
  double start = now();
  void *answer = library->search(library->view, query, NO_SNIPPETS, LIMIT, 0, NULL);
  double time = now() - start;
  if (answer) library->free(answer);
  return time;
}

int main(int count, char **arguments) {
  if (count != 3 && count != 5) return fprintf(stderr, "opening LIBRARY INDEX [QUERIES PASSES]\n"), 2;
  struct library libraries[2];
  char *second = strchr(arguments[1], ',');
  if (second) *second++ = 0;
  load(&libraries[0], arguments[1]);
  if (second) load(&libraries[1], second);
  if (count == 3) return opens(&libraries[0], arguments[2]);
  static char *queries[MOST_QUERIES];
  size_t query_count = read_queries(arguments[3], queries);
  size_t passes = (size_t)atoi(arguments[4]);
  size_t kinds = second ? 2 : 1;
  for (size_t kind = 0; kind < kinds; kind++) {
    void *index = must(libraries[kind].open(arguments[2], NULL), arguments[2]);
    libraries[kind].view = must(libraries[kind].snapshot(index, NULL), arguments[2]);
  }
  double *times[2] = {must(calloc(passes, sizeof(double)), "no memory"),
                      must(calloc(passes, sizeof(double)), "no memory")};
  double sums[2] = {0, 0};
  for (size_t query = 0; query < query_count; query++) {
    for (size_t kind = 0; kind < kinds; kind++) ask(&libraries[kind], queries[query]);
    for (size_t pass = 0; pass < passes; pass++) {
      for (size_t turn = 0; turn < kinds; turn++) {
        size_t kind = (turn + pass) % kinds;
        times[kind][pass] = ask(&libraries[kind], queries[query]);
      }
    }
    for (size_t kind = 0; kind < kinds; kind++) sums[kind] += median(times[kind], passes);
  }
  for (size_t kind = 0; kind < kinds; kind++)
    printf("%zu queries, %zu passes: mean %.1f us\n", query_count, passes, 1e3 * sums[kind] / (double)query_count);
  if (kinds == 2) printf("the first takes %.2f %% more than the second\n", 100 * (sums[0] / sums[1] - 1));
  return 0;
}
