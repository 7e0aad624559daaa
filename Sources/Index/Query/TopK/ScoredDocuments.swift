/// Documents of a window and their scores, for one part of a union after the other; in memory that is
/// used again for the next window.
@safe
final class ScoredDocuments {
  private(set) var documents: UnsafeMutablePointer<UInt32>
  private(set) var scores: UnsafeMutablePointer<Float>
  // Whether a score is what the document's cannot exceed.
  private var areBounds: UnsafeMutablePointer<Bool>
  private var capacity = 512
  private(set) var count = 0

  init() {
    unsafe documents = .allocate(capacity: capacity)
    unsafe scores = .allocate(capacity: capacity)
    unsafe areBounds = .allocate(capacity: capacity)
  }

  deinit {
    // Allocated by init or by reserve.
    unsafe documents.deallocate()
    unsafe scores.deallocate()
    unsafe areBounds.deallocate()
  }

  /// Whether any score is only what the document's cannot exceed.
  private(set) var hasBounds = false

  func removeAll() {
    count = 0
    hasBounds = false
  }

  /// Makes room for so many more.
  func reserve(_ more: Int) {
    if count + more <= capacity { return }
    capacity = max(2 * capacity, count + more)
    let newDocuments = UnsafeMutablePointer<UInt32>.allocate(capacity: capacity)
    let newScores = UnsafeMutablePointer<Float>.allocate(capacity: capacity)
    let newBounds = UnsafeMutablePointer<Bool>.allocate(capacity: capacity)
    // As many as there are; allocated by init or here.
    unsafe newDocuments.update(from: documents, count: count)
    unsafe newScores.update(from: scores, count: count)
    unsafe newBounds.update(from: areBounds, count: count)
    unsafe documents.deallocate()
    unsafe scores.deallocate()
    unsafe areBounds.deallocate()
    unsafe (documents, scores, areBounds) = (newDocuments, newScores, newBounds)
  }

  @inline(__always)
  func append(_ document: UInt32, _ score: Float, isBound: Bool = false) {
    if count == capacity { reserve(1) }
    // Below the capacity.
    unsafe documents[count] = document
    unsafe scores[count] = score
    unsafe areBounds[count] = isBound
    count += 1
    if isBound { hasBounds = true }
  }

  /// Appends some documents of a block.
  ///
  /// - Precondition: they are there, and so are their scores.
  @unsafe
  func append(
    _ newDocuments: UnsafeMutablePointer<UInt32>, _ newScores: UnsafeMutablePointer<Float>,
    _ range: Range<Int>
  ) {
    reserve(range.count)
    // There is room.
    unsafe (documents + count).update(from: newDocuments + range.lowerBound, count: range.count)
    unsafe (scores + count).update(from: newScores + range.lowerBound, count: range.count)
    unsafe (areBounds + count).update(repeating: false, count: range.count)
    count += range.count
  }

  /// A document, its score, and whether that is only a bound.
  subscript(place: Int) -> (document: UInt32, score: Float, isBound: Bool) {
    precondition(place < count)
    // Below the count.
    return unsafe (documents[place], scores[place], areBounds[place])
  }

  /// Puts the scores of candidates that are among some of the documents where they belong: that of
  /// the first candidate to `start`, the others `step` apart. Those that are bounds get a sign.
  func look(
    up candidates: CandidateBuffer, in range: Range<Int>, into table: inout [Float],
    from start: Int,
    step: Int
  ) {
    precondition(range.upperBound <= count)
    var next = range.lowerBound
    for index in 0..<candidates.count {
      // Below the counts.
      let wanted = unsafe candidates.documents[index]
      while next < range.upperBound, unsafe documents[next] < wanted { next += 1 }
      if next == range.upperBound { return }
      if unsafe documents[next] == wanted {
        let score = unsafe scores[next]
        table[start + index * step] = unsafe areBounds[next] ? -score : score
      }
    }
  }
}
