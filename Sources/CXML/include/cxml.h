#ifndef CXML_H
#define CXML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What cxml_parse_html answers.
enum {
  CXML_OK = 0,
  /// The library could not be loaded; cxml_load_problem() says why.
  CXML_NOT_LOADED = 1,
  /// Memory ran out.
  CXML_NO_MEMORY = 2,
  /// It took longer than it may.
  CXML_TOO_LATE = 3,
};

/// What the tag of an element says beside its name; null where it does not. Strings end with NUL.
typedef struct {
  /// The alternative text of an image.
  const char *_Nullable alt;
  /// Where a link leads.
  const char *_Nullable link;
  /// What is shown when the pointer rests on it.
  const char *_Nullable title;
} cxml_said;

/// Where the parser's events go. Bytes are valid during the call only; names are in lower case.
typedef struct {
  /// An element begins.
  void (*_Nonnull start)(
      void *_Nonnull context, const uint8_t *_Nonnull name, size_t name_length, cxml_said said);
  /// An element ends.
  void (*_Nonnull end)(
      void *_Nonnull context, const uint8_t *_Nonnull name, size_t name_length);
  /// A run of text, entities decoded; one text may come in several runs. `end` is about where the
  /// input goes on behind it.
  void (*_Nonnull text)(
      void *_Nonnull context, const uint8_t *_Nonnull bytes, size_t length, size_t end);
  /// The nesting was cut because it was too deep: every open element counts as closed.
  void (*_Nonnull cut)(void *_Nonnull context);
} cxml_handler;

/// Parses HTML in well-formed UTF-8 that holds no NUL byte. Never touches network or files, resolves
/// no external entity, and takes time linear in `length`: elements nested deeper than
/// a limit (256) are cut loose. Scripts and style sheets are dropped here already. What is left after
/// `seconds` is not read.
int cxml_parse_html(
    const uint8_t *_Nonnull bytes, size_t length, const cxml_handler *_Nonnull handler,
    void *_Nonnull context, int seconds);

/// Why the library could not be loaded, or null.
const char *_Nullable cxml_load_problem(void);

#ifdef __cplusplus
}
#endif
#endif
