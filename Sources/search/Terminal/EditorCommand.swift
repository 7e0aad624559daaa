/// The line of the shell that opens a file at a place in the user's editor.
enum EditorCommand {
  /// The line, for what `VISUAL` or `EDITOR` says, or vi.
  ///
  /// `SEARCH_EDITOR` may be a line of its own with `{path}`, `{line}` and `{column}` in it, which is used
  /// as it is with these replaced.
  static func line(
    path: String, _ place: SourcePlace, environment: (String) -> String?
  ) -> String {
    let quoted = quoted(PathName(spelled: path))
    let (line, column) = (place.line ?? 1, place.column ?? 1)
    if let template = environment("SEARCH_EDITOR"), template.contains("{path}") {
      return filled(template, ["path": quoted, "line": "\(line)", "column": "\(column)"])
    }
    let known = ["SEARCH_EDITOR", "VISUAL", "EDITOR"].compactMap(environment)
    let editor = known.first { $0.contains { $0 != " " } } ?? "vi"
    return "\(editor) " + arguments(for: name(of: editor), quoted, line, column)
  }

  /// A template with its names replaced, once: what a path holds is no part of the template.
  private static func filled(_ template: String, _ values: [String: String]) -> String {
    var text = ""
    var rest = template[...]
    while let open = rest.firstIndex(of: "{") {
      text += rest[..<open]
      rest = rest[open...]
      guard let close = rest.firstIndex(of: "}") else { break }
      let name = String(rest[rest.index(after: open)..<close])
      if let value = values[name] {
        text += value
        rest = rest[rest.index(after: close)...]
      } else {
        text += "{"
        rest = rest.dropFirst()
      }
    }
    return text + rest
  }

  /// What an editor of that name takes.
  private static func arguments(
    for name: Substring, _ path: String, _ line: Int, _ column: Int
  ) -> String {
    switch name {
    case "code", "code-insiders", "codium", "vscodium", "cursor", "windsurf":
      return "--goto \(path):\(line):\(column)"
    case "emacs", "emacsclient", "gedit", "kak", "mg", "zile": return "+\(line):\(column) \(path)"
    case "nano", "pico": return "+\(line),\(column) \(path)"
    case "hx", "helix", "subl", "sublime_text", "zed", "micro":
      return "\(path):\(line):\(column)"
    case "vi", "vim", "nvim", "gvim", "view", "less", "joe", "jed", "ne", "mcedit", "ed", "kate":
      return "+\(line) \(path)"
    // Editors that are not known do at least take a path.
    default: return path
    }
  }

  /// The name of the program that a line of the shell begins with.
  private static func name(of command: String) -> Substring {
    let program = command.split(separator: " ").first ?? ""
    return program.split(separator: "/").last ?? ""
  }

  /// A path for the shell. Bytes that are no text are written by their numbers: the line is text.
  static func quoted(_ path: PathName) -> String {
    if let text = String(validating: path.bytes, as: UTF8.self) { return quoted(text) }
    var format = ""
    for byte in path.bytes {
      let digits = String(byte, radix: 8)
      format += "\\" + String(repeating: "0", count: 3 - digits.utf8.count) + digits
    }
    // What stands in double quotes is one word, whatever is printed. (Line breaks at its end are lost.)
    return "\"$(printf '\(format)')\""
  }

  /// A word for the shell; one that begins with a hyphen is made a path, so that it is no option.
  static func quoted(_ path: String) -> String {
    let safe = path.hasPrefix("-") ? "./" + path : path
    return "'" + safe.replacing("'", with: "'\\''") + "'"
  }
}
