import Index

/// Results for other tools, a line for each: as grep and vimgrep have them.
struct LineFormatter: Sendable {
  /// What ends the path: a colon, or NUL.
  var separator = ":"
  /// What stands around matches and paths.
  var usesColor = false
  /// How paths are shown.
  var paths = PathDisplay.asIndexed

  /// The lines of a page as bytes. Before NUL a path stands as the file system has it, whatever it is
  /// made of, so that other tools can open it.
  func bytes(_ page: ResultPage, pathsAlone: Bool) -> [UInt8] {
    guard separator == "\0" else {
      return Array((pathsAlone ? self.paths(page) : results(page)).utf8)
    }
    var bytes: [UInt8] = []
    var known = Set<[UInt8]>()
    for hit in page.hits {
      let path = paths.name(hit.name.path, of: hit.member).bytes
      if pathsAlone {
        if known.insert(path).inserted { bytes += path + [0] }
        continue
      }
      for line in lines(hit) {
        // What stands before the first NUL is the path as text.
        let rest = line.utf8.drop { $0 != 0 }
        bytes += path + rest + [0x0A]
      }
    }
    return bytes
  }

  /// `path:line:column:text` for each passage. Where a file has no lines, its pages, cells or times
  /// stand for them, and the id of a record.
  func results(_ page: ResultPage) -> String {
    var text = ""
    for hit in page.hits {
      for line in lines(hit) { text += line + "\n" }
    }
    return text
  }

  private func lines(_ hit: HitRecord) -> [String] {
    let path = Self.escapedPath(paths.shown(hit))
    guard let snippet = hit.snippet, !hit.passages.isEmpty else {
      return [lead(path, hit, hit.place)]
    }
    if let best = hit.passages.first, best.passage.matches.isEmpty, !snippet.titleMatches.isEmpty {
      let title = ContextLine(
        number: nil, text: snippet.title, matches: snippet.titleMatches)
      return [lead(path, hit, hit.titlePlace) + shown(title)]
    }
    return hit.passages.flatMap { passage in
      if passage.context.isEmpty { return [lead(path, hit, passage.place) + shown(passage.line)] }
      return passage.context.map { line in
        if line.number == passage.place.line { return lead(path, hit, passage.place) + shown(line) }
        // As grep does: a line of context has hyphens.
        let number = line.number.map { "\($0)-" } ?? ""
        return colored(path) + (separator == ":" ? "-" : separator) + number + shown(line)
      }
    }
  }

  /// What stands before the text.
  private func lead(_ path: String, _ hit: HitRecord, _ place: SourcePlace) -> String {
    let name = colored(TerminalText.escaped(PlaceText.name(path, place)))
    guard let line = place.line, place.page == nil, place.cell == nil else {
      let record = hit.name.recordID.map { TerminalText.escaped($0) + ":" } ?? ""
      return name + separator + record
    }
    return "\(name)\(separator)\(line):\(place.column ?? 1):"
  }

  private func shown(_ line: ContextLine) -> String {
    guard usesColor else { return TerminalText.escapedButTabs(line.text) }
    return TerminalText.line(line.text, matches: line.matches, marks: .color)
  }

  private func colored(_ path: String) -> String {
    usesColor ? "\u{1B}[35m\(path)\u{1B}[0m" : path
  }

  /// The paths alone, each once.
  func paths(_ page: ResultPage) -> String {
    var text = ""
    var known = Set<[UInt8]>()
    for hit in page.hits {
      let path = paths.shown(hit)
      guard known.insert(Array(path.utf8)).inserted else { continue }
      text += colored(Self.escapedPath(path)) + "\n"
    }
    return text
  }

  /// A path with what would break the line escaped: control characters only, and what steers terminals.
  private static func escapedPath(_ path: String) -> String { TerminalText.escaped(path) }
}
