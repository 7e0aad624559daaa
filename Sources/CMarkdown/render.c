#include "cmarkdown.h"

#include <md4c.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

// Markdown and the HTML inside it are one document: a <div> may open in one block and close in
// another. So Markdown becomes HTML first, as in a browser, and one extractor makes text of it.

typedef struct {
  uint8_t *bytes;
  size_t length;
  size_t capacity;
  size_t limit;
  size_t target_length;
  int is_html_block;
  int status;
  const char *source;
  size_t source_length;
  cmarkdown_place *places;
  size_t place_count;
  size_t place_capacity;
} output;

// What a callback answers to end parsing. Negative: md4c goes on after a positive answer from within
// a paragraph, whatever its header says.
enum { stop = -1 };

static int append(output *out, const char *bytes, size_t length) {
  if (length > out->limit - out->length) {
    out->status = CMARKDOWN_TOO_LONG;
    return stop;
  }
  if (length > out->capacity - out->length) {
    size_t capacity = (out->length + length) * 2;
    uint8_t *grown = realloc(out->bytes, capacity);
    if (grown == NULL) {
      out->status = CMARKDOWN_NO_MEMORY;
      return stop;
    }
    out->bytes = grown;
    out->capacity = capacity;
  }
  memcpy(out->bytes + out->length, bytes, length);
  out->length += length;
  return 0;
}

// Notes where the next bytes stand in the source, if they are the source's own.
static int note_place(output *out, const char *bytes) {
  if (bytes < out->source || bytes >= out->source + out->source_length) return 0;
  if (out->place_count == out->place_capacity) {
    size_t capacity = out->place_capacity == 0 ? 64 : out->place_capacity * 2;
    cmarkdown_place *grown = realloc(out->places, capacity * sizeof *grown);
    if (grown == NULL) {
      out->status = CMARKDOWN_NO_MEMORY;
      return stop;
    }
    out->places = grown;
    out->place_capacity = capacity;
  }
  out->places[out->place_count++] =
      (cmarkdown_place){out->length, (size_t)(bytes - out->source)};
  return 0;
}

static int append_string(output *out, const char *string) {
  return append(out, string, strlen(string));
}

static int append_escaped(output *out, const char *bytes, size_t length) {
  size_t from = 0;
  for (size_t i = 0; i < length; i++) {
    if (bytes[i] != '<' && bytes[i] != '&') continue;
    if (i > from && note_place(out, bytes + from)) return stop;
    if (append(out, bytes + from, i - from)) return stop;
    if (append_string(out, bytes[i] == '<' ? "&lt;" : "&amp;")) return stop;
    from = i + 1;
  }
  if (length > from && note_place(out, bytes + from)) return stop;
  return append(out, bytes + from, length - from);
}

// Whether a tag within a paragraph would make the rest of the document disappear. Such a tag is
// text here: who writes "the <script> tag" means the words.
static int hides_content(const char *tag, size_t length) {
  static const char *const names[] = {"script", "style", "template", "noscript", "textarea",
                                      "title", "head"};
  size_t from = length > 1 && tag[1] == '/' ? 2 : 1;
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    size_t count = strlen(names[i]);
    if (length < from + count + 1 || strncasecmp(tag + from, names[i], count) != 0) continue;
    char next = tag[from + count];
    if (next == '>' || next == '/' || next == ' ' || next == '\t' || next == '\n') return 1;
  }
  return 0;
}

static int enter_block(MD_BLOCKTYPE type, void *detail, void *user) {
  (void)detail;
  output *out = user;
  switch (type) {
    case MD_BLOCK_CODE: return append_string(out, "<pre>");
    case MD_BLOCK_HTML: out->is_html_block = 1; return 0;
    case MD_BLOCK_LI:
    case MD_BLOCK_P:
    case MD_BLOCK_H: return append_string(out, "<p>");
    case MD_BLOCK_TR: return append_string(out, "<tr>");
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: return append_string(out, "<td>");
    default: return 0;
  }
}

static int leave_block(MD_BLOCKTYPE type, void *detail, void *user) {
  (void)detail;
  output *out = user;
  switch (type) {
    case MD_BLOCK_CODE: return append_string(out, "</pre>");
    case MD_BLOCK_HTML: out->is_html_block = 0; return 0;
    case MD_BLOCK_P:
    case MD_BLOCK_LI:
    case MD_BLOCK_H: return append_string(out, "</p>");
    case MD_BLOCK_TH:
    case MD_BLOCK_TD: return append_string(out, "</td>");
    case MD_BLOCK_TR: return append_string(out, "</tr>");
    default: return 0;
  }
}

static int leave_span(MD_SPANTYPE type, void *detail, void *user) {
  (void)detail;
  output *out = user;
  if (type == MD_SPAN_A) return append_string(out, "</a>");
  return type == MD_SPAN_IMG ? append_string(out, "</span>") : 0;
}

// An attribute, as it is written in Markdown: what would end its value or look like a tag is escaped.
static int append_attribute(output *out, const char *name, const MD_ATTRIBUTE *value) {
  if (value->size == 0) return 0;
  if (append_string(out, " ") || append_string(out, name) || append_string(out, "=\"")) return stop;
  for (MD_SIZE i = 0; i < value->size; i++) {
    const char *byte = value->text + i;
    int status = *byte == '"'   ? append_string(out, "&quot;")
                 : *byte == '<' ? append_string(out, "&lt;")
                                : append(out, byte, 1);
    if (status) return stop;
  }
  return append_string(out, "\"");
}

// The parser looks through the whole target of a link each time the link is used, so that a long
// target used often takes quadratic time. Targets count as if they were written.
static int enter_span(MD_SPANTYPE type, void *detail, void *user) {
  output *out = user;
  size_t length = 0;
  if (type == MD_SPAN_A) {
    const MD_SPAN_A_DETAIL *link = detail;
    length = (size_t)link->href.size + link->title.size;
  } else if (type == MD_SPAN_IMG) {
    const MD_SPAN_IMG_DETAIL *image = detail;
    length = (size_t)image->src.size + image->title.size;
  }
  if (length > out->limit - out->target_length) {
    out->status = CMARKDOWN_TOO_LONG;
    return stop;
  }
  out->target_length += length;
  if (type == MD_SPAN_A) {
    const MD_SPAN_A_DETAIL *link = detail;
    if (append_string(out, "<a") || append_attribute(out, "href", &link->href)) return stop;
    if (append_attribute(out, "title", &link->title)) return stop;
    return append_string(out, ">");
  }
  if (type == MD_SPAN_IMG) {
    const MD_SPAN_IMG_DETAIL *image = detail;
    if (append_string(out, "<span") || append_attribute(out, "title", &image->title)) return stop;
    return append_string(out, ">");
  }
  return 0;
}

static int on_text(MD_TEXTTYPE type, const MD_CHAR *text, MD_SIZE size, void *user) {
  output *out = user;
  switch (type) {
    case MD_TEXT_NULLCHAR: return append_string(out, "\xEF\xBF\xBD");
    case MD_TEXT_BR:
    case MD_TEXT_SOFTBR: return append_string(out, "<br>");
    case MD_TEXT_ENTITY:
      if (note_place(out, text)) return stop;
      return append(out, text, size);
    case MD_TEXT_HTML:
      if (!out->is_html_block && hides_content(text, size)) return append_escaped(out, text, size);
      if (note_place(out, text)) return stop;
      return append(out, text, size);
    default: return append_escaped(out, text, size);
  }
}

int cmarkdown_render(
    const uint8_t *bytes, size_t length, size_t limit, uint8_t **html, size_t *html_length,
    cmarkdown_place **places, size_t *place_count) {
  *html = NULL;
  *html_length = 0;
  *places = NULL;
  *place_count = 0;
  if (length > UINT32_MAX / 2) return CMARKDOWN_TOO_LONG;
  MD_PARSER parser;
  memset(&parser, 0, sizeof parser);
  parser.flags = MD_FLAG_TABLES | MD_FLAG_STRIKETHROUGH | MD_FLAG_TASKLISTS;
  parser.enter_block = enter_block;
  parser.leave_block = leave_block;
  parser.enter_span = enter_span;
  parser.leave_span = leave_span;
  parser.text = on_text;
  output out;
  memset(&out, 0, sizeof out);
  out.limit = limit;
  out.status = CMARKDOWN_OK;
  out.source = (const char *)bytes;
  out.source_length = length;
  int result = md_parse((const MD_CHAR *)bytes, (MD_SIZE)length, &parser, &out);
  if (result != 0) {
    free(out.bytes);
    free(out.places);
    return out.status != CMARKDOWN_OK ? out.status : CMARKDOWN_NO_MEMORY;
  }
  *html = out.bytes;
  *html_length = out.length;
  *places = out.places;
  *place_count = out.place_count;
  return CMARKDOWN_OK;
}

void cmarkdown_free(void *result) { free(result); }
