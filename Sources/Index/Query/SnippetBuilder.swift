/// Chooses the passage to show: the window that holds most of the query, the earliest among equals.
///
/// A body is analysed again for it; of a long one only the stretches that look best, see
/// ``LongBody``.
struct SnippetBuilder {
  private var finder: MatchFinder
  // For documents that hold only fragments of the query.
  private var fragmentFinder: MatchFinder?
  private let query: ParsedQuery
  private let expander: QueryExpander
  private let analyzerName: String

  /// Columns a passage has at least and at most; the work grows with the width.
  static let widths = 20...4096

  init(
    _ query: ParsedQuery, expander: QueryExpander, analyzerName: String
  ) throws(IndexError) {
    finder = try MatchFinder(query.query, expander: expander, analyzerName: analyzerName)
    self.query = query
    self.expander = expander
    self.analyzerName = analyzerName
  }

  mutating func snippet(of document: Document, width: Int) throws(IndexError) -> Snippet {
    let body = Array(document.body.utf8)
    var titleMatches = finder.matches(in: document.title)
    var matches = Self.matches(in: body, &finder)
    if titleMatches.isEmpty && matches.isEmpty {
      var fragments =
        if let known = fragmentFinder { known } else {
          try MatchFinder(query.fallback, expander: expander, analyzerName: analyzerName)
        }
      titleMatches = fragments.matches(in: document.title)
      matches = Self.matches(in: body, &fragments)
      fragmentFinder = fragments
    }
    let width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
    let passage = passage(of: body, matches, width: width)
    return Snippet(
      title: document.title, titleMatches: titleMatches.map(\.range),
      text: String(decoding: body[passage], as: UTF8.self), bodyOffset: passage.lowerBound,
      matches: matches.map(\.range).filter {
        $0.lowerBound >= passage.lowerBound && $0.upperBound <= passage.upperBound
      })
  }

  /// The matches in the stretch that holds most parts of the query.
  private static func matches(
    in body: [UInt8], _ finder: inout MatchFinder
  ) -> [MatchFinder.Match] {
    var best: [MatchFinder.Match] = []
    var bestPartCount = -1
    for stretch in LongBody.stretches(of: body, terms: finder.spellings) {
      let text = String(decoding: body[stretch], as: UTF8.self)
      let found = finder.matches(in: text)
      let partCount = Set(found.map(\.part)).count
      if partCount <= bestPartCount { continue }
      bestPartCount = partCount
      best = found.map { match in
        let range = match.range
        return MatchFinder.Match(
          range: range.lowerBound + stretch.lowerBound..<range.upperBound + stretch.lowerBound,
          part: match.part)
      }
      if partCount >= finder.partCount { break }
    }
    return best
  }

  private func passage(
    of body: [UInt8], _ matches: [MatchFinder.Match], width: Int
  ) -> Range<Int> {
    guard let best = bestWindow(body, matches, width: width) else {
      return 0..<advance(body, from: 0, columns: width)
    }
    let used = columns(
      body[
        matches[best.lowerBound].range.lowerBound..<matches[best.upperBound - 1].range.upperBound])
    let before = max(0, width - used) / 3
    let start = wordStart(
      body,
      notAfter: retreat(body, from: matches[best.lowerBound].range.lowerBound, columns: before),
      limit: matches[best.lowerBound].range.lowerBound)
    let end = max(
      advance(body, from: start, columns: width), matches[best.lowerBound].range.upperBound)
    return start..<end
  }

  /// The matches to show, as positions in the list.
  private func bestWindow(
    _ body: [UInt8], _ matches: [MatchFinder.Match], width: Int
  ) -> Range<Int>? {
    var best: (range: Range<Int>, parts: Int, count: Int)?
    var end = 0
    for start in matches.indices {
      let limit = advance(body, from: matches[start].range.lowerBound, columns: width * 2 / 3)
      end = max(end, start + 1)
      while end < matches.count, matches[end].range.upperBound <= limit { end += 1 }
      let parts = Set(matches[start..<end].map(\.part)).count
      let count = min(end - start, 8)
      if let known = best, (known.parts, known.count) >= (parts, count) { continue }
      best = (start..<end, parts, count)
    }
    return best?.range
  }

  // MARK: - Columns, estimated from the lead byte: three and four bytes are two columns wide

  private func columns(_ bytes: ArraySlice<UInt8>) -> Int {
    bytes.reduce(0) { $0 + width(ofLead: $1) }
  }

  private func width(ofLead byte: UInt8) -> Int {
    byte < 0x80 ? 1 : byte < 0xC0 ? 0 : byte < 0xE0 ? 1 : 2
  }

  private func advance(_ body: [UInt8], from start: Int, columns: Int) -> Int {
    var left = columns
    var index = start
    while index < body.count {
      left -= width(ofLead: body[index])
      if left < 0 { break }
      index += 1
      while index < body.count, body[index] & 0xC0 == 0x80 { index += 1 }
    }
    return index
  }

  private func retreat(_ body: [UInt8], from start: Int, columns: Int) -> Int {
    var left = columns
    var index = start
    while index > 0 {
      let previous = scalarBorder(notAfter: index - 1, body)
      left -= width(ofLead: body[previous])
      if left < 0 { break }
      index = previous
    }
    return index
  }

  private func scalarBorder(notAfter index: Int, _ body: [UInt8]) -> Int {
    var index = index
    while index > 0, index < body.count, body[index] & 0xC0 == 0x80 { index -= 1 }
    return index
  }

  /// The start of a word near an index, so that no Latin word is cut.
  private func wordStart(_ body: [UInt8], notAfter start: Int, limit: Int) -> Int {
    var index = start
    while index > 0, index < limit, isLetter(body[index]), isLetter(body[index - 1]) { index += 1 }
    return index
  }

  private func isLetter(_ byte: UInt8) -> Bool {
    (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(byte | 0x20)
  }
}
