/// Writes what a query found as the options and the place it goes to ask for.
struct AnswerWriter {
  private let style: AnswerStyle
  private let format: AnswerStyle.Format
  private let isTerminal: Bool
  private let paths: PathDisplay
  private let human: HumanFormatter
  private let size = TerminalSize.forOutput()

  /// - Parameters:
  ///   - bases: what paths of each index are relative to; empty where it is not known.
  init(_ style: AnswerStyle, bases: [String], current: String) {
    self.style = style
    isTerminal = standardOutputIsTerminal()
    format = style.format(isTerminal: isTerminal)
    paths = PathDisplay(bases: bases, current: current)
    let usesColor = style.color.isOn(isTerminal: isTerminal, environment: environmentValue)
    var human = HumanFormatter(usesColor: usesColor)
    human.paths = paths
    if isTerminal {
      human.columns = size.columns
      human.isolates = true
    }
    if !bases.contains(""), Self.makesLinks(style.hyperlink, isTerminal) {
      human.hyperlink = Hyperlink(
        template: Hyperlink.templates[style.hyperlinkFormat] ?? style.hyperlinkFormat,
        host: hostName(), bases: bases)
    }
    self.human = human
  }

  /// What is to be found out of each hit for this.
  var wishes: PageBuilder.Wishes {
    var wishes = PageBuilder.Wishes()
    wishes.explains = style.explains
    wishes.contextCount = style.context
    switch format {
    case .human, .json: wishes.passageCount = style.passages ?? 3
    case .lines, .csv, .tsv, .md: wishes.passageCount = style.passages ?? 1
    case .files, .trec: wishes.passageCount = 0
    }
    if style.quiet || style.count { wishes.passageCount = 0 }
    wishes.suggests = !style.quiet
    // Somewhat more than fits, so that there is something to cut to the width.
    if let columns = human.columns, format == .human { wishes.width = max(40, columns - 6) }
    return wishes
  }

  /// Whether people read the answer, and hints about it.
  var isForPeople: Bool {
    (format == .human || format == .lines) && !style.quiet && !style.count
  }

  /// How many hits to ask for: those that are shown, or, where only whether there are any is asked, enough for
  /// one that is still so.
  func limit(_ asked: Int?, most: Int) -> Int {
    if style.count, !style.quiet { return 1 }
    if style.quiet { return 10 }
    if let asked { return asked }
    return format == .files ? most : 10
  }

  /// Writes the hits to standard output, and to standard error what is to be said about them.
  func write(_ page: ResultPage) throws(CommandError) {
    if style.quiet { return }
    let output = StandardOutput()
    if style.count {
      try output.write("\(page.totalCount)\n")
    } else if style.null, format == .lines || format == .files {
      var lines = LineFormatter()
      (lines.paths, lines.usesColor, lines.separator) = (paths, human.usesColor, "\0")
      try output.write(bytes: lines.bytes(page, pathsAlone: format == .files))
    } else {
      let text = text(page)
      if format == .human, isTerminal, style.usesPager, isLong(text), showInPager(text) {
        printNotes(page)
        return
      }
      try output.write(text)
    }
    try output.flush()
    printNotes(page)
  }

  private func text(_ page: ResultPage) -> String {
    var lines = LineFormatter()
    lines.paths = paths
    lines.usesColor = human.usesColor
    switch format {
    case .human: return human.results(page) + FacetFormatter.lines(page.facets)
    case .lines: return lines.results(page)
    case .files: return lines.paths(page)
    case .json: return JSONFormatter.results(page)
    case .csv: return TableFormatter(style: .commas, paths: paths).results(page)
    case .tsv: return TableFormatter(style: .tabs, paths: paths).results(page)
    case .md: return TableFormatter(style: .markdown, paths: paths).results(page)
    case .trec: return TRECFormatter.results(queryID: page.queryID ?? "1", hits: page.hits)
    }
  }

  /// What is said beside the answer.
  private func printNotes(_ page: ResultPage) {
    if format == .json, !style.count { return }
    if page.hits.isEmpty {
      if !style.count { printNote(human.explanation(page)) }
    } else if !style.count {
      printNote(human.total(page))
    }
    if format != .human, !page.facets.isEmpty { printNote(FacetFormatter.lines(page.facets)) }
    if let next = page.next, !style.count { printNote("more: --after \(next)") }
    if !page.signed.isEmpty, !style.count {
      let words = page.signed.map { "-" + TerminalText.line($0) }.joined(separator: ", ")
      printNote("left out by \(words); to find what is written so, put it in quotation marks")
    }
    for misread in page.misreadConditions { printNote(misread.misreadNote) }
    if !page.conditionsAsWords.isEmpty { printNote(Self.asWordsNote(page.conditionsAsWords)) }
    for name in page.unknownNames { printNote(Self.unknownNote(name, page.knownNames)) }
    for note in Self.freshnessNotes(page) where format != .human || style.count { printNote(note) }
    if let suggestion = human.suggestion(page) { printNote(suggestion) }
  }

  /// That conditions were looked for as words, because no document meets some.
  static func asWordsNote(_ unmet: [String]) -> String {
    "no document meets \(TerminalText.line(unmet.joined(separator: " or "))); looked for it as words"
  }

  /// So many names of values are listed.
  private static let mostNames = 20

  /// That documents are listed by values that none of them has.
  private static func unknownNote(_ name: String, _ known: [String]) -> String {
    let names = known.prefix(mostNames).joined(separator: ", ")
    let more = known.count > mostNames ? ", …" : ""
    return TerminalText.line(
      "no document has a value called \(name)"
        + (known.isEmpty ? "" : "; there are: \(names)\(more)"))
  }

  /// What is odd about the files of hits, for formats that have no mark for it.
  private static func freshnessNotes(_ page: ResultPage) -> [String] {
    func note(_ freshness: Freshness, _ what: String) -> String? {
      let count = page.hits.count { $0.freshness == freshness }
      guard count > 0 else { return nil }
      return "\(count == 1 ? "1 hit is" : "\(count) hits are") of \(what)"
    }
    return [
      note(.gone, "files that are not there any more"),
      note(.stale, "files that have changed since they were indexed"),
    ].compactMap(\.self)
  }

  /// Whether a text has more lines than the screen, of which the last two are left to what follows.
  private func isLong(_ text: String) -> Bool {
    text.utf8.count { $0 == 0x0A } > size.rows - 2
  }

  private func showInPager(_ text: String) -> Bool {
    guard let pager = Pager(environment: environmentValue) else { return false }
    return pager.show(text)
  }

  /// Whether links are made: by themselves only on a terminal that has more than the console.
  private static func makesLinks(_ choice: ColorChoice, _ isTerminal: Bool) -> Bool {
    switch choice {
    case .always: return true
    case .never: return false
    case .auto:
      let terminal = environmentValue("TERM") ?? ""
      return isTerminal && !["", "dumb", "linux"].contains(terminal)
    }
  }
}
