import Index

/// Results for people: each document with its title, its place, its score, and its best passages with
/// their matches marked.
struct HumanFormatter: Sendable {
  /// What stands around matches.
  var marks: TerminalText.Marks
  /// Whether titles are bold and places dim.
  var usesColor: Bool
  /// Columns that a line may take; nil for all it needs.
  var columns: Int?
  /// Whether text from right to left is isolated.
  var isolates = false
  /// What makes links of paths; nil for none.
  var hyperlink: Hyperlink?
  /// How paths are shown.
  var paths = PathDisplay.asIndexed

  /// Creates a formatter.
  init(usesColor: Bool) {
    self.usesColor = usesColor
    marks = usesColor ? .color : .plain
  }

  /// The hits; empty when there are none.
  func results(_ page: ResultPage) -> String {
    let width = String(page.hits.last?.rank ?? 0).utf8.count
    return page.hits.map { hit($0, rankWidth: width) }.joined(separator: "\n")
  }

  private func hit(_ hit: HitRecord, rankWidth: Int) -> String {
    let indent = String(repeating: " ", count: rankWidth + 2)
    let rank = TerminalText.paddedLeft(String(hit.rank), to: rankWidth)
    var text = "\(rank)  \(heading(hit, indent: rankWidth + 2))\n"
    text += indent + place(hit) + "\n"
    text += passages(hit, indent: indent)
    if let explanation = hit.explanation {
      for line in ExplanationTree.lines(explanation) { text += indent + line + "\n" }
    }
    return text
  }

  private func heading(_ hit: HitRecord, indent: Int) -> String {
    let columns = columns.map { max(10, $0 - indent) }
    guard let snippet = hit.snippet, !snippet.title.isEmpty else {
      let name = hit.name.recordID ?? paths.shown(hit)
      return bold(StyledLine(name).text(columns: columns, marks: .none, isolates: isolates))
    }
    var marks = self.marks
    // A match ends with a reset, so the title's own weight is taken up again behind it.
    if usesColor { marks.close += "\u{1B}[1m" }
    let line = StyledLine(snippet.title, matches: snippet.titleMatches)
    return bold(line.text(columns: columns, marks: marks, isolates: isolates))
  }

  /// The path with what leads into it, the score, and what is odd about the file.
  private func place(_ hit: HitRecord) -> String {
    let place = hit.place
    var name = SourcePlace()
    name.entries = place.entries
    name.message = place.message
    let path = paths.shown(hit)
    var text = isolated(TerminalText.escaped(PlaceText.name(path, name)))
    if let hyperlink { text = hyperlink.link(text, to: hit, place) }
    if let recordID = hit.name.recordID { text += " " + isolated(TerminalText.escaped(recordID)) }
    text = dim("\(text)  \(Self.rounded(hit.score))")
    guard let freshness = hit.freshness, freshness != .current else { return text }
    return text + " " + warning("[\(freshness.rawValue)]")
  }

  /// The passages in the order in which they stand in the document.
  private func passages(_ hit: HitRecord, indent: String) -> String {
    guard !hit.passages.isEmpty else {
      guard let snippet = hit.snippet, !snippet.text.isEmpty else { return "" }
      return line(
        StyledLine(snippet.text, matches: hit.matchesInSnippet), label: "", hit, nil, indent)
    }
    let ordered = hit.passages.filter { !$0.passage.text.isEmpty }
      .sorted { $0.passage.bodyOffset < $1.passage.bodyOffset }
    if ordered.contains(where: { !$0.context.isEmpty }) { return contexts(ordered, hit, indent) }
    let labels = ordered.map { PlaceText.label($0.place).map(TerminalText.escaped) ?? "" }
    let width = labels.map(DisplayWidth.of).max() ?? 0
    return zip(ordered, labels).map { passage, label in
      line(
        StyledLine(passage.passage.text, matches: passage.passage.matchesInText),
        label: TerminalText.paddedLeft(label, to: width), hit, passage.place, indent)
    }.joined()
  }

  /// Passages as lines with those around them. What is in two contexts is shown once.
  private func contexts(_ passages: [PassageRecord], _ hit: HitRecord, _ indent: String) -> String {
    let width = passages.flatMap(\.context).map { String($0.number ?? 0).utf8.count }.max() ?? 0
    var text = ""
    var last = 0
    for (number, passage) in passages.enumerated() {
      let lines = passage.context.filter { ($0.number ?? .max) > last }
      if number > 0, let first = lines.first?.number ?? .some(.max), first > last + 1 {
        text += indent + dim("--") + "\n"
      }
      for contextLine in lines {
        let label = TerminalText.paddedLeft(contextLine.number.map(String.init) ?? "", to: width)
        text += line(
          StyledLine(contextLine.text, matches: contextLine.matches), label: label, hit,
          SourcePlace(line: contextLine.number), indent)
        last = contextLine.number ?? last
      }
    }
    return text
  }

  private func line(
    _ line: StyledLine, label: String, _ hit: HitRecord, _ place: SourcePlace?, _ indent: String
  ) -> String {
    var lead = ""
    if !label.isEmpty {
      lead = dim(label)
      if let hyperlink, let place { lead = hyperlink.link(lead, to: hit, place) }
      lead += "  "
    }
    let used = DisplayWidth.of(label) + (label.isEmpty ? 0 : 2) + indent.utf8.count
    let columns = columns.map { max(10, $0 - used) }
    return indent + lead + line.text(columns: columns, marks: marks, isolates: isolates) + "\n"
  }

  private func isolated(_ text: String) -> String {
    guard isolates, text.unicodeScalars.contains(where: StyledLine.isRightToLeft) else {
      return text
    }
    return "\u{2068}\(text)\u{2069}"
  }

  /// The line that ends a result, for standard error.
  func total(_ page: ResultPage) -> String {
    let shown = page.hits.count < page.totalCount ? "\(page.hits.count) of " : ""
    let noun = page.totalCount == 1 ? "document" : "documents"
    return "\(shown)\(page.totalCount) \(noun) in \(Self.milliseconds(page.seconds))"
  }

  /// Why nothing was found: every part of the query and how many documents hold it.
  func explanation(_ page: ResultPage) -> String {
    var documents = page.documentCount == 1 ? "1 document" : "\(page.documentCount) documents"
    if let filtered = page.zeroReason?.filtered {
      documents = "the \(filtered.passingCount) of \(documents) that --filter lets through"
    }
    var lines = ["nothing found in \(documents) for: \(TerminalText.line(page.query))"]
    lines += Self.lines(page.parts).map { "  " + $0 }
    if let reason = page.zeroReason?.text { lines.append(reason) }
    for hit in page.nearest {
      lines.append(hit.rank == 1 ? "nearest:" : "")
      lines.append(String(self.hit(hit, rankWidth: 1).dropLast()))
    }
    return lines.joined(separator: "\n")
  }

  /// The parts of a query, a line each, and how many documents hold them.
  static func lines(_ parts: [PartCount]) -> [String] {
    let texts = parts.map { part in
      let field = part.part.field.map { $0 + ":" } ?? ""
      let text = TerminalText.line(field + part.part.text)
      return part.part.isPhrase ? "\"\(text)\"" : text
    }
    let width = texts.map(DisplayWidth.of).max() ?? 0
    return zip(texts, parts).map { text, part in
      "\(TerminalText.padded(text, to: width))  \(reason(part))"
    }
  }

  /// The line that offers other spellings; nil if there are none.
  func suggestion(_ page: ResultPage) -> String? {
    guard !page.suggestions.isEmpty else { return nil }
    let queries = page.suggestions.map { suggestion in
      StyledLine(suggestion.query, matches: suggestion.changes)
        .text(columns: nil, marks: usesColor ? marks : .none, isolates: isolates)
    }
    return "did you mean: " + queries.joined(separator: "  or  ")
  }

  private static func reason(_ part: PartCount) -> String {
    guard !part.part.terms.isEmpty else { return "holds nothing to search for" }
    var excluded = part.part.isExcluded ? ", excluded" : ""
    if part.part.isReadWithSign { excluded = ", with the sign or without" }
    if let all = part.unfilteredCount {
      return "in \(part.documentCount) of these, in \(all) of all\(excluded)"
    }
    let noun = part.documentCount == 1 ? "document" : "documents"
    return "in \(part.documentCount) \(noun)\(excluded)"
  }

  private func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
  private func warning(_ text: String) -> String {
    usesColor ? "\u{1B}[33m\(text)\u{1B}[0m" : text
  }
  private func dim(_ text: String) -> String { usesColor ? "\u{1B}[2m\(text)\u{1B}[0m" : text }

  /// A score with two decimals.
  static func rounded(_ score: Float) -> String {
    decimal(Double(score), digits: 2)
  }

  /// A duration, in milliseconds or seconds as fits.
  static func milliseconds(_ seconds: Double) -> String {
    seconds < 1 ? decimal(seconds * 1_000, digits: 1) + " ms" : decimal(seconds, digits: 2) + " s"
  }

  /// A number with a fixed count of decimals.
  static func decimal(_ value: Double, digits: Int) -> String {
    guard value.isFinite, abs(value) < 1e15 else { return value.description }
    let scale = (0..<digits).reduce(1) { result, _ in result * 10 }
    let units = Int((abs(value) * Double(scale)).rounded())
    if digits == 0 { return "\(value < 0 && units > 0 ? "-" : "")\(units)" }
    let fraction = String(units % scale)
    let zeros = String(repeating: "0", count: digits - fraction.utf8.count)
    return "\(value < 0 && units > 0 ? "-" : "")\(units / scale).\(zeros)\(fraction)"
  }
}
