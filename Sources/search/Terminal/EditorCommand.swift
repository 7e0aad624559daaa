/// The line of the shell that opens a file at a place in the user's editor.
enum EditorCommand {
  /// The line, for what `VISUAL` or `EDITOR` says, or vi.
  ///
  /// `SEARCH_EDITOR` may be a line of its own with `{path}`, `{line}` and `{column}` in it, which is used
  /// as it is with these replaced.
  static func line(
    path: String, _ place: SourcePlace, environment: (String) -> String?
  ) -> String {
    let quoted = quoted(path)
    let (line, column) = (place.line ?? 1, place.column ?? 1)
    if let template = environment("SEARCH_EDITOR"), template.contains("{path}") {
      return template.replacing("{path}", with: quoted).replacing("{line}", with: String(line))
        .replacing("{column}", with: String(column))
    }
    let known = ["SEARCH_EDITOR", "VISUAL", "EDITOR"].compactMap(environment)
    let editor = known.first { $0.contains { $0 != " " } } ?? "vi"
    return "\(editor) " + arguments(for: name(of: editor), quoted, line, column)
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

  /// A word for the shell; one that begins with a hyphen is made a path, so that it is no option.
  static func quoted(_ path: String) -> String {
    let safe = path.hasPrefix("-") ? "./" + path : path
    return "'" + safe.replacing("'", with: "'\\''") + "'"
  }
}
