#include "carchive.h"

#include <archive.h>
#include <archive_entry.h>
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

// Types from the headers at compile time, functions by name at run time: a query needs no archive.

#define FUNCTIONS(each)                                                                             \
  each(archive_read_new) each(archive_read_free) each(archive_read_open_memory)                     \
  each(archive_read_next_header) each(archive_read_data) each(archive_error_string)                 \
  each(archive_entry_pathname) each(archive_entry_pathname_utf8) each(archive_entry_filetype)       \
  each(archive_entry_is_encrypted) each(archive_format) each(archive_entry_hardlink)                \
  each(archive_read_support_filter_gzip) each(archive_read_support_filter_bzip2)                    \
  each(archive_read_support_filter_xz) each(archive_read_support_filter_lzma)                       \
  each(archive_read_support_filter_zstd) each(archive_read_support_filter_lz4)                      \
  each(archive_read_support_filter_compress) each(archive_read_support_format_zip)                  \
  each(archive_read_support_format_tar) each(archive_read_support_format_7zip)                      \
  each(archive_read_support_format_cpio) each(archive_read_support_format_raw)

static struct {
#define MEMBER(name) __typeof__(&name) name;
  FUNCTIONS(MEMBER)
} library;

static const char *problem;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  void *handle = dlopen("libarchive.so.13", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    problem = "libarchive.so.13 could not be loaded; install the package libarchive13";
    return;
  }
#define LOAD(name)                                                          \
  library.name = (__typeof__(library.name))dlsym(handle, #name);            \
  if (library.name == NULL) problem = "libarchive.so.13 lacks " #name;
  FUNCTIONS(LOAD)
}

struct carchive {
  struct archive *reader;
};

carchive *carchive_open(const uint8_t *bytes, size_t length) {
  pthread_once(&once, load);
  if (problem != NULL) return NULL;
  carchive *archive = malloc(sizeof *archive);
  struct archive *reader = library.archive_read_new();
  if (archive == NULL || reader == NULL) {
    free(archive);
    if (reader != NULL) library.archive_read_free(reader);
    return NULL;
  }
  archive->reader = reader;
  // Named one by one: among all there are some that start programs.
  library.archive_read_support_filter_gzip(reader);
  library.archive_read_support_filter_bzip2(reader);
  library.archive_read_support_filter_xz(reader);
  library.archive_read_support_filter_lzma(reader);
  library.archive_read_support_filter_zstd(reader);
  library.archive_read_support_filter_lz4(reader);
  library.archive_read_support_filter_compress(reader);
  library.archive_read_support_format_zip(reader);
  library.archive_read_support_format_tar(reader);
  library.archive_read_support_format_7zip(reader);
  library.archive_read_support_format_cpio(reader);
  library.archive_read_support_format_raw(reader);
  // A failure shows at the first file.
  library.archive_read_open_memory(reader, bytes, length);
  return archive;
}

int carchive_next(carchive *archive, const char **name, int *is_file, int *is_raw) {
  struct archive_entry *entry = NULL;
  *name = NULL;
  *is_file = 0;
  *is_raw = 0;
  int status = library.archive_read_next_header(archive->reader, &entry);
  if (status == ARCHIVE_EOF) return CARCHIVE_END;
  if (status < ARCHIVE_WARN || entry == NULL) return CARCHIVE_DAMAGED;
  *name = library.archive_entry_pathname_utf8(entry);
  if (*name == NULL) *name = library.archive_entry_pathname(entry);
  *is_file = library.archive_entry_filetype(entry) == AE_IFREG &&
             library.archive_entry_hardlink(entry) == NULL;
  *is_raw = (library.archive_format(archive->reader) & ARCHIVE_FORMAT_BASE_MASK) == ARCHIVE_FORMAT_RAW;
  return library.archive_entry_is_encrypted(entry) ? CARCHIVE_ENCRYPTED : CARCHIVE_OK;
}

int64_t carchive_read(carchive *archive, uint8_t *buffer, size_t capacity) {
  return library.archive_read_data(archive->reader, buffer, capacity);
}

const char *carchive_problem(carchive *archive) {
  if (archive == NULL) return problem != NULL ? problem : "memory ran out";
  const char *words = library.archive_error_string(archive->reader);
  return words != NULL ? words : "not an archive that can be read";
}

void carchive_close(carchive *archive) {
  library.archive_read_free(archive->reader);
  free(archive);
}
