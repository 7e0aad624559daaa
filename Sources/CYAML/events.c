#include "cyaml.h"

#include <string.h>
#include <yaml.h>

// Answers 0 to go on, otherwise the status to end with.
static int deliver(const yaml_event_t *event, cyaml_handler handler, void *context) {
  int stop = 0;
  switch (event->type) {
    case YAML_SCALAR_EVENT:
      stop = handler(
          context, CYAML_SCALAR, event->data.scalar.value, event->data.scalar.length,
          event->data.scalar.style == YAML_PLAIN_SCALAR_STYLE);
      break;
    case YAML_ALIAS_EVENT: {
      const uint8_t *name = event->data.alias.anchor;
      stop = handler(context, CYAML_ALIAS, name, strlen((const char *)name), 0);
      break;
    }
    case YAML_SEQUENCE_START_EVENT: stop = handler(context, CYAML_SEQUENCE_START, NULL, 0, 0); break;
    case YAML_SEQUENCE_END_EVENT: stop = handler(context, CYAML_SEQUENCE_END, NULL, 0, 0); break;
    case YAML_MAPPING_START_EVENT: stop = handler(context, CYAML_MAPPING_START, NULL, 0, 0); break;
    case YAML_MAPPING_END_EVENT: stop = handler(context, CYAML_MAPPING_END, NULL, 0, 0); break;
    default: break;
  }
  return stop ? CYAML_STOPPED : CYAML_OK;
}

int cyaml_parse(
    const uint8_t *bytes, size_t length, cyaml_handler handler, void *context, size_t *line,
    const char **problem) {
  *line = 0;
  *problem = NULL;
  yaml_parser_t parser;
  if (!yaml_parser_initialize(&parser)) return CYAML_NO_MEMORY;
  yaml_parser_set_encoding(&parser, YAML_UTF8_ENCODING);
  yaml_parser_set_input_string(&parser, bytes, length);
  int status = CYAML_OK;
  int documents = 0;
  for (int done = 0; !done && status == CYAML_OK;) {
    yaml_event_t event;
    if (!yaml_parser_parse(&parser, &event)) {
      status = parser.error == YAML_MEMORY_ERROR ? CYAML_NO_MEMORY : CYAML_BROKEN;
      *line = parser.problem_mark.line + 1;
      *problem = parser.problem;
      break;
    }
    done = event.type == YAML_STREAM_END_EVENT;
    if (event.type == YAML_DOCUMENT_START_EVENT && ++documents > 1) {
      status = CYAML_BROKEN;
      *line = event.start_mark.line + 1;
      *problem = "more than one document";
    } else {
      status = deliver(&event, handler, context);
      if (status == CYAML_STOPPED) *line = event.start_mark.line + 1;
    }
    yaml_event_delete(&event);
  }
  yaml_parser_delete(&parser);
  return status;
}
