/// Several terms that count as one; see ``SynonymsMatcher``, whose scores these are.
@safe
final class FormsPart: UnionPart {
  private let lists: [TermList]
  private let weights: [Float]
  private let isSum: Bool
  private let scorer: LeafScorer
  private let window: FormsWindow

  /// With `isSum` false the frequency is that of the most frequent term.
  ///
  /// - Precondition: there are as many weights, above 0 and at most 1.
  init(
    _ lists: [TermList], weights: [Float], _ scorer: LeafScorer, isSum: Bool, _ window: FormsWindow
  ) {
    self.lists = lists
    self.weights = weights
    self.isSum = isSum
    self.scorer = scorer
    self.window = window
  }

  override var cost: UInt64 { lists.reduce(0) { $0 + UInt64($1.documentFrequency) } }

  /// A score grows ever less with frequency, so that several terms are never worth more than the sum
  /// of what each is worth; and a lighter term counts less than a heavier one.
  override func bound(from start: UInt32, to end: UInt32) throws(IndexError) -> Float {
    var bound: Float = 0
    for list in lists {
      let one = try list.bound(from: start, to: end)
      bound = isSum ? bound + one : max(bound, one)
    }
    return min(bound, scorer.weight)
  }

  override func nextDocument(from start: UInt32) throws(IndexError) -> UInt32 {
    var next = UInt32.max
    for list in lists { next = min(next, try list.nextDocument(from: start)) }
    return next
  }

  override func read(
    from start: UInt32, to end: UInt32, above limit: Float, into found: ScoredDocuments
  ) throws(IndexError) {
    window.begin(start, end)
    for (list, weight) in zip(lists, weights) {
      guard try list.seekBlock(start) else { continue }
      repeat {
        let (documents, count) = unsafe try list.documents()
        let range = unsafe TermUnion.range(documents, count, start, end)
        if !range.isEmpty {
          unsafe window.add(
            documents, try list.frequencies(), range, weight: weight, isSum: isSum)
        }
        if list.blockLast >= end - 1 { break }
      } while try list.nextBlock()
    }
    window.drain(scorer, into: found)
  }

  override func score(of document: DocID) throws(IndexError) -> Float {
    var total: Float = 0
    var heaviest: Float = 0
    for (list, weight) in zip(lists, weights) {
      guard let found = try list.frequency(in: document.rawValue) else { continue }
      let frequency = weight * Float(found)
      total = isSum ? total + frequency : max(total, frequency)
      heaviest = max(heaviest, weight)
    }
    if heaviest == 0 { return 0 }
    return heaviest * scorer.score(frequency: total / heaviest, in: document)
  }
}

/// Frequencies of terms that count as one, in neighbouring documents.
@safe
final class FormsWindow {
  // For each document what its terms are worth together, and the weight of the heaviest, which is 0
  // where there is none.
  private let totals: UnsafeMutablePointer<Float>
  private let heaviest: UnsafeMutablePointer<Float>
  // Which sixteen documents to look at.
  private let touched: UnsafeMutablePointer<UInt8>
  private var start: UInt32 = 0
  private var end: UInt32 = 0

  private static let chunkSize = 16
  private static let chunkCount = SumWindow.size / chunkSize

  init() {
    unsafe totals = .allocate(capacity: 2 * SumWindow.size)
    unsafe totals.initialize(repeating: 0, count: 2 * SumWindow.size)
    unsafe heaviest = totals + SumWindow.size
    unsafe touched = .allocate(capacity: Self.chunkCount)
    unsafe touched.initialize(repeating: 0, count: Self.chunkCount)
  }

  deinit {
    // Allocated by init.
    unsafe totals.deallocate()
    unsafe touched.deallocate()
  }

  /// Begins a window, at most ``SumWindow/size`` wide.
  ///
  /// - Precondition: the last one has been drained.
  func begin(_ start: UInt32, _ end: UInt32) {
    precondition(start <= end && end - start <= UInt32(SumWindow.size))
    self.start = start
    self.end = end
  }

  /// Adds the frequencies of some documents of a block.
  ///
  /// - Precondition: they ascend, and the first and the last lie in the window.
  @unsafe
  func add(
    _ documents: UnsafeMutablePointer<UInt32>, _ frequencies: UnsafeMutablePointer<UInt32>,
    _ range: Range<Int>, weight: Float, isSum: Bool
  ) {
    guard let last = range.last else { return }
    let start = start
    // There are so many documents.
    unsafe precondition(documents[range.lowerBound] >= start && documents[last] < end)
    let totals = unsafe totals
    let heaviest = unsafe heaviest
    let touched = unsafe touched
    for index in range {
      // Between the first and the last.
      let offset = unsafe Int(documents[index] &- start)
      let frequency = unsafe weight * Float(frequencies[index])
      let total = unsafe totals[offset]
      unsafe totals[offset] = isSum ? total + frequency : max(total, frequency)
      unsafe heaviest[offset] = max(heaviest[offset], weight)
      unsafe touched[offset &>> 4] = 1
    }
  }

  /// Appends the documents of the window and their scores, and empties it.
  func drain(_ scorer: LeafScorer, into found: ScoredDocuments) {
    for chunk in 0..<Self.chunkCount {
      // Below the number of chunks.
      if unsafe touched[chunk] == 0 { continue }
      unsafe touched[chunk] = 0
      for offset in chunk * Self.chunkSize..<(chunk + 1) * Self.chunkSize {
        // Below the size.
        let weight = unsafe heaviest[offset]
        if weight == 0 { continue }
        let document = DocID(rawValue: start &+ UInt32(truncatingIfNeeded: offset))
        let score =
          weight * scorer.score(frequency: unsafe totals[offset] / weight, in: document)
        found.append(document.rawValue, score)
        unsafe totals[offset] = 0
        unsafe heaviest[offset] = 0
      }
    }
  }
}
