internal import Tokenizer

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
  private let analyzer: AnalyzerOptions

  /// Columns a passage has at least and at most; the work grows with the width.
  static let widths = 20...4096
  private static let triesPerPassage = 4

  init(
    _ query: ParsedQuery, expander: QueryExpander, analyzer: AnalyzerOptions
  ) throws(IndexError) {
    finder = try MatchFinder(query.query, expander: expander, analyzer: analyzer)
    self.query = query
    self.expander = expander
    self.analyzer = analyzer
  }

  /// The best passage, as a snippet.
  mutating func snippet(of document: Document, width: Int) throws(IndexError) -> Snippet {
    try passages(of: document, width: width, count: 1).snippet
  }

  /// The matches in a text that is analysed whole.
  mutating func matches(in text: String) -> [Range<Int>] {
    finder.matches(in: text).map(\.range)
  }

  /// The best passages, which do not overlap and differ from each other.
  mutating func passages(
    of document: Document, width: Int, count: Int
  ) throws(IndexError) -> DocumentPassages {
    let body = Array(document.body.utf8)
    var parts = finder.parts
    var titleMatches = finder.matches(in: document.title)
    var matches = Self.matches(in: body, &finder)
    if titleMatches.isEmpty && matches.isEmpty {
      var fragments =
        if let known = fragmentFinder { known } else {
          try MatchFinder(query.fallback, expander: expander, analyzer: analyzer)
        }
      titleMatches = fragments.matches(in: document.title)
      matches = Self.matches(in: body, &fragments)
      parts = fragments.parts
      fragmentFinder = fragments
    }
    let width = min(max(width, Self.widths.lowerBound), Self.widths.upperBound)
    let passages = passages(of: body, matches, width: width, count: count)
    let shown = titleMatches + passages.flatMap(\.matches)
    let found = Set(shown.map(\.part))
    return DocumentPassages(
      title: document.title, titleMatches: titleMatches.map(\.range),
      passages: passages.map { passage in
        Passage(
          text: String(decoding: body[passage.range], as: UTF8.self),
          bodyOffset: passage.range.lowerBound, matches: passage.matches.map(\.range))
      },
      matchedParts: parts.indices.filter(found.contains).map { parts[$0].label })
  }

  /// A stretch of the body and the matches that lie in it whole.
  private struct Window {
    var range: Range<Int>
    var matches: [MatchFinder.Match]
  }

  /// The best passages, the best first. Each is the best of what the ones before it have left.
  private func passages(
    of body: [UInt8], _ matches: [MatchFinder.Match], width: Int, count: Int
  ) -> [Window] {
    // What lies between passages, with the matches there that none shows.
    var gaps = [Window(range: 0..<body.count, matches: matches)]
    var passages: [Window] = []
    var texts = Set<[UInt8]>()
    // What says the same again and again is looked past, but not for ever.
    for _ in 0..<Self.triesPerPassage * max(1, count) where passages.count < max(1, count) {
      let best = gaps.indices.compactMap { number in
        bestWindow(body, gaps[number].matches, width: width).map { (number, $0) }
      }.max { left, right in
        // The earliest of equals: the first gap is the first in the body.
        (left.1.parts, left.1.count, -left.0) < (right.1.parts, right.1.count, -right.0)
      }
      guard let (number, window) = best else { break }
      let gap = gaps[number]
      let range = passage(of: body, gap, window.range, width: width)
      let inside = gap.matches.filter {
        $0.range.lowerBound >= range.lowerBound && $0.range.upperBound <= range.upperBound
      }
      gaps[number] = Window(
        range: gap.range.lowerBound..<range.lowerBound,
        matches: gap.matches.filter { $0.range.upperBound <= range.lowerBound })
      gaps.insert(
        Window(
          range: range.upperBound..<gap.range.upperBound,
          matches: gap.matches.filter { $0.range.lowerBound >= range.upperBound }),
        at: number + 1)
      guard texts.insert(Array(body[range])).inserted else { continue }
      passages.append(Window(range: range, matches: inside))
    }
    if !passages.isEmpty { return passages }
    return [Window(range: 0..<advance(body, from: 0, columns: width), matches: [])]
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

  /// The stretch around some of a gap's matches, which stays in the gap.
  private func passage(
    of body: [UInt8], _ gap: Window, _ best: Range<Int>, width: Int
  ) -> Range<Int> {
    let first = gap.matches[best.lowerBound].range
    let used = columns(body[first.lowerBound..<gap.matches[best.upperBound - 1].range.upperBound])
    let before = max(0, width - used) / 3
    let start = max(
      gap.range.lowerBound,
      wordStart(
        body, notAfter: retreat(body, from: first.lowerBound, columns: before),
        limit: first.lowerBound))
    let end = max(advance(body, from: start, columns: width), first.upperBound)
    return start..<min(end, gap.range.upperBound)
  }

  /// The matches to show, as positions in the list.
  private func bestWindow(
    _ body: [UInt8], _ matches: [MatchFinder.Match], width: Int
  ) -> (range: Range<Int>, parts: Int, count: Int)? {
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
    return best
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
