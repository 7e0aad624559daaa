internal import Tokenizer

/// Says part by part why a document does or does not match.
struct Diagnoser {
  /// How much of a document is looked through for words that are like one that was typed.
  private static let readByteCount = 1 << 22
  private static let stretchByteCount = 1 << 18
  private static let excerptReach = 60

  private let document: Document
  private let matcher: DocumentMatcher
  private let expander: QueryExpander
  private let analyzer: AnalyzerOptions
  private var reader: PlaceReader
  private var likeness = WordLikeness()
  // The document's words and how the first of each is written; read when they are first needed.
  private var words: [String: String]?
  /// The field that the part at hand is asked for in; nil for any.
  private var asked: String?

  init(
    _ document: Document, at address: DocumentAddress, _ segments: [OpenSegment],
    analyzer: AnalyzerOptions
  ) throws(IndexError) {
    self.document = document
    self.analyzer = analyzer
    expander = QueryExpander(segments)
    matcher = DocumentMatcher(address, segments, expander)
    reader = try PlaceReader(analyzer: analyzer)
  }

  mutating func diagnosis(of query: ParsedQuery) throws(IndexError) -> Diagnosis {
    var parts: [PartDiagnosis] = []
    let matches = try matcher.matches(query.query)
    let matchesWords =
      matches ? true : try matcher.matches(query.withoutConditions.query)
    for part in query.parts {
      var result = try diagnosis(of: part)
      // It stands there as it was typed, sign and all.
      if matchesWords, part.isExcludedBySign, result.cause == .excluded { result.cause = .found }
      parts.append(result)
    }
    return Diagnosis(
      key: document.key, matches: matches, matchesWords: matchesWords, parts: parts)
  }

  private mutating func diagnosis(of part: ParsedQuery.Part) throws(IndexError) -> PartDiagnosis {
    var pieces: [QueryPiece] = []
    for leaf in part.leaves {
      pieces.append(
        QueryPiece(text: leaf.label, documentCount: try matcher.matches(leaf) ? 1 : 0))
    }
    var result = PartDiagnosis(
      part: part, pieces: pieces, holdsSome: try matcher.matches(part.loose), cause: .found)
    let holdsAll = try matcher.matches(part.query)
    if part.isExcluded {
      result.cause = holdsAll ? .excluded : .absentAsAsked
    } else if !holdsAll {
      try explain(&result)
    }
    return result
  }

  /// Finds what kept a part apart from the document.
  private mutating func explain(_ result: inout PartDiagnosis) throws(IndexError) {
    if try explainNear(&result) { return }
    asked = result.part.field == "text" ? nil : result.part.field
    if let (place, words) = try place(of: result.part.text, in: askedTexts) {
      result.place = place
      try explain(&result, place, words)
      return
    }
    // Somewhere else than where it is asked for: that is all there is to say.
    if asked != nil, let (place, _) = try place(of: result.part.text, in: document.allTexts) {
      result.place = place
      result.cause = .elsewhere
      result.suggestion = result.part.isPhrase ? "\"\(result.part.text)\"" : result.part.text
      return
    }
    if result.part.terms.isEmpty {
      result.cause = .nothingToSearch
    } else if try !explainByLikeWords(&result), try !explainByStretch(&result) {
      result.cause = result.holdsSome ? .partly : .absent
    }
  }

  /// What stands near each other is not found where its parts are there, but farther from each other.
  private func explainNear(_ result: inout PartDiagnosis) throws(IndexError) -> Bool {
    guard case .near(let near) = result.part.query else { return false }
    var heldCount = 0
    for part in near.parts.indices where try matcher.matches(near.query(ofPart: part)) {
      heldCount += 1
    }
    if heldCount == near.parts.count {
      result.cause = .farApart
    } else {
      result.cause = heldCount > 0 ? .partly : .absent
    }
    return true
  }

  // MARK: - What stands in the text

  /// The texts that a part may stand in: all, or those of the field it is asked for in.
  private var askedTexts: [Document.SearchedText] {
    guard let asked else { return document.allTexts }
    if asked == Schema.titleName {
      let values = document.fields.filter { $0.name == asked }
      return document.allTexts.filter { $0.name == asked }
        + values.map { Document.SearchedText(name: asked, text: $0.value) }
    }
    return document.fields.filter { $0.name == asked }.map {
      Document.SearchedText(name: asked, text: $0.value)
    }
  }

  /// The first place that holds the text as it was typed, and the words there.
  private mutating func place(
    of typed: String, in texts: [Document.SearchedText]
  ) throws(IndexError) -> (PartDiagnosis.Place, [PlaceReader.Word])? {
    let raw = Array(typed.utf8)
    let folded = try TextScan.fold(typed).bytes
    for isExact in [true, false] {
      for text in texts {
        let bytes = Array(text.text.utf8)
        let found =
          isExact
          ? TextScan.firstRange(of: raw, in: bytes)
          : try TextScan.firstRange(ofFolded: folded, in: bytes)
        guard let found else { continue }
        let words = reader.words(in: bytes, touching: found)
        let (excerpt, range) = Self.excerpt(of: bytes, around: found)
        let place = PartDiagnosis.Place(
          field: text.name, range: found, isExact: isExact, excerpt: excerpt, excerptRange: range,
          words: words.map(\.term))
        return (place, words)
      }
    }
    return nil
  }

  private static func excerpt(
    of text: [UInt8], around range: Range<Int>
  ) -> (text: String, range: Range<Int>) {
    var start = max(0, range.lowerBound - excerptReach)
    var end = min(text.count, range.upperBound + excerptReach)
    while start < range.lowerBound, text[start] & 0xC0 == 0x80 { start += 1 }
    while end > range.upperBound, end < text.count, text[end] & 0xC0 == 0x80 { end -= 1 }
    return (
      String(decoding: text[start..<end], as: UTF8.self),
      range.lowerBound - start..<range.upperBound - start
    )
  }

  /// Why the part is not found though the text holds it.
  private mutating func explain(
    _ result: inout PartDiagnosis, _ place: PartDiagnosis.Place, _ words: [PlaceReader.Word]
  ) throws(IndexError) {
    let texts = asked == nil ? document.searchedTexts : askedTexts
    guard let text = texts.first(where: { $0.name == place.field }) else {
      result.cause = .fieldByNameOnly
      return
    }
    guard let first = words.first, let last = words.last, !result.part.terms.isEmpty else {
      result.cause = .dropped
      return
    }
    let bytes = Array(text.text.utf8)
    if try isFoundByAnalysing(result.part, bytes, around: place.range) {
      result.cause = .notIndexed
      return
    }
    let sticksOut =
      (!first.isSpelled && first.range.lowerBound < place.range.lowerBound)
      || (!last.isSpelled && last.range.upperBound > place.range.upperBound)
    result.cause = sticksOut ? .insideWord : .segmentation
    let whole = first.range.lowerBound..<last.range.upperBound
    if sticksOut, whole.upperBound <= bytes.count {
      result.suggestion = String(decoding: bytes[whole], as: UTF8.self)
    } else {
      result.suggestion = words.map {
        String(decoding: bytes[$0.range], as: UTF8.self)
      }.joined(separator: " ")
    }
  }

  /// Whether today's analysis of the text there holds the part.
  private func isFoundByAnalysing(
    _ part: ParsedQuery.Part, _ text: [UInt8], around range: Range<Int>
  ) throws(IndexError) -> Bool {
    var finder = try MatchFinder(part.query, expander: expander, analyzer: analyzer)
    let start = max(0, range.lowerBound - PlaceReader.reach)
    let end = min(text.count, range.upperBound + PlaceReader.reach)
    let found = finder.matches(in: String(decoding: text[start..<end], as: UTF8.self))
    return Set(found.map(\.part)).count == finder.partCount
  }

  // MARK: - What the text has instead

  /// Whether words of the text are like those words of the part that it lacks.
  private mutating func explainByLikeWords(
    _ result: inout PartDiagnosis
  ) throws(IndexError) -> Bool {
    let known = try knownWords()
    var worst: WordLikeness.Kind?
    var isAnyLacking = false
    var replaced: [String] = []
    for term in result.part.terms {
      if let written = known[term] {
        replaced.append(written)
        continue
      }
      isAnyLacking = true
      var best: (kind: WordLikeness.Kind, distance: Int, term: String)?
      for word in known.keys {
        guard let found = likeness.compare(term, word) else { continue }
        let candidate = (found.kind, found.distance, word)
        if best.map({ candidate < ($0.kind, $0.distance, $0.term) }) ?? true { best = candidate }
      }
      guard let best else { return false }
      worst = max(worst ?? best.kind, best.kind)
      replaced.append(known[best.term] ?? best.term)
    }
    let suggestion = replaced.joined(separator: " ")
    switch worst {
    case .variant?: result.cause = .variant
    case .beginning?: result.cause = .inflection
    case .spelling?: result.cause = .spelling
    case nil:
      if isAnyLacking { return false }
      // All there, and yet not found: they do not stand side by side.
      result.cause = .apart
    }
    let keepsQuotes = result.part.isPhrase && result.cause != .apart
    result.suggestion = keepsQuotes ? "\"\(suggestion)\"" : suggestion
    return true
  }

  /// The words of the document, by their terms.
  private mutating func knownWords() throws(IndexError) -> [String: String] {
    if asked == nil, let words { return words }
    var found: [String: String] = [:]
    var rest = Self.readByteCount
    for text in asked == nil ? document.searchedTexts : askedTexts {
      let bytes = Array(text.text.utf8)
      var start = 0
      while start < bytes.count, rest > 0 {
        let end = min(bytes.count, start + Self.stretchByteCount)
        for word in reader.words(in: bytes, from: start, to: end) where found[word.term] == nil {
          found[word.term] = String(decoding: bytes[word.range], as: UTF8.self)
        }
        rest -= end - start
        start = end
      }
    }
    if asked == nil { words = found }
    return found
  }

  /// Whether the text holds a stretch of the part: the longest one, and at least two characters.
  private func explainByStretch(_ result: inout PartDiagnosis) throws(IndexError) -> Bool {
    let characters = Array(try TextScan.fold(result.part.text).text)
    // Each length is looked for from every start: kept small.
    guard (3...48).contains(characters.count) else { return false }
    let texts = (asked == nil ? document.searchedTexts : askedTexts).map { $0.text }
    var folded: [[UInt8]] = []
    for text in texts {
      folded.append(try TextScan.fold(String(text.prefix(Self.stretchByteCount))).bytes)
    }
    for count in stride(from: characters.count - 1, to: 1, by: -1) {
      for start in 0...characters.count - count {
        let stretch = String(characters[start..<start + count])
        guard stretch.unicodeScalars.contains(where: { RecallGroup.of($0)?.isSpelled == true }),
          folded.contains(where: { TextScan.firstRange(of: Array(stretch.utf8), in: $0) != nil })
        else { continue }
        result.cause = .partly
        result.suggestion = stretch.trimmed
        return true
      }
    }
    return false
  }
}

extension Document {
  /// All texts of a document: those that are searched by default first.
  fileprivate var allTexts: [Document.SearchedText] {
    searchedTexts
      + fields.filter { !$0.isSearchedByDefault }.map {
        Document.SearchedText(name: $0.name, text: $0.value)
      }
  }
}

extension String {
  /// Without white space at its ends.
  fileprivate var trimmed: String {
    var text = self[...]
    while text.first?.isWhitespace == true { text = text.dropFirst() }
    while text.last?.isWhitespace == true { text = text.dropLast() }
    return String(text)
  }
}
