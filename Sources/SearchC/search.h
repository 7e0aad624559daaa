/*
 * The full-text index for other languages than Swift.
 *
 * Texts are UTF-8 and end with NUL; what is ill-formed is read as U+FFFD. A pointer that is not said to be
 * optional must not be null.
 *
 * ERRORS. A function that can fail takes `char **error`, optional. When it fails it returns null, or a
 * negative number, and sets *error to one line that says what, where and what to do; the caller frees it with
 * search_string_free. When it succeeds *error is null. Nothing a query or a file holds ends the process.
 *
 * LIFETIMES. What a function makes is freed once by the function named there. An object may be freed while
 * others that were made from it live on. Texts of an answer live as long as the answer.
 *
 * THREADS. An index and a snapshot may be used by several threads at once. A writer and an answer belong to
 * one thread at a time; there is one writer of an index, in all processes.
 *
 * VERSIONS. Functions are added, never changed or taken away, until the first number of search_version grows.
 */
#ifndef SEARCH_H
#define SEARCH_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef struct search_index search_index;
typedef struct search_writer search_writer;
typedef struct search_snapshot search_snapshot;
typedef struct search_answer search_answer;

/* How a query is read, added up. */
enum {
  SEARCH_ANY = 0,    /* any word will do; the default */
  SEARCH_ALL = 1,    /* a document must hold all words */
  SEARCH_STRICT = 2, /* a mark that makes no sense is an error, and no word */
  SEARCH_NO_SNIPPETS = 4,
};

/* The version of the interface and the library, as "0.1.0"; never freed. */
const char *search_version(void);

/* Frees a text that a function has set; null is passed over. */
void search_string_free(char *text);

/* ---- Indexes ---- */

/* Opens the index in a folder. Freed by search_index_free. */
search_index *search_index_open(const char *path, char **error);

/* The same, created if there is none. */
search_index *search_index_open_or_create(const char *path, char **error);

/* An empty index in memory, which is gone when it and all made from it have been freed. */
search_index *search_index_in_memory(char **error);

void search_index_free(search_index *index);

/* ---- Writing ---- */

/*
 * The one writer of an index. Freed by search_writer_free, which forgets what was not committed.
 * memory_budget: bytes for documents that are not on disk yet; 0 for 256 MiB.
 * threads: how many take texts apart; 0 for one.
 */
search_writer *search_writer_open(
    search_index *index, uint64_t memory_budget, int32_t threads, char **error);

/*
 * Adds a document, or replaces the one of the same key. title is optional. names and values are `count`
 * fields, a name may come more than once; both optional if count is 0.
 * Returns 1 if a document was replaced, 0 if not, -1 for an error.
 */
int32_t search_writer_add(
    search_writer *writer, const char *key, const char *title, const char *body,
    const char *const *names, const char *const *values, uint64_t count, char **error);

/* Deletes the document of that key. Returns 1 if there was one, 0 if not, -1 for an error. */
int32_t search_writer_delete(search_writer *writer, const char *key, char **error);

/*
 * Makes everything since the last commit durable and visible, all or nothing.
 * Returns how many documents the index has, -1 for an error.
 */
int64_t search_writer_commit(search_writer *writer, char **error);

/* Forgets everything since the last commit. Returns 0, -1 for an error. */
int32_t search_writer_rollback(search_writer *writer, char **error);

void search_writer_free(search_writer *writer);

/* ---- Searching ---- */

/* The newest commit, which never changes. Freed by search_snapshot_free. */
search_snapshot *search_snapshot_open(search_index *index, char **error);

/* How many documents it has. */
int64_t search_snapshot_count(search_snapshot *snapshot);

void search_snapshot_free(search_snapshot *snapshot);

/*
 * The best documents of a query. Freed by search_answer_free.
 * flags: of the enumeration above, added up.
 * limit: how many documents at most.
 * seconds: after which it gives up with an error; 0 for as long as it takes.
 * An error of a strict query says where, behind a colon: "…: 7: this parenthesis is not closed".
 */
search_answer *search_snapshot_search(
    search_snapshot *snapshot, const char *query, uint32_t flags, int32_t limit, double seconds,
    char **error);

/* How many documents are in the answer, and how many match in all. */
int32_t search_answer_count(search_answer *answer);
int64_t search_answer_total(search_answer *answer);

/* Of the document at `rank`, from 0 on; null, and 0, beyond the last and where the index stores no text. */
const char *search_answer_key(search_answer *answer, int32_t rank);
const char *search_answer_title(search_answer *answer, int32_t rank);
const char *search_answer_snippet(search_answer *answer, int32_t rank);
double search_answer_score(search_answer *answer, int32_t rank);

/*
 * Where the query matches in the snippet, in bytes: how many places there are, and where one begins and ends.
 * Returns -1 for a place that is not there.
 */
int32_t search_answer_match_count(search_answer *answer, int32_t rank);
int32_t search_answer_match(
    search_answer *answer, int32_t rank, int32_t match, uint32_t *start, uint32_t *end);

void search_answer_free(search_answer *answer);

#ifdef __cplusplus
}
#endif

#endif
