/// The JSON Schema (draft 2020-12) of every line that the tool writes as JSON.
///
/// Each object has `v` 1. Members are only ever added: whoever reads must pass over those he does not
/// know, as the schema does. Below, a line is a member: its name, `?` if it may be missing, its kind, and
/// what it means.
enum JSONSchema {
  /// The schema, on one line.
  static var text: String {
    var definitions = JSONObject()
    for (name, members) in objects { definitions.set(name, object(members, type: nil)) }
    for line in lines {
      definitions.set(
        line.name, object("v 1\ntype =\(line.type)\n" + line.members, type: line.type))
    }
    var schema = JSONObject()
    schema.set("$schema", "https://json-schema.org/draft/2020-12/schema")
    schema.set("title", "A line of the search tool's JSON output")
    schema.set("anyOf", lines.map { reference($0.name) })
    schema.set("$defs", definitions)
    return schema.text
  }

  // MARK: - Kinds

  private static func reference(_ name: Substring) -> JSONObject {
    var object = JSONObject()
    object.set("$ref", "#/$defs/\(name)")
    return object
  }

  private static func reference(_ name: String) -> JSONObject { reference(Substring(name)) }

  private static func object(_ members: String, type: String?) -> JSONObject {
    var properties = JSONObject()
    var required: [String] = []
    for line in members.split(separator: "\n") {
      let words = line.split(separator: " ", maxSplits: 2)
      guard words.count >= 2 else { continue }
      let isOptional = words[0].hasSuffix("?")
      let name = String(isOptional ? words[0].dropLast() : words[0])
      if !isOptional { required.append(name) }
      var kind = kind(words[1])
      if words.count == 3 { kind.set("description", String(words[2])) }
      properties.set(name, kind)
    }
    var object = JSONObject()
    object.set("type", "object")
    object.set("properties", properties)
    object.set("required", required)
    return object
  }

  /// What a word says of a member.
  private static func kind(_ word: Substring) -> JSONObject {
    var object = JSONObject()
    switch word {
    case "1": object.set("const", 1)
    case "text": object.set("type", "string")
    case "integer": object.set("type", "integer")
    case "number": object.set("type", ["number", "null"])
    case "truth": object.set("type", "boolean")
    case "texts": setArray(of: kind("text"), in: &object)
    case "numbers": setArray(of: kind("number"), in: &object)
    case "span":
      setArray(of: kind("integer"), in: &object)
      object.set("minItems", 2)
      object.set("maxItems", 2)
    case "spans": setArray(of: kind("span"), in: &object)
    case "integers-by-name":
      object.set("type", "object")
      object.set("additionalProperties", kind("integer"))
    default:
      if word.hasPrefix("=") {
        object.set("const", String(word.dropFirst()))
      } else if word.hasSuffix("*") {
        setArray(of: reference(word.dropLast()), in: &object)
      } else {
        return reference(word)
      }
    }
    return object
  }

  private static func setArray(of element: JSONObject, in object: inout JSONObject) {
    object.set("type", "array")
    object.set("items", element)
  }
}
