#include "cxml.h"

#include <dlfcn.h>
#include <libxml/HTMLparser.h>
#include <pthread.h>
#include <string.h>
#include <time.h>

// libxml2 costs more than a millisecond of every process start when it is linked, and a query needs
// no HTML. So it is loaded when the first HTML document is read: types from the headers at compile
// time, functions by name at run time.

typedef void (*initialise_function)(void);
typedef htmlParserCtxtPtr (*create_function)(
    htmlSAXHandlerPtr, void *, const char *, int, const char *, xmlCharEncoding);
typedef int (*options_function)(htmlParserCtxtPtr, int);
typedef int (*chunk_function)(htmlParserCtxtPtr, const char *, int, int);
typedef void (*free_function)(htmlParserCtxtPtr);

static struct {
  create_function create;
  options_function use_options;
  chunk_function parse_chunk;
  free_function free;
  const char *problem;
} library;

static pthread_once_t library_once = PTHREAD_ONCE_INIT;

static void load_library(void) {
  void *handle = dlopen("libxml2.so.2", RTLD_NOW | RTLD_LOCAL);
  if (handle == NULL) {
    library.problem = "libxml2.so.2 could not be loaded; install the package libxml2";
    return;
  }
  initialise_function initialise = (initialise_function)dlsym(handle, "xmlInitParser");
  library.create = (create_function)dlsym(handle, "htmlCreatePushParserCtxt");
  library.use_options = (options_function)dlsym(handle, "htmlCtxtUseOptions");
  library.parse_chunk = (chunk_function)dlsym(handle, "htmlParseChunk");
  library.free = (free_function)dlsym(handle, "htmlFreeParserCtxt");
  if (!initialise || !library.create || !library.use_options || !library.parse_chunk ||
      !library.free) {
    library.problem = "libxml2.so.2 lacks the functions of its HTML parser";
    return;
  }
  initialise();
}

const char *cxml_load_problem(void) {
  pthread_once(&library_once, load_library);
  return library.problem;
}

typedef struct {
  const cxml_handler *handler;
  void *context;
  // The parser at work, and where in the whole its input begins.
  htmlParserCtxtPtr parser;
  size_t start;
} sink;

// The parser works in chunks, so that nesting can be cut between two of them. Small, because within
// a chunk the nesting may grow by a level for every three bytes, and the parser searches all open
// elements at a closing tag.
enum { chunk_length = 4096, depth_limit = 256 };

static void on_start(void *user, const xmlChar *name, const xmlChar **attributes) {
  sink *to = user;
  const char *element = (const char *)name;
  int is_image = strcmp(element, "img") == 0;
  int is_link = strcmp(element, "a") == 0 || strcmp(element, "area") == 0;
  cxml_said said = {NULL, NULL, NULL};
  for (size_t i = 0; attributes != NULL && attributes[i] != NULL; i += 2) {
    const char *attribute = (const char *)attributes[i];
    const char *value = (const char *)attributes[i + 1];
    // The first of a name counts.
    if (is_image && said.alt == NULL && strcmp(attribute, "alt") == 0) said.alt = value;
    if (is_link && said.link == NULL && strcmp(attribute, "href") == 0) said.link = value;
    if (said.title == NULL && strcmp(attribute, "title") == 0) said.title = value;
  }
  to->handler->start(to->context, name, strlen(element), said);
}

static void on_end(void *user, const xmlChar *name) {
  sink *to = user;
  to->handler->end(to->context, name, strlen((const char *)name));
}

// How much of its input a parser has read.
static size_t consumed(htmlParserCtxtPtr parser) {
  if (parser == NULL || parser->input == NULL) return 0;
  return parser->input->consumed + (size_t)(parser->input->cur - parser->input->base);
}

static void on_text(void *user, const xmlChar *bytes, int length) {
  sink *to = user;
  if (length <= 0) return;
  to->handler->text(to->context, bytes, (size_t)length, to->start + consumed(to->parser));
}

// The content of scripts and style sheets.
static void on_raw_text(void *user, const xmlChar *bytes, int length) {
  (void)user;
  (void)bytes;
  (void)length;
}

static htmlParserCtxtPtr make_parser(htmlSAXHandler *sax, sink *to) {
  htmlParserCtxtPtr parser = library.create(sax, to, NULL, 0, NULL, XML_CHAR_ENCODING_UTF8);
  if (parser == NULL) return NULL;
  library.use_options(
      parser, HTML_PARSE_RECOVER | HTML_PARSE_NOERROR | HTML_PARSE_NOWARNING | HTML_PARSE_NONET |
                  HTML_PARSE_NODEFDTD | HTML_PARSE_IGNORE_ENC);
  return parser;
}

// Whether the parser reads a script or a style sheet, whose end it would no longer recognise after
// a cut. Nesting cannot grow there.
static int reads_raw_text(htmlParserCtxtPtr parser) {
  const char *name = (const char *)parser->name;
  return name != NULL && (strcmp(name, "script") == 0 || strcmp(name, "style") == 0);
}

// Continues with a new parser, which is handed what the old one has not consumed.
static htmlParserCtxtPtr cut_nesting(htmlParserCtxtPtr old, htmlSAXHandler *sax, sink *to) {
  to->start += consumed(old);
  htmlParserCtxtPtr parser = make_parser(sax, to);
  to->parser = parser;
  if (parser != NULL && old->input != NULL && old->input->cur < old->input->end) {
    library.parse_chunk(
        parser, (const char *)old->input->cur, (int)(old->input->end - old->input->cur), 0);
  }
  // No handler for the end events that closing would give.
  old->disableSAX = 1;
  library.free(old);
  to->handler->cut(to->context);
  return parser;
}

int cxml_parse_html(
    const uint8_t *bytes, size_t length, const cxml_handler *handler, void *context,
    int seconds) {
  if (cxml_load_problem() != NULL) return CXML_NOT_LOADED;
  struct timespec start;
  clock_gettime(CLOCK_MONOTONIC, &start);
  int is_late = 0;
  sink to = {handler, context, NULL, 0};
  htmlSAXHandler sax;
  memset(&sax, 0, sizeof sax);
  sax.startElement = on_start;
  sax.endElement = on_end;
  sax.characters = on_text;
  sax.ignorableWhitespace = on_text;
  sax.cdataBlock = on_raw_text;
  htmlParserCtxtPtr parser = make_parser(&sax, &to);
  to.parser = parser;
  for (size_t at = 0; parser != NULL && at < length;) {
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    if (at > 0 && now.tv_sec - start.tv_sec >= seconds) {
      is_late = 1;
      break;
    }
    size_t count = length - at < chunk_length ? length - at : chunk_length;
    library.parse_chunk(parser, (const char *)bytes + at, (int)count, 0);
    at += count;
    if (parser->nameNr > depth_limit && at < length && !reads_raw_text(parser)) {
      parser = cut_nesting(parser, &sax, &to);
    }
  }
  if (parser == NULL) return CXML_NO_MEMORY;
  if (!is_late) library.parse_chunk(parser, "", 0, 1);
  parser->disableSAX = 1;
  library.free(parser);
  return is_late ? CXML_TOO_LATE : CXML_OK;
}
