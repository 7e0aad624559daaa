#include "ccharset.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stdio.h>
#include <unicode/ucsdet.h>
#include <unicode/uversion.h>
#include <uchardet/uchardet.h>

// Most files are UTF-8 and need no guess. So both libraries are loaded when the first file asks for one:
// types from the headers at compile time, functions by name at run time.

static struct {
  __typeof__(&ucsdet_open) open;
  __typeof__(&ucsdet_close) close;
  __typeof__(&ucsdet_setText) set_text;
  __typeof__(&ucsdet_detectAll) detect_all;
  __typeof__(&ucsdet_getName) name;
  __typeof__(&ucsdet_getConfidence) confidence;
} icu;

static struct {
  __typeof__(&uchardet_new) make;
  __typeof__(&uchardet_delete) free;
  __typeof__(&uchardet_handle_data) handle;
  __typeof__(&uchardet_data_end) end;
  __typeof__(&uchardet_get_charset) charset;
} uchardet;

static int has_icu, has_uchardet;
static pthread_once_t once = PTHREAD_ONCE_INIT;

#define STRING_OF(text) #text
#define STRING(text) STRING_OF(text)

static int load_icu(void) {
  char name[64];
  snprintf(name, sizeof name, "libicui18n.so.%d", U_ICU_VERSION_MAJOR_NUM);
  void *library = dlopen(name, RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return 0;
  // The headers rename each function to one with the version in its name.
  icu.open = (__typeof__(icu.open))dlsym(library, STRING(ucsdet_open));
  icu.close = (__typeof__(icu.close))dlsym(library, STRING(ucsdet_close));
  icu.set_text = (__typeof__(icu.set_text))dlsym(library, STRING(ucsdet_setText));
  icu.detect_all = (__typeof__(icu.detect_all))dlsym(library, STRING(ucsdet_detectAll));
  icu.name = (__typeof__(icu.name))dlsym(library, STRING(ucsdet_getName));
  icu.confidence = (__typeof__(icu.confidence))dlsym(library, STRING(ucsdet_getConfidence));
  return icu.open && icu.close && icu.set_text && icu.detect_all && icu.name && icu.confidence;
}

static int load_uchardet(void) {
  void *library = dlopen("libuchardet.so.0", RTLD_NOW | RTLD_LOCAL);
  if (library == NULL) return 0;
  uchardet.make = (__typeof__(uchardet.make))dlsym(library, "uchardet_new");
  uchardet.free = (__typeof__(uchardet.free))dlsym(library, "uchardet_delete");
  uchardet.handle = (__typeof__(uchardet.handle))dlsym(library, "uchardet_handle_data");
  uchardet.end = (__typeof__(uchardet.end))dlsym(library, "uchardet_data_end");
  uchardet.charset = (__typeof__(uchardet.charset))dlsym(library, "uchardet_get_charset");
  return uchardet.make && uchardet.free && uchardet.handle && uchardet.end && uchardet.charset;
}

static void load(void) {
  has_icu = load_icu();
  has_uchardet = load_uchardet();
}

static void ask_icu(
    const uint8_t *bytes, size_t length, void *context,
    void (*take)(void *, const char *, int)) {
  UErrorCode status = U_ZERO_ERROR;
  UCharsetDetector *detector = icu.open(&status);
  if (U_FAILURE(status)) return;
  icu.set_text(detector, (const char *)bytes, (int32_t)length, &status);
  int32_t count = 0;
  const UCharsetMatch **matches = icu.detect_all(detector, &count, &status);
  for (int32_t i = 0; U_SUCCESS(status) && i < count; i++) {
    const char *name = icu.name(matches[i], &status);
    int confidence = icu.confidence(matches[i], &status);
    if (U_SUCCESS(status) && name != NULL) take(context, name, confidence);
  }
  icu.close(detector);
}

static void ask_uchardet(
    const uint8_t *bytes, size_t length, void *context,
    void (*take)(void *, const char *, int)) {
  uchardet_t detector = uchardet.make();
  if (detector == NULL) return;
  if (uchardet.handle(detector, (const char *)bytes, length) == 0) {
    uchardet.end(detector);
    const char *name = uchardet.charset(detector);
    if (name != NULL && name[0] != 0) take(context, name, 100);
  }
  uchardet.free(detector);
}

void ccharset_vote(
    const uint8_t *bytes, size_t length, void *context,
    void (*take)(void *context, const char *name, int confidence)) {
  if (length == 0 || length > INT32_MAX) return;
  pthread_once(&once, load);
  if (has_uchardet) ask_uchardet(bytes, length, context, take);
  if (has_icu) ask_icu(bytes, length, context, take);
}
