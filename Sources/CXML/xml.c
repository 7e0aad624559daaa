#include "cxmlreader.h"

#include "cxml.h"

#include <dlfcn.h>
#include <libxml/parser.h>
#include <pthread.h>
#include <string.h>

// As in html.c: the library is loaded when the first document is read.

#define FUNCTIONS(each)                                                                       \
  each(xmlCreatePushParserCtxt) each(xmlCtxtUseOptions) each(xmlParseChunk)                   \
  each(xmlFreeParserCtxt) each(xmlGetPredefinedEntity) each(xmlStopParser)

static struct {
#define MEMBER(name) __typeof__(&name) name;
  FUNCTIONS(MEMBER)
} library;

static int is_missing;
static pthread_once_t once = PTHREAD_ONCE_INIT;

static void load(void) {
  // Loaded and initialised already, if it is there at all.
  void *handle = cxml_load_problem() == NULL ? dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL) : NULL;
  if (handle == NULL) {
    is_missing = 1;
    return;
  }
#define LOAD(name)                                                \
  library.name = (__typeof__(library.name))dlsym(handle, #name);  \
  if (library.name == NULL) is_missing = 1;
  FUNCTIONS(LOAD)
}

typedef struct {
  const cxml_xml_handler *handler;
  void *context;
} sink;

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes) {
  sink *to = user;
  to->handler->start(to->context, (const char *)name, (const char *const *)attributes);
}

static void on_end(void *user, const xmlChar *name) {
  sink *to = user;
  to->handler->end(to->context, (const char *)name);
}

static void on_text(void *user, const xmlChar *bytes, int length) {
  sink *to = user;
  if (length > 0) to->handler->text(to->context, bytes, (size_t)length);
}

static xmlEntityPtr on_entity(void *user, const xmlChar *name) {
  (void)user;
  return library.xmlGetPredefinedEntity(name);
}

static void on_error(void *user, const char *message, ...) {
  (void)user;
  (void)message;
}

int cxml_parse_xml(
    const uint8_t *bytes, size_t length, const cxml_xml_handler *handler, void *context,
    int *is_sound) {
  *is_sound = 0;
  pthread_once(&once, load);
  if (is_missing) return CXML_NOT_LOADED;
  sink to = {handler, context};
  xmlSAXHandler sax;
  memset(&sax, 0, sizeof sax);
  sax.startElement = on_start;
  sax.endElement = on_end;
  sax.characters = on_text;
  sax.ignorableWhitespace = on_text;
  sax.cdataBlock = on_text;
  sax.getEntity = on_entity;
  sax.warning = on_error;
  sax.error = on_error;
  sax.fatalError = on_error;
  xmlParserCtxtPtr parser = library.xmlCreatePushParserCtxt(&sax, &to, NULL, 0, NULL);
  if (parser == NULL) return CXML_NO_MEMORY;
  library.xmlCtxtUseOptions(parser, XML_PARSE_NONET | XML_PARSE_NOERROR | XML_PARSE_NOWARNING);
  int status = 0;
  for (size_t at = 0; status == 0 && at < length;) {
    size_t count = length - at < 65536 ? length - at : 65536;
    status = library.xmlParseChunk(parser, (const char *)bytes + at, (int)count, 0);
    at += count;
  }
  if (status == 0) status = library.xmlParseChunk(parser, "", 0, 1);
  *is_sound = status == 0;
  library.xmlFreeParserCtxt(parser);
  return CXML_OK;
}
