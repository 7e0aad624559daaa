/// A part of a union in one segment, whose scores are read window by window, or of a
/// conjunction.
///
/// Laws: what is asked for never lies before what was asked for earlier.
class UnionPart {
  /// About how many documents there are.
  var cost: UInt64 { 0 }

  /// What no score of a document from `start` to before `end` exceeds.
  func bound(from start: UInt32, to end: UInt32) throws(IndexError) -> Float { 0 }

  /// A document before which there is none from `start` on.
  func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 { .max }

  /// Appends the documents from `start` to before `end`, ascending; those that score no more than the
  /// limit may be left out. Where scores take positions their bounds will do.
  func read(
    from start: UInt32, to end: UInt32, above limit: Float, into found: ScoredDocuments
  ) throws(IndexError) {}

  /// The score of a document; 0 if it is not there.
  func score(of document: DocID) throws(IndexError) -> Float { 0 }

  /// What the score of a document does not exceed, without reading positions; 0 if it cannot be there.
  func limit(of document: DocID) throws(IndexError) -> Float { try score(of: document) }

  /// Whether ``limit(of:)`` may be more than the score.
  var hasLooseLimits: Bool { false }

  /// Adds to the scores of candidates. Those that do not exceed the limit, whatever is added, may be
  /// left as they are.
  func addScores(
    to candidates: CandidateBuffer, above limit: Float, bound: Float
  ) throws(IndexError) {
    for index in 0..<candidates.count {
      // Below the count.
      let score = unsafe candidates.scores[index]
      if score + bound <= limit { continue }
      let document = unsafe DocID(rawValue: candidates.documents[index])
      unsafe candidates.scores[index] = score + (try self.score(of: document))
    }
    candidates.keep(above: limit)
  }
}

/// A term.
final class TermPart: UnionPart {
  private let list: TermList
  private let block = BlockScores()

  init(_ list: TermList) {
    self.list = list
  }

  override var cost: UInt64 { UInt64(list.documentFrequency) }

  override func bound(from start: UInt32, to end: UInt32) throws(IndexError) -> Float {
    try list.bound(from: start, to: end)
  }

  override func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 {
    try list.nextDocument(from: start)
  }

  override func read(
    from start: UInt32, to end: UInt32, above limit: Float, into found: ScoredDocuments
  ) throws(IndexError) {
    guard try list.seekBlock(start) else { return }
    repeat {
      if list.blockBound > limit {
        let (documents, count) = unsafe try list.documents()
        let range = unsafe TermUnion.range(documents, count, start, end)
        if !range.isEmpty {
          unsafe block.compute(
            documents, try list.frequencies(), range, weight: list.weight, norms: list.norms)
          unsafe found.append(documents, block.scores, range)
        }
      }
      if list.blockLast >= end - 1 { return }
    } while try list.nextBlock()
  }

  override func addScores(
    to candidates: CandidateBuffer, above limit: Float, bound: Float
  ) throws(IndexError) {
    try list.addScores(to: candidates, above: limit)
  }

  override func score(of document: DocID) throws(IndexError) -> Float {
    guard let frequency = try list.frequency(in: document.rawValue) else { return 0 }
    return BM25.score(
      weight: list.weight, frequency: Float(frequency), inverseNorm: list.norms[document])
  }
}

/// Anything else.
final class MatcherPart: UnionPart {
  private let matcher: Matcher

  init(_ matcher: Matcher) {
    self.matcher = matcher
  }

  override var cost: UInt64 { matcher.cost }

  override func bound(from start: UInt32, to end: UInt32) throws(IndexError) -> Float {
    matcher.document == .end ? 0 : try matcher.maximumScore()
  }

  override func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 {
    matcher.document == .end ? .max : max(start, matcher.document.rawValue)
  }

  override func read(
    from start: UInt32, to end: UInt32, above limit: Float, into found: ScoredDocuments
  ) throws(IndexError) {
    try matcher.seek(to: DocID(rawValue: start))
    while matcher.document.rawValue < end {
      found.append(matcher.document.rawValue, try matcher.score())
      try matcher.advance()
    }
  }

  override func score(of document: DocID) throws(IndexError) -> Float {
    try matcher.seek(to: document)
    return matcher.document == document ? try matcher.score() : 0
  }
}
