import Testing

@testable import search

/// What the tool really writes as JSON, held against the schema that it prints.
@Suite struct SchemaToolTests {
  private let folder = ToolFolder()

  @Test func `every line of every command fits the schema, and the schema has no other members`()
    throws
  {
    folder.shell("cp -r \(Project.path("seeds")) seeds")
    folder.write("q.tsv", "q1\tRapidus\nq2\tSoftBank\n")
    folder.write("qrels", "q1 0 seeds/001_68fa6b8e709814f9.txt 1\nq2 0 x 1\n")
    folder.write("run", "q1 Q0 seeds/001_68fa6b8e709814f9.txt 1 2.0 t\n")
    #expect(folder.search("index", "seeds").status == 0)
    let schema = try #require(JSONValue(parsing: folder.search("--schema").output))
    let validator = SchemaValidator(schema)
    let commands = [
      "--json Rapidus", "--json -C 1 --explain Koike", "--json nowhereatall Rapdius",
      "query --json --queries q.tsv", "stats --json", "check --json --full", "why --json Rapidus",
      "why --json 'Rapidus 芯' seeds/001_68fa6b8e709814f9.txt",
      "why --json 'apidus' seeds/001_68fa6b8e709814f9.txt", "analyze --json 'AI芯片 getUserById'",
      "verify --json --sample 3 --seed 1", "repair --dry-run --json",
      "bench --queries q.tsv --passes 1 --json",
      "eval --json --by-query --queries q.tsv --qrels qrels",
      "files --json", "files --json --charset", "doctor --json",
      "--json '()'", "--json title:nowhere", "why --json '()'", "why --json title:Rapidus",
      "eval --json --compare run --compare run --qrels qrels",
      "--json 'Rapidus type:nothing'", "--json 'nowhereatall OR type:zip'",
      "--json 'type:zip Koike'", "--json 'size:1,000 -Koike Rapidus' --sort nothing",
      "--json Rapidus --filter type:zip", "why --json 'nowhereatall type:txt'",
      "why --json 'size:1,000 type:zip Koike'",
      "why --json 'Rapidus type:zip' seeds/001_68fa6b8e709814f9.txt",
      "like --json seeds/001_68fa6b8e709814f9.txt", "complete --json semi",
    ]
    for command in commands {
      let result = folder.shell("\(ToolFolder.tool) \(command)")
      let lines = result.output.split(separator: "\n")
      #expect(!lines.isEmpty, "\(command): \(result.errors)")
      for line in lines {
        let value = JSONValue(parsing: String(line))
        let problem = value.map(validator.problem) ?? "not JSON"
        #expect(problem == nil, "\(command): \(problem ?? ""): \(line.prefix(300))")
      }
    }
  }

  @Test(arguments: [
    #"{"v":2,"type":"lost","path":"a"}"#, #"{"v":1,"type":"lost"}"#,
    #"{"v":1,"type":"lost","path":1}"#, #"{"v":1,"type":"lost","path":"a","more":1}"#,
    #"{"v":1,"type":"bogus","path":"a"}"#, "[]",
  ])
  func `what does not fit is noticed`(line: String) throws {
    let schema = try #require(JSONValue(parsing: JSONSchema.text))
    let value = try #require(JSONValue(parsing: line))
    #expect(SchemaValidator(schema).problem(value) != nil)
  }
}

/// As much of JSON Schema (draft 2020-12) as the tool's own schema uses. Stricter in one thing: a member
/// that the schema does not name is a problem, so that none is forgotten there.
struct SchemaValidator {
  private let schema: JSONValue

  init(_ schema: JSONValue) { self.schema = schema }

  /// What does not fit; nil if all does.
  func problem(_ value: JSONValue) -> String? { problem(value, schema, "line") }

  private func problem(_ value: JSONValue, _ rule: JSONValue, _ path: String) -> String? {
    if let name = rule["$ref"]?.text {
      guard let definition = schema["$defs"]?[String(name.dropFirst("#/$defs/".count))] else {
        return "\(path): no definition \(name)"
      }
      return problem(value, definition, path)
    }
    if let rules = rule["anyOf"]?.elements {
      let problems = rules.map { problem(value, $0, path) }
      if problems.contains(where: { $0 == nil }) { return nil }
      // Of the lines of this type, else of all.
      let own = problems.compactMap { $0 }.filter { !$0.hasPrefix("line.type") }
      return own.isEmpty ? "\(path): nothing fits" : own.joined(separator: "; ")
    }
    if let constant = rule["const"] {
      return value == constant ? nil : "\(path) is not the constant"
    }
    if let problem = typeProblem(value, rule, path) { return problem }
    if case .object(let members) = value { return problem(members, rule, path) }
    guard case .array(let elements) = value else { return nil }
    if let least = rule["minItems"]?.number, Double(elements.count) < least {
      return "\(path) is too short"
    }
    if let most = rule["maxItems"]?.number, Double(elements.count) > most {
      return "\(path) is too long"
    }
    guard let item = rule["items"] else { return "\(path): an array of anything" }
    return elements.lazy.compactMap { problem($0, item, path + "[]") }.first
  }

  private func problem(
    _ members: [String: JSONValue], _ rule: JSONValue, _ path: String
  ) -> String? {
    // The type decides which of many definitions is meant.
    let names = members.keys.sorted { ($0 == "type" ? 0 : 1, $0) < ($1 == "type" ? 0 : 1, $1) }
    for name in names {
      guard let value = members[name],
        let member = rule["properties"]?[name] ?? rule["additionalProperties"]
      else { return "\(path).\(name) is not in the schema" }
      if let problem = problem(value, member, "\(path).\(name)") { return problem }
    }
    for name in (rule["required"]?.elements ?? []).compactMap(\.text) where members[name] == nil {
      return "\(path).\(name) is missing"
    }
    return nil
  }

  private func typeProblem(_ value: JSONValue, _ rule: JSONValue, _ path: String) -> String? {
    let types = rule["type"]?.elements?.compactMap(\.text) ?? [rule["type"]?.text ?? ""]
    let own: [String] =
      switch value {
      case .null: ["null"]
      case .bool: ["boolean"]
      case .number(let number): number == number.rounded() ? ["integer", "number"] : ["number"]
      case .text: ["string"]
      case .array: ["array"]
      case .object: ["object"]
      }
    return own.contains(where: types.contains) ? nil : "\(path) is \(own[0]), not \(types)"
  }
}
