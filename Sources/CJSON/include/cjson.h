#ifndef CJSON_H
#define CJSON_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// How many readable bytes must follow the text given to cjson_parse.
enum { CJSON_PADDING = 64 };

/// What cjson_parse answers.
enum {
  CJSON_OK = 0,
  /// Well formed, but not an object.
  CJSON_NOT_OBJECT = 1,
  /// Ill-formed UTF-8.
  CJSON_BAD_UTF8 = 2,
  /// A string with an escape that stands for no character, such as half a surrogate pair.
  CJSON_BAD_STRING = 3,
  /// A number that is not one, or is too large for 64 bits.
  CJSON_BAD_NUMBER = 4,
  /// Anything else; cjson_problem says what.
  CJSON_BROKEN = 5,
};

/// The kinds of values. Nulls and objects within the object are left out; of an array each scalar
/// element is a member of the array's name.
enum {
  CJSON_STRING = 1,
  CJSON_INTEGER = 2,
  CJSON_UNSIGNED = 3,
  CJSON_NUMBER = 4,
  CJSON_BOOLEAN = 5,
};

/// A member of the object; bytes are valid until the next parse.
typedef struct {
  const uint8_t *_Nullable name;
  size_t name_length;
  const uint8_t *_Nullable text;
  size_t text_length;
  int64_t integer;
  double number;
  int kind;
  /// 0 for a value of its own, otherwise its place in the array, from 1.
  size_t element;
} cjson_member;

/// A parser with its buffers, for one thread at a time.
typedef struct cjson_parser cjson_parser;

/// A new parser, or null when memory has run out.
cjson_parser *_Nullable cjson_make(void);

/// Frees a parser.
void cjson_free(cjson_parser *_Nonnull parser);

/// Parses one object. CJSON_PADDING bytes after the text must be readable; what they hold does not
/// matter.
int cjson_parse(cjson_parser *_Nonnull parser, const uint8_t *_Nonnull text, size_t length);

/// Gives the next member of the object parsed last; 0 when there is none.
int cjson_next(cjson_parser *_Nonnull parser, cjson_member *_Nonnull member);

/// Whether a text is well-formed UTF-8.
int cjson_is_utf8(const uint8_t *_Nonnull text, size_t length);

/// What was wrong with the text parsed last: a constant string.
const char *_Nonnull cjson_problem(const cjson_parser *_Nonnull parser);

#ifdef __cplusplus
}
#endif
#endif
