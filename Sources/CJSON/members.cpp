#include "cjson.h"

#include <new>
#include <simdjson.h>

using namespace simdjson;

static_assert(CJSON_PADDING >= SIMDJSON_PADDING, "simdjson reads further than promised");

struct cjson_parser {
  dom::parser parser;
  dom::object object;
  dom::object::iterator next;
  dom::object::iterator end;
  dom::array::iterator next_element;
  dom::array::iterator end_of_array;
  std::string_view array_name;
  bool is_in_array = false;
  size_t element_count = 0;
  error_code problem = SUCCESS;
};

cjson_parser *cjson_make(void) { return new (std::nothrow) cjson_parser; }

void cjson_free(cjson_parser *parser) { delete parser; }

static int status_of(error_code code) {
  switch (code) {
    case SUCCESS: return CJSON_OK;
    case INCORRECT_TYPE: return CJSON_NOT_OBJECT;
    case UTF8_ERROR: return CJSON_BAD_UTF8;
    case STRING_ERROR: return CJSON_BAD_STRING;
    case NUMBER_ERROR: return CJSON_BAD_NUMBER;
    default: return CJSON_BROKEN;
  }
}

int cjson_parse(cjson_parser *parser, const uint8_t *text, size_t length) {
  parser->is_in_array = false;
  parser->problem = parser->parser.parse(text, length, false).get_object().get(parser->object);
  if (parser->problem == SUCCESS) {
    parser->next = parser->object.begin();
    parser->end = parser->object.end();
  } else {
    parser->object = dom::object();
    parser->next = parser->end = dom::object::iterator();
  }
  return status_of(parser->problem);
}

int cjson_is_utf8(const uint8_t *text, size_t length) {
  return validate_utf8(reinterpret_cast<const char *>(text), length);
}

const char *cjson_problem(const cjson_parser *parser) { return error_message(parser->problem); }

// Fills in a scalar; false for what is none.
static bool fill(cjson_member *member, std::string_view name, const dom::element &value) {
  member->name = reinterpret_cast<const uint8_t *>(name.data());
  member->name_length = name.size();
  member->text = nullptr;
  member->text_length = 0;
  member->integer = 0;
  member->number = 0;
  member->element = 0;
  switch (value.type()) {
    case dom::element_type::STRING: {
      std::string_view text;
      if (value.get(text) != SUCCESS) return false;
      member->kind = CJSON_STRING;
      member->text = reinterpret_cast<const uint8_t *>(text.data());
      member->text_length = text.size();
      return true;
    }
    case dom::element_type::INT64:
      member->kind = CJSON_INTEGER;
      return value.get(member->integer) == SUCCESS;
    case dom::element_type::UINT64: {
      uint64_t number = 0;
      if (value.get(number) != SUCCESS) return false;
      member->kind = CJSON_UNSIGNED;
      member->integer = static_cast<int64_t>(number);
      return true;
    }
    case dom::element_type::DOUBLE:
      member->kind = CJSON_NUMBER;
      return value.get(member->number) == SUCCESS;
    case dom::element_type::BOOL: {
      bool flag = false;
      if (value.get(flag) != SUCCESS) return false;
      member->kind = CJSON_BOOLEAN;
      member->integer = flag;
      return true;
    }
    default: return false;
  }
}

int cjson_next(cjson_parser *parser, cjson_member *member) {
  if (parser->problem != SUCCESS) return 0;
  for (;;) {
    while (parser->is_in_array) {
      if (!(parser->next_element != parser->end_of_array)) {
        parser->is_in_array = false;
        break;
      }
      dom::element value = *parser->next_element;
      ++parser->next_element;
      if (fill(member, parser->array_name, value)) {
        member->element = ++parser->element_count;
        return 1;
      }
    }
    if (!(parser->next != parser->end)) return 0;
    std::string_view name = parser->next.key();
    dom::element value = parser->next.value();
    ++parser->next;
    dom::array array;
    if (value.get(array) == SUCCESS) {
      parser->array_name = name;
      parser->next_element = array.begin();
      parser->end_of_array = array.end();
      parser->is_in_array = true;
      parser->element_count = 0;
    } else if (fill(member, name, value)) {
      return 1;
    }
  }
}
