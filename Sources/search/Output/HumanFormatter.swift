import Index

/// Results for people: title, place, score, and a passage with its matches marked.
struct HumanFormatter: Sendable {
  /// What stands around matches.
  var marks: TerminalText.Marks
  /// Whether titles are bold and places dim.
  var usesColor: Bool

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
    var text = "\(rank)  \(heading(hit))\n"
    text += indent + dim("\(place(hit.name))  \(Self.rounded(hit.score))") + "\n"
    if let snippet = hit.snippet, !snippet.text.isEmpty {
      let matches = hit.matchesInSnippet
      text += indent + TerminalText.line(snippet.text, matches: matches, marks: marks) + "\n"
    }
    if let explanation = hit.explanation {
      for line in Self.lines(explanation) { text += indent + line + "\n" }
    }
    return text
  }

  /// A table of what speaks for a hit, and how long the document is.
  private static func lines(_ explanation: Explanation) -> [String] {
    var table = TextTable([
      ("score", .right), ("weight", .right), ("rarity", .right), ("times", .right),
      ("in title", .right), ("what", .left),
    ])
    for item in explanation.items {
      table.add([
        decimal(Double(item.score), digits: 3), decimal(Double(item.weight), digits: 2),
        decimal(Double(item.rarity), digits: 2), decimal(Double(item.frequency), digits: 1),
        decimal(Double(item.titleFrequency), digits: 0), TerminalText.line(item.what),
      ])
    }
    let average = decimal(Double(explanation.averageLength), digits: 1)
    return ["length \(explanation.length) words, average \(average)"]
      + table.text.split(separator: "\n").map(String.init)
  }

  private func heading(_ hit: HitRecord) -> String {
    guard let snippet = hit.snippet, !snippet.title.isEmpty else {
      return bold(TerminalText.line(hit.name.ownID))
    }
    if usesColor {
      // A match ends with a reset, so the title's own weight is taken up again behind it.
      let marks = TerminalText.Marks(open: self.marks.open, close: self.marks.close + "\u{1B}[1m")
      return bold(TerminalText.line(snippet.title, matches: snippet.titleMatches, marks: marks))
    }
    return TerminalText.line(snippet.title, matches: snippet.titleMatches, marks: marks)
  }

  private func place(_ name: DocumentName) -> String {
    let path = TerminalText.escaped(name.path)
    guard let recordID = name.recordID else { return path }
    return "\(path) \(TerminalText.escaped(recordID))"
  }

  /// The line that ends a result, for standard error.
  func total(_ page: ResultPage) -> String {
    let shown = page.hits.count < page.totalCount ? "\(page.hits.count) of " : ""
    let noun = page.totalCount == 1 ? "document" : "documents"
    return "\(shown)\(page.totalCount) \(noun) in \(Self.milliseconds(page.seconds))"
  }

  /// Why nothing was found: every part of the query and how many documents hold it.
  func explanation(_ page: ResultPage) -> String {
    let documents = page.documentCount == 1 ? "1 document" : "\(page.documentCount) documents"
    var lines = ["nothing found in \(documents) for: \(TerminalText.line(page.query))"]
    let texts = page.parts.map { part in
      let text = TerminalText.line(part.part.text)
      return part.part.isPhrase ? "\"\(text)\"" : text
    }
    let width = texts.map(DisplayWidth.of).max() ?? 0
    for (text, part) in zip(texts, page.parts) {
      lines.append("  \(TerminalText.padded(text, to: width))  \(Self.reason(part))")
    }
    for hit in page.nearest {
      lines.append(hit.rank == 1 ? "nearest:" : "")
      lines.append(String(self.hit(hit, rankWidth: 1).dropLast()))
    }
    return lines.joined(separator: "\n")
  }

  private static func reason(_ part: PartCount) -> String {
    guard !part.part.terms.isEmpty else { return "holds nothing to search for" }
    let noun = part.documentCount == 1 ? "document" : "documents"
    return "in \(part.documentCount) \(noun)" + (part.part.isExcluded ? ", excluded" : "")
  }

  private func bold(_ text: String) -> String { usesColor ? "\u{1B}[1m\(text)\u{1B}[0m" : text }
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
