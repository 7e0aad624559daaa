#ifndef CYAML_H
#define CYAML_H

#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

/// The kinds of events.
enum {
  CYAML_SCALAR = 1,
  CYAML_ALIAS = 2,
  CYAML_SEQUENCE_START = 3,
  CYAML_SEQUENCE_END = 4,
  CYAML_MAPPING_START = 5,
  CYAML_MAPPING_END = 6,
};

/// What cyaml_parse answers.
enum {
  CYAML_OK = 0,
  /// Not YAML, or more than one document; line and problem are set.
  CYAML_BROKEN = 1,
  /// The handler asked to stop.
  CYAML_STOPPED = 2,
  CYAML_NO_MEMORY = 3,
};

/// Receives an event; bytes are valid during the call only. `is_plain` is 1 for a scalar without
/// quotes. Answers 0 to go on.
typedef int (*cyaml_handler)(
    void *_Nonnull context, int kind, const uint8_t *_Nullable bytes, size_t length, int is_plain);

/// Parses one YAML document in UTF-8. Aliases are events, never expanded. `problem` is a constant
/// string, null when there is none; `line` counts from 1.
int cyaml_parse(
    const uint8_t *_Nonnull bytes, size_t length, cyaml_handler _Nonnull handler,
    void *_Nonnull context, size_t *_Nonnull line,
    const char *_Nullable *_Nonnull problem);

#ifdef __cplusplus
}
#endif
#endif
