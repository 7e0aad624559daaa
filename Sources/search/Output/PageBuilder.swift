import Index
import Tokenizer

/// Asks a snapshot and gathers what is shown of the answer.
struct PageBuilder {
  /// What is wanted of each hit.
  struct Wishes: Equatable, Sendable {
    /// Columns that a passage is wide.
    var width = 160
    /// Passages of each document, at least 1; 0 for nothing but its name.
    var passageCount = 1
    /// Lines before and after a passage.
    var contextCount = 0
    /// Whether scores are explained.
    var explains = false
    /// Whether a better spelling is looked for where little is found.
    var suggests = true
  }

  let snapshot: Snapshot
  var wishes = Wishes()
  /// Words that stand for each other.
  var synonyms: Synonyms?
  /// How what looks like a condition is read.
  var conditions = Conditions.orWords

  /// How what looks like a condition is read.
  enum Conditions: Equatable, Sendable {
    /// As words, if no document meets it, and words are found.
    case orWords
    /// As what it looks like.
    case only
    /// As words.
    case never
  }

  /// Asks for the best documents.
  func page(
    _ text: String, matching mode: MatchMode, fold: FoldLevel, syntax: QuerySyntax = .lenient,
    limit: Int, filter: Filter? = nil, listing: ListingRequest = ListingRequest(),
    until interruption: Interruption? = nil
  ) throws(IndexError) -> ResultPage {
    let start = monotonicNanoseconds()
    let meansConditions = conditions != .never
    var query = try snapshot.parse(
      text, matching: mode, fold: fold,
      syntax: syntax, synonyms: synonyms, conditions: meansConditions)
    var listed = try listing.list(
      query, limit: limit, filter, on: snapshot, until: interruption)
    var asWords: [String] = []
    let misread = query.misreadConditions
    if listed.result.totalCount == 0, syntax == .lenient, conditions == .orWords {
      // What looks like a condition that nothing meets may be text: `type:md` in a manual.
      let unmet = try snapshot.unmetConditions(of: query)
      if !unmet.isEmpty {
        let words = try snapshot.parse(
          text, matching: mode, fold: fold, synonyms: synonyms, conditions: false)
        let found = try listing.list(
          words, limit: limit, filter, on: snapshot, until: interruption)
        if found.result.totalCount > 0 { (query, listed, asWords) = (words, found, unmet) }
      }
    }
    let result = listed.result
    var page = try page(text, of: query, result)
    page.misreadConditions = misread
    page.conditionsAsWords = asWords
    if result.totalCount == 0 {
      let reason = try ZeroReason.find(
        query, filter, counts: result.partDocumentCounts, on: snapshot, until: interruption)
      if filter != nil, page.parts.count == reason.parts.count {
        for (index, part) in reason.parts.enumerated() {
          page.parts[index].unfilteredCount = part.documentCount
        }
      }
      page.zeroReason = reason
    }
    noteUnknownNames(of: listing, in: &page)
    page.next = listed.next
    page.facets = listed.facets
    for (index, count) in listed.otherCounts.enumerated() { page.hits[index].otherCount = count }
    if wishes.suggests {
      page.suggestions = try snapshot.suggestions(
        for: query, matching: mode, found: result.totalCount, until: interruption)
    }
    page.seconds = Double(monotonicNanoseconds() &- start) / 1e9
    return page
  }

  /// Names of values that documents are listed by and none of them has.
  private func noteUnknownNames(of listing: ListingRequest, in page: inout ResultPage) {
    if listing.valueNames.isEmpty { return }
    let known = snapshot.valueNames
    page.unknownNames = listing.valueNames.filter { !known.contains($0) }
    if !page.unknownNames.isEmpty { page.knownNames = known }
  }

  /// What is shown of an answer.
  func page(
    _ text: String, of query: ParsedQuery, _ result: SearchResult
  ) throws(IndexError) -> ResultPage {
    let parts = zip(query.parts, result.partDocumentCounts).map { part, count in
      PartCount(part: part, documentCount: count)
    }
    var records = try self.records(of: result.hits, query)
    if wishes.explains {
      for (index, hit) in result.hits.enumerated() {
        records[index].explanation = try snapshot.explanation(of: hit, query: query)
      }
    }
    var page = ResultPage(
      query: text, hits: records, totalCount: result.totalCount,
      documentCount: snapshot.documentCount, parts: parts,
      nearest: try self.records(of: result.nearest, query), seconds: 0)
    page.signed = query.parts.filter(\.isExcludedBySign).map(\.text)
    return page
  }

  private func records(of hits: [Hit], _ query: ParsedQuery) throws(IndexError) -> [HitRecord] {
    var records = zip(1..., hits).map { rank, hit in
      HitRecord(
        rank: rank, score: hit.score, name: DocumentName(key: hit.key), member: hit.member)
    }
    guard wishes.passageCount > 0, !hits.isEmpty else { return records }
    var finder = try snapshot.passageFinder(for: query)
    for (index, hit) in hits.enumerated() {
      guard let document = try snapshot.document(for: hit) else { continue }
      let found = try finder.passages(
        of: document, width: wishes.width, count: wishes.passageCount)
      fill(&records[index], document, found)
    }
    return records
  }

  /// Notes the passages of a document and where they are.
  func fill(_ record: inout HitRecord, _ document: Document, _ found: DocumentPassages) {
    var places = PlaceFinder(document, name: record.name)
    record.snippet = found.snippet
    record.matchedParts = found.matchedParts
    record.titlePlace = places.place(
      ofByte: found.titleMatches.first?.lowerBound ?? 0, inTitle: true)
    let lines = TextLines(document.body)
    record.passages = found.passages.map { passage in
      let offset = passage.matches.first?.lowerBound ?? passage.bodyOffset
      let place = places.place(ofByte: offset, inTitle: false)
      let range = lines.range(around: offset)
      let short =
        range.count <= TextLines.longestByteCount ? range : range.clamped(to: passage.range)
      return PassageRecord(
        passage: passage, place: place,
        line: lines.line(short, number: place.line, marking: passage.matches),
        context: wishes.contextCount > 0
          ? lines.context(of: passage, at: offset, place.line, count: wishes.contextCount) : [])
    }
  }
}

extension Snapshot {
  /// What a query asks of the values of every document and none of them has.
  func unmetConditions(of query: ParsedQuery) throws(IndexError) -> [String] {
    guard query.hasConditions else { return [] }
    return try conditionSummaries(of: query)
      .filter { $0.isRequired && $0.documentCount == 0 }.map(\.text)
  }
}

/// The lines of a text.
private struct TextLines {
  private let bytes: [UInt8]

  /// A line up to this length is shown whole; of a longer one, the passage in it.
  static let longestByteCount = 400

  init(_ text: String) {
    bytes = Array(text.utf8)
  }

  /// The line that a byte stands on, without its line break; of one as long as a book a stretch
  /// around the byte that ends at borders of scalars.
  func range(around offset: Int) -> Range<Int> {
    let farthest = 1 << 16
    var start = min(max(0, offset), bytes.count)
    let lowest = max(0, start - farthest)
    var end = start
    while start > lowest, bytes[start - 1] != 0x0A { start -= 1 }
    while start < end, bytes[start] & 0xC0 == 0x80 { start += 1 }
    let highest = min(bytes.count, end + farthest)
    while end < highest, bytes[end] != 0x0A { end += 1 }
    while end > start, end < bytes.count, bytes[end] & 0xC0 == 0x80 { end -= 1 }
    return start..<end
  }

  func line(_ range: Range<Int>, number: Int?, marking matches: [Range<Int>]) -> ContextLine {
    ContextLine(
      number: number, text: String(decoding: bytes[range], as: UTF8.self),
      matches: matches.filter { $0.overlaps(range) }.map { match in
        let inside = match.clamped(to: range)
        return inside.lowerBound - range.lowerBound..<inside.upperBound - range.lowerBound
      })
  }

  /// The lines of a passage's matches and so many before and after them.
  ///
  /// - Parameters:
  ///   - offset: a byte of the first line that counts, whose number is given.
  func context(
    of passage: Passage, at offset: Int, _ number: Int?, count: Int
  ) -> [ContextLine] {
    let last = max(offset, (passage.matches.last?.upperBound ?? offset + 1) - 1)
    var first = range(around: offset)
    var firstNumber = number
    for _ in 0..<count where first.lowerBound > 0 && bytes[first.lowerBound - 1] == 0x0A {
      first = range(around: first.lowerBound - 1)
      firstNumber = firstNumber.map { $0 - 1 }
    }
    var lines: [ContextLine] = []
    var next = first
    var left = count
    while true {
      let number = firstNumber.map { $0 + lines.count }
      lines.append(line(next, number: number, marking: passage.matches))
      if next.upperBound > last {
        if left == 0 { break }
        left -= 1
      }
      // A line that was cut has no next one.
      guard next.upperBound < bytes.count, bytes[next.upperBound] == 0x0A else { break }
      next = range(around: next.upperBound + 1)
    }
    return lines
  }
}
