#ifndef CXMLREADER_H
#define CXMLREADER_H

#include <stddef.h>
#include <stdint.h>

/// Where the events of XML go. Strings end with NUL and are valid during the call only; names are as
/// written, with their prefixes.
typedef struct {
  /// An element begins; `attributes` are names and values in turn, a null at the end, or null.
  void (*_Nonnull start)(
      void *_Nonnull context, const char *_Nonnull name,
      const char *_Nullable const *_Nullable attributes);
  /// An element ends.
  void (*_Nonnull end)(void *_Nonnull context, const char *_Nonnull name);
  /// A run of text.
  void (*_Nonnull text)(void *_Nonnull context, const uint8_t *_Nonnull bytes, size_t length);
} cxml_xml_handler;

/// Parses XML and answers what cxml_parse_html does; of XML that is not well-formed, what precedes the
/// first error is delivered, and `is_sound` receives 0. Never touches network or files; no entity but the
/// five of XML itself has a meaning, whatever the document declares.
int cxml_parse_xml(
    const uint8_t *_Nonnull bytes, size_t length, const cxml_xml_handler *_Nonnull handler,
    void *_Nonnull context, int *_Nonnull is_sound);

#endif
