import ArgumentParser

/// What there is to know of a command: the one source of help, man pages and completions.
///
/// It is read from what the parser of arguments says of itself, so that nothing is written twice.
struct CommandManual: Equatable, Sendable {
  /// Something a command takes.
  struct Option: Equatable, Sendable {
    /// `-k`, `--limit`; empty for a word without a name.
    var names: [String]
    /// What stands for its value; nil for a flag.
    var value: String?
    /// The values there are, if they can be listed.
    var values: [String]
    /// What it does.
    var abstract: String
    /// What it is if it is not given.
    var defaultValue: String?
    /// Whether it may be given more than once.
    var isRepeating: Bool
    /// Whether it may be left out.
    var isOptional: Bool
    /// The heading it stands under; nil for the usual one.
    var section: String?

    /// Whether it is a word without a name.
    var isPositional: Bool { names.isEmpty }
  }

  var name: String
  var abstract: String
  var discussion: String
  var options: [Option]
  var commands: [CommandManual] = []

  /// The manual of the whole tool. (What the parser adds for itself is there once.)
  static func tool() throws(CommandError) -> CommandManual {
    guard let dump = JSONValue(parsing: Search._dumpHelp()), let command = dump["command"],
      let manual = CommandManual(command)
    else { throw CommandError("the manual cannot be made: the parser's own help is not readable") }
    return manual
  }

  /// The manual of a command of this one.
  func command(_ name: String) -> CommandManual? { commands.first { $0.name == name } }

  private init?(_ value: JSONValue) {
    guard let name = value["commandName"]?.text else { return nil }
    self.name = name
    abstract = value["abstract"]?.text ?? ""
    discussion = value["discussion"]?.text ?? ""
    options = (value["arguments"]?.elements ?? []).compactMap(Option.init)
    commands = (value["subcommands"]?.elements ?? []).compactMap(CommandManual.init)
      .filter { $0.name != "help" }
  }
}

extension CommandManual.Option {
  fileprivate init?(_ value: JSONValue) {
    guard value["shouldDisplay"]?.isTrue == true else { return nil }
    let isPositional = value["kind"]?.text == "positional"
    names = (value["names"]?.elements ?? []).compactMap { name in
      guard let text = name["name"]?.text else { return nil }
      return name["kind"]?.text == "long" ? "--\(text)" : "-\(text)"
    }
    if isPositional { names = [] }
    self.value = value["kind"]?.text == "flag" ? nil : value["valueName"]?.text ?? "value"
    values = (value["allValues"]?.elements ?? []).compactMap(\.text)
    abstract = value["abstract"]?.text ?? ""
    defaultValue = value["defaultValue"]?.text
    isRepeating = value["isRepeating"]?.isTrue ?? false
    isOptional = value["isOptional"]?.isTrue ?? true
    section = value["sectionTitle"]?.text
  }

  /// The names and what follows them, as `-k, --limit <n>`.
  var signature: String {
    guard isPositional else {
      return names.joined(separator: ", ") + (value.map { " <\($0)>" } ?? "")
    }
    let word = "<\(value ?? "value")>" + (isRepeating ? " ..." : "")
    return isOptional ? "[\(word)]" : word
  }

  /// What stands for its value among files and folders.
  var takesFolder: Bool { value == "dir" }
  /// Whether its value is a file.
  var takesFile: Bool { ["file", "path", "paths", "files"].contains(value ?? "") }
}

extension JSONValue {
  fileprivate var isTrue: Bool { self == .bool(true) }
}
