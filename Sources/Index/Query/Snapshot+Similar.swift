internal import Tokenizer

extension Snapshot {
  /// The documents that are most like one of this index, itself left out.
  ///
  /// They are those that hold most of its ``query(similarTo:)``.
  ///
  /// - Throws: ``IndexError/invalidArgument(what:)`` if there is no such document, or the index stores no text.
  public func similar(
    to key: String, limit: Int = 10, until interruption: Interruption? = nil
  ) throws(IndexError) -> SearchResult {
    guard let address = try address(ofKey: key) else {
      throw .invalidArgument(what: "the index has no document '\(key)'")
    }
    guard let document = try document(at: address) else {
      throw .invalidArgument(
        what: "the index stores no text, so what '\(key)' is about cannot be told: "
          + "give the text itself, or build the index again with its text")
    }
    let query = try query(similarTo: document)
    return try similar(query, except: address, limit: limit, until: interruption)
  }

  /// The documents that are most like a text.
  public func similar(
    toText text: String, limit: Int = 10, until interruption: Interruption? = nil
  ) throws(IndexError) -> SearchResult {
    try search(
      try query(similarTo: Document(key: "", body: text)), limit: limit, suggesting: false,
      until: interruption)
  }

  /// The words that say best what a document is about, as a query for any of them: those that it has often
  /// and others seldom, each weighted by how often it has it. For snippets and explanations of what is similar.
  ///
  /// Only the first ``similarByteCount`` bytes are read.
  ///
  /// - Complexity: O(length of the text), and a look into the dictionary for some hundred words.
  public func query(similarTo document: Document) throws(IndexError) -> ParsedQuery {
    var words = DocumentWords()
    try parsers.withParser(analyzer: options.analyzer, limits: limits) {
      (parser) throws(IndexError) in
      for (text, weight) in [(document.title, 3), (document.body, 1)] {
        let start = String(decoding: text.utf8.prefix(Self.similarByteCount), as: UTF8.self)
        parser.forEachWord(of: start) { words.add($0, $1, weight: weight) }
      }
    }
    return try similarQuery(words)
  }

  /// How much of a text is read to find what it is about.
  public static let similarByteCount = 256 << 10
  /// Words that are looked up, and those that are asked for.
  private static let candidateCount = 300
  private static let similarWordCount = 25

  private func similar(
    _ query: ParsedQuery, except address: DocumentAddress, limit: Int,
    until interruption: Interruption?
  ) throws(IndexError) -> SearchResult {
    var result = try search(
      query, limit: min(limit + 1, limits.hitCount), suggesting: false, until: interruption)
    if try matches(query, address) { result.totalCount -= 1 }
    result.hits.removeAll { $0.address == address }
    result.hits = Array(result.hits.prefix(limit))
    return result
  }

  private func similarQuery(_ words: DocumentWords) throws(IndexError) -> ParsedQuery {
    var parsed = ParsedQuery(text: "", parts: [], query: .nothing)
    let expander = expander(parsed)
    var found: [(word: DocumentWords.Word, weight: Float, score: Float)] = []
    for word in words.most(Self.candidateCount) {
      let expanded = try expander.expanded(word.query)
      var planner = QueryPlanner(state.segments, collection, ranking: Ranking())
      try planner.add(expanded)
      guard try planner.isFound(expanded) else { continue }
      // As BM25 counts an occurrence: the tenth says little that the first nine have not.
      let weight = Float(word.count) / (Float(word.count) + 1.2)
      found.append((word, weight, weight * Self.worth(of: expanded, planner)))
    }
    // What is equal keeps its order in the text.
    found.sort { $0.score != $1.score ? $0.score > $1.score : $0.word.first < $1.word.first }
    let best = found.prefix(Self.similarWordCount)
    parsed.text = best.map(\.word.text).joined(separator: " ")
    parsed.parts = best.map { item in
      ParsedQuery.Part(
        text: item.word.text, terms: [item.word.text], isPhrase: false, isExcluded: false,
        query: item.word.query.multiplied(by: item.weight),
        loose: item.word.query.multiplied(by: item.weight))
    }
    parsed.query = QueryBuilder.any(parsed.parts.map(\.query))
    parsed.shape = QueryBuilder.any(
      parsed.parts.enumerated().map { $1.numbered($0).query })
    return parsed
  }
}

/// The words of a document and how often it has each.
private struct DocumentWords {
  struct Word {
    var text: String
    var query: Query
    var count: Int
    /// Which of the document's words it is.
    var first: Int
  }

  private var words: [Query: Word] = [:]

  mutating func add(_ text: String, _ query: Query, weight: Int) {
    var word = words[query] ?? Word(text: text, query: query, count: 0, first: words.count)
    word.count += weight
    words[query] = word
  }

  /// Those that it has most often, of equal ones the longest.
  func most(_ count: Int) -> ArraySlice<Word> {
    words.values.sorted { left, right in
      if left.count != right.count { return left.count > right.count }
      let (leftCount, rightCount) = (left.text.utf8.count, right.text.utf8.count)
      return leftCount != rightCount ? leftCount > rightCount : left.first < right.first
    }.prefix(count)
  }
}

extension QueryPlanner {
  /// Whether a document may hold it.
  fileprivate func isFound(_ query: Query) throws(IndexError) -> Bool {
    for segment in segments.indices where try matcher(query, segment: segment) != nil {
      return true
    }
    return false
  }
}

extension QueryParser {
  /// Calls for every word of a text that says something by itself: not for single characters.
  mutating func forEachWord(of text: String, _ body: (String, Query) -> Void) {
    for word in parts.words(of: text) {
      if word.isSpelled, word.characters.count < 2 { continue }
      if !word.isSpelled, word.term.count < 2 { continue }
      let query =
        word.isSpelled ? parts.sequence([word]) : parts.plainWord(word.term, word.token.script)
      body(word.shown, query)
    }
  }
}
