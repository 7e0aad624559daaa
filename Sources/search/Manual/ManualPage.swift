import ArgumentParser

/// Man pages in roff, as man(7) has it.
struct ManualPage {
  let name: String
  let section: Int
  let title: String
  /// The body, in roff.
  private let body: String

  /// The file that `man` looks for.
  var fileName: String { "\(name).\(section)" }

  /// The page.
  var text: String {
    ".\\\" Written by search manual; see search(1).\n"
      + ".TH \"\(name.uppercased())\" \"\(section)\" \"\" \"search \(Search.configuration.version)\"\n"
      + ".SH NAME\n\(Self.escaped(name)) \\- \(Self.escaped(title))\n" + body
  }

  /// All pages there are.
  static func all() throws(CommandError) -> [ManualPage] {
    let tool = try CommandManual.tool()
    let commands = tool.commands.map { ManualPage($0, tool: tool.name) }
    return [ManualPage(tool, tool: nil)] + commands + [syntax]
  }

  private init(name: String, section: Int, title: String, body: String) {
    self.name = name
    self.section = section
    self.title = title
    self.body = body
  }

  private init(_ manual: CommandManual, tool: String?) {
    let called = tool.map { "\($0) \(manual.name)" } ?? manual.name
    name = called.replacing(" ", with: "-")
    section = 1
    title = Self.uncapitalized(manual.abstract)
    var body = ".SH SYNOPSIS\n.B \(Self.escaped(called))\n"
    if manual.commands.isEmpty {
      let words = manual.options.filter(\.isPositional).map { Self.escaped($0.signature) }
      body += (["[options]"] + words).joined(separator: " ") + "\n"
    } else {
      body += "[options] words ...\n.br\n.B \(Self.escaped(called))\ncommand ...\n"
    }
    body += Self.description(manual) + Self.options(manual.options)
    if !manual.commands.isEmpty { body += Self.commands(manual, tool: called) }
    body += Self.examples(manual.name)
    self.body = body + Self.ending(isTool: tool == nil)
  }

  // MARK: - Parts

  private static func description(_ manual: CommandManual) -> String {
    if manual.discussion.isEmpty { return ".SH DESCRIPTION\n\(escaped(manual.abstract))\n" }
    var text = ".SH DESCRIPTION\n"
    for (number, paragraph) in manual.discussion.split(
      separator: "\n\n", omittingEmptySubsequences: true
    ).enumerated() {
      if number > 0 { text += ".PP\n" }
      // What has lines of its own is an example.
      let isExample = paragraph.contains("\n")
      if isExample { text += ".nf\n" }
      text += lines(String(paragraph))
      if isExample { text += ".fi\n" }
    }
    return text
  }

  private static func options(_ options: [CommandManual.Option]) -> String {
    var text = ""
    var sections: [String] = []
    for option in options where !sections.contains(option.section ?? "") {
      sections.append(option.section ?? "")
    }
    for section in sections {
      text += ".SH \(section.isEmpty ? "OPTIONS" : escaped(section.uppercased()) + " OPTIONS")\n"
      for option in options where (option.section ?? "") == section {
        text += ".TP\n\(signature(option))\n\(lines(option.abstract))"
        if !option.values.isEmpty {
          text += lines("One of: " + option.values.joined(separator: ", ") + ".")
        }
      }
    }
    return text
  }

  private static func signature(_ option: CommandManual.Option) -> String {
    if option.isPositional { return "\\fI\(escaped(option.value ?? ""))\\fR" }
    let names = option.names.map { "\\fB\(escaped($0))\\fR" }.joined(separator: ", ")
    return names + (option.value.map { " \\fI\(escaped($0))\\fR" } ?? "")
  }

  private static func commands(_ manual: CommandManual, tool: String) -> String {
    var text = ".SH COMMANDS\n"
    for command in manual.commands {
      text += ".TP\n\\fB\(escaped("\(tool)-\(command.name)"))\\fR(1)\n\(lines(command.abstract))"
    }
    return text
  }

  private static func examples(_ command: String) -> String {
    let examples = Examples.of(command)
    if examples.isEmpty { return "" }
    return ".SH EXAMPLES\n"
      + examples.map { ".TP\n\\fB\(escaped($0.line))\\fR\n\(lines($0.meaning))" }.joined()
  }

  private static func ending(isTool: Bool) -> String {
    var text = """
      .SH EXIT STATUS
      .TP
      0
      Something was found, or the command did what it was asked to.
      .TP
      1
      Nothing was found; a check found problems.
      .TP
      2
      Trouble: a usage error, a file that could not be read, an index that cannot be used.
      .TP
      130, 143
      Ended by an interrupt, or by a request to terminate.

      """
    if isTool {
      text += ".SH ENVIRONMENT\n"
      for (name, meaning) in environment {
        text += ".TP\n\\fB\(escaped(name))\\fR\n\(lines(meaning))"
      }
      text += ".SH SEE ALSO\n.BR search-query (1),\n.BR search-syntax (7)\n"
    } else {
      text += ".SH SEE ALSO\n.BR search (1),\n.BR search-syntax (7)\n"
    }
    return text
  }

  private static let environment = [
    ("NO_COLOR", "If it is not empty, answers are not coloured."),
    ("CLICOLOR_FORCE, FORCE_COLOR", "If neither empty nor 0, answers are coloured everywhere."),
    ("SEARCH_PAGER, PAGER", "What shows answers that are longer than the screen. Default: less."),
    ("COLUMNS, LINES", "The size of the screen, before what the terminal says."),
    (
      "SEARCH_EDITOR, VISUAL, EDITOR",
      "What search tui opens documents with. SEARCH_EDITOR may have {path}, {line} and {column} in it."
    ),
  ]

  private static var syntax: ManualPage {
    var body = ""
    for section in SyntaxPage.sections {
      body += ".SH \(escaped(section.heading.uppercased()))\n"
      body += section.paragraphs.map(lines).joined(separator: ".PP\n")
      for (example, meaning) in section.examples {
        body += ".TP\n\\fB\(escaped("search " + example))\\fR\n\(lines(meaning))"
      }
    }
    return ManualPage(
      name: "search-syntax", section: 7, title: "how queries are written",
      body: body + ".SH SEE ALSO\n.BR search-query (1)\n")
  }

  // MARK: - Roff

  /// A text whose characters stand for themselves; those beyond ASCII by their numbers.
  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "\\": result += "\\e"
      case "-": result += "\\-"
      case "'": result += "\\(aq"
      case "^": result += "\\(ha"
      case "`": result += "\\(ga"
      case "~": result += "\\(ti"
      default:
        if scalar.isASCII {
          result.unicodeScalars.append(scalar)
        } else {
          let digits = String(scalar.value, radix: 16, uppercase: true)
          result += "\\[u\(String(repeating: "0", count: max(0, 4 - digits.utf8.count)))\(digits)]"
        }
      }
    }
    return result
  }

  /// Lines of text, none of which is taken for a request.
  private static func lines(_ text: String) -> String {
    text.split(separator: "\n", omittingEmptySubsequences: false).map { line in
      (line.hasPrefix(".") ? "\\&" : "") + escaped(String(line)) + "\n"
    }.joined()
  }

  private static func uncapitalized(_ text: String) -> String {
    let plain = text.hasSuffix(".") ? String(text.dropLast()) : text
    return plain.prefix(1).lowercased() + plain.dropFirst()
  }
}
