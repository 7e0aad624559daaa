#ifndef CMARKDOWN_H
#define CMARKDOWN_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// What cmarkdown_render answers.
enum {
  CMARKDOWN_OK = 0,
  CMARKDOWN_NO_MEMORY = 1,
  /// More than `limit` bytes would come out.
  CMARKDOWN_TOO_LONG = 2,
};

/// Where a stretch of the HTML stands in the Markdown as it is.
typedef struct {
  size_t html;
  size_t source;
} cmarkdown_place;

/// Renders Markdown in UTF-8 as the HTML that text extraction needs and no more: paragraphs,
/// preformatted text, table rows and line breaks; the author's own HTML as it is. Targets of links
/// and images are left out. `places` receives, ascending, from where on the HTML is the Markdown's own
/// text, until the next of them. Both results are freed with cmarkdown_free.
int cmarkdown_render(
    const uint8_t *_Nonnull bytes, size_t length, size_t limit,
    uint8_t *_Nullable *_Nonnull html, size_t *_Nonnull html_length,
    cmarkdown_place *_Nullable *_Nonnull places, size_t *_Nonnull place_count);

/// Frees what cmarkdown_render gave.
void cmarkdown_free(void *_Nullable result);

#ifdef __cplusplus
}
#endif
#endif
