/// Walks the documents of one segment that match a part of a query, and scores them.
///
/// Laws: a new matcher is at its first document; it never moves backwards; at the end ``document``
/// is ``DocID/end``, and moving on stays there.
class Matcher {
  /// The document the matcher is at.
  var document: DocID = .end

  /// About how many documents there are; the cheaper ones lead.
  var cost: UInt64 { 0 }

  /// Moves to the next document.
  func advance() throws(IndexError) { document = .end }

  /// Moves to the first document that is not less than `target`.
  func seek(to target: DocID) throws(IndexError) {
    while document < target { try advance() }
  }

  /// The score of the current document.
  func score() throws(IndexError) -> Float { 0 }

  /// How often the current document holds what is looked for, in units of its heaviest form; 0 where
  /// several things are looked for.
  func frequency() throws(IndexError) -> Float { 0 }

  /// How much the heaviest form in the current document counts, at most 1.
  func heaviestWeight() throws(IndexError) -> Float { 1 }

  /// The score of the current document if it held what is looked for that often.
  func score(frequency: Float) -> Float { 0 }

  /// Documents that score no more than this need not be stopped at any more.
  func raiseFloor(to score: Float) {}

  /// What no score exceeds; infinity if that is not known.
  func maximumScore() throws(IndexError) -> Float { .infinity }

  /// What no score of a document from `target` to `last` exceeds; infinity and the end if that is not
  /// known. Nothing is decoded, and the matcher is not moved.
  ///
  /// - Precondition: targets do not descend.
  func maximumScore(from target: DocID) throws(IndexError) -> (bound: Float, last: DocID) {
    (try maximumScore(), .end)
  }

  /// Adds the scores of all documents in the window, which begins at or before the current one, and
  /// moves behind it.
  func accumulate(into window: ScoreWindow) throws(IndexError) {
    while document < window.end {
      window.add(try score(), for: document)
      try advance()
    }
  }
}

/// Documents that hold a term.
final class TermMatcher: Matcher {
  private var cursor: PostingsCursor
  private let weight: Float
  private let norms: Norms

  init(_ cursor: PostingsCursor, weight: Float, norms: Norms) throws(IndexError) {
    self.cursor = cursor
    self.weight = weight
    self.norms = norms
    super.init()
    _ = try self.cursor.nextBlock()
    document = self.cursor.document
  }

  override var cost: UInt64 { UInt64(cursor.info.documentFrequency) }

  override func advance() throws(IndexError) {
    try cursor.advance()
    document = cursor.document
  }

  override func seek(to target: DocID) throws(IndexError) {
    try cursor.seek(to: target)
    document = cursor.document
  }

  override func score() throws(IndexError) -> Float {
    BM25.score(
      weight: weight, frequency: Float(try cursor.frequency), inverseNorm: norms[document])
  }

  override func frequency() throws(IndexError) -> Float { Float(try cursor.frequency) }

  override func score(frequency: Float) -> Float {
    BM25.score(weight: weight, frequency: frequency, inverseNorm: norms[document])
  }

  /// Looks at impacts, apart from the cursor that walks.
  private lazy var impacts = TermList(cursor.copy(), weight: weight, norms: norms)

  override func maximumScore() throws(IndexError) -> Float {
    try TermList(cursor.copy(), weight: weight, norms: norms).bound(from: 0, to: .max)
  }

  override func maximumScore(
    from target: DocID
  ) throws(IndexError) -> (bound: Float, last: DocID) {
    guard try impacts.seekBlock(target.rawValue) else { return (0, .end) }
    return (impacts.blockBound, min(DocID(rawValue: impacts.blockLast), .end))
  }

  /// Block by block, without a call for each document.
  override func accumulate(into window: ScoreWindow) throws(IndexError) {
    let weight = weight
    while document < window.end {
      let block = unsafe try cursor.remainingBlock()
      let blockCount = unsafe block.count
      var count = 0
      // The block has `count` entries; documents are below the segment's count, as norms are.
      while count < blockCount, unsafe block.documents[count] < window.end.rawValue {
        let document = unsafe DocID(rawValue: block.documents[count])
        let frequency = unsafe Float(block.frequencies[count])
        let inverseNorm = unsafe norms.unchecked(document)
        window.add(
          BM25.score(weight: weight, frequency: frequency, inverseNorm: inverseNorm), for: document)
        count += 1
      }
      if count < blockCount {
        cursor.moveWithinBlock(by: count)
        document = cursor.document
      } else {
        _ = try cursor.nextBlock()
        document = cursor.document
      }
    }
  }
}
