/// Says whether one document matches a query, by seeking to it: no other document is looked at.
///
/// Matchers walk through all documents, and sequences are even looked up in the whole index before
/// anything is scored. This is for asking about one document many times, and for saying which part
/// of a query it holds. Both must give the same answer, which a test checks.
struct DocumentMatcher {
  private let segment: OpenSegment
  private let document: DocID
  private let expander: QueryExpander

  /// - Precondition: the address is one of these segments, and the expander was made of them.
  init(_ address: DocumentAddress, _ segments: [OpenSegment], _ expander: QueryExpander) {
    segment = segments[address.segment]
    document = address.document
    self.expander = expander
  }

  /// Whether the document matches; false if it is deleted.
  func matches(_ query: Query) throws(IndexError) -> Bool {
    guard segment.live.isLive(document) else { return false }
    return try holds(try expander.expanded(query))
  }

  /// Whether the document matches a query whose words have been expanded.
  private func holds(_ query: Query) throws(IndexError) -> Bool {
    switch query {
    case .nothing, .word:
      return false
    case .term(let key, _):
      return try cursor(key) != nil
    case .synonyms(let terms, _), .forms(let terms, _):
      for term in terms where try cursor(term.key) != nil { return true }
      return false
    case .phrase(let terms):
      return try holdsSideBySide(terms.map { ($0.offset, [$0.key]) })
    case .sequence(let sequence):
      return try holdsSideBySide(sequence.places.map { ($0.offset, $0.terms.map(\.key)) })
    case .pattern(let pattern): return try holds(pattern)
    case .near(let near):
      var starts: [[UInt32]] = []
      for part in near.parts {
        let places = part.places.map { ($0.offset, $0.terms.map(\.key)) }
        guard let found = try startsSideBySide(places) else { return false }
        starts.append(found.sorted())
      }
      return near.occurrences(starts) > 0
    case .everything: return true
    case .condition(let filter):
      let evaluator = FilterEvaluator([segment])
      return try evaluator.documents(filter, segment: 0).contains(document)
    case .constant(let query, _): return try holds(query)
    case .verbatim(let query, let text):
      guard try holds(query) else { return false }
      return try text.isHeld(by: document, segment)
    case .atLeast(let least, let queries):
      var count = 0
      for query in queries where try holds(query) { count += 1 }
      return count >= least
    case .any(let queries):
      for query in queries where try holds(query) { return true }
      return false
    case .all(let queries):
      for query in queries where try !holds(query) { return false }
      return true
    case .excluding(let included, let excluded):
      guard try holds(included) else { return false }
      return try !holds(excluded)
    }
  }

  /// A cursor that is at the document; nil if the term is not in it.
  private func cursor(_ key: TermKey) throws(IndexError) -> PostingsCursor? {
    guard let info = try segment.reader.dictionary.find(key.bytes) else { return nil }
    return try cursor(info)
  }

  private func cursor(_ info: TermInfo) throws(IndexError) -> PostingsCursor? {
    var cursor = segment.cursor(info)
    _ = try cursor.nextBlock()
    try cursor.seek(to: document)
    return cursor.document == document ? cursor : nil
  }

  /// Whether the document holds a word that fits.
  private func holds(_ pattern: PatternQuery) throws(IndexError) -> Bool {
    var isFound = false
    try PatternScan(pattern).forEach(in: segment) { (word) throws(IndexError) in
      isFound = try cursor(word.info) != nil
      return !isFound
    }
    return isFound
  }

  /// Whether there is a place from which on each of these is filled by one of its terms.
  private func holdsSideBySide(
    _ places: [(offset: UInt32, keys: [TermKey])]
  ) throws(IndexError) -> Bool {
    try startsSideBySide(places) != nil
  }

  /// The places from which on each of these is filled by one of its terms; nil if there are none.
  private func startsSideBySide(
    _ places: [(offset: UInt32, keys: [TermKey])]
  ) throws(IndexError) -> Set<UInt32>? {
    var starts: Set<UInt32>?
    var positions: [UInt32] = []
    for place in places {
      var found: Set<UInt32> = []
      for key in place.keys {
        guard var cursor = try self.cursor(key) else { continue }
        try cursor.positions(into: &positions)
        for position in positions where position >= place.offset {
          found.insert(position - place.offset)
        }
      }
      let kept = starts.map { $0.intersection(found) } ?? found
      if kept.isEmpty { return nil }
      starts = kept
    }
    return starts
  }
}
