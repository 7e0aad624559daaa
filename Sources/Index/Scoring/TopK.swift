/// The best k of what is offered, by score; among equal scores those offered first.
///
/// - Complexity: O(log k) for each document that gets in, O(1) for the others.
struct TopK {
  /// A document and its score.
  struct Entry: Equatable {
    var score: Float
    var address: DocumentAddress

    /// Whether it comes behind another in the ranking.
    func isWorse(than other: Entry) -> Bool {
      score != other.score ? score < other.score : address > other.address
    }
  }

  /// How many are kept.
  let capacity: Int
  // A binary heap, the worst at the root.
  private var heap: [Entry] = []

  init(_ capacity: Int) {
    self.capacity = capacity
    heap.reserveCapacity(min(capacity, 1024))
  }

  /// A document with a score that is not greater cannot get in. Documents come in order, so an
  /// equal score comes too late.
  private(set) var threshold: Float = -.infinity

  /// The worst that is kept, if no more have room; nil as long as there is room.
  var lowest: Entry? { heap.count == capacity ? heap.first : nil }

  /// Offers a document.
  ///
  /// - Precondition: addresses ascend.
  @inline(__always)
  mutating func offer(_ score: Float, _ segment: Int, _ document: DocID) {
    if score > threshold { insert(score, DocumentAddress(segment: segment, document: document)) }
  }

  private mutating func insert(_ score: Float, _ address: DocumentAddress) {
    guard capacity > 0 else { return }
    let entry = Entry(score: score, address: address)
    if heap.count < capacity {
      heap.append(entry)
      siftUp()
    } else {
      heap[0] = entry
      siftDown()
    }
    if heap.count == capacity { threshold = heap[0].score }
  }

  /// The best first.
  func ranked() -> [Entry] { heap.sorted { $1.isWorse(than: $0) } }

  private mutating func siftUp() {
    var index = heap.count - 1
    while index > 0 {
      let parent = (index - 1) / 2
      guard heap[index].isWorse(than: heap[parent]) else { return }
      heap.swapAt(index, parent)
      index = parent
    }
  }

  private mutating func siftDown() {
    var index = 0
    while true {
      var worst = 2 * index + 1
      if worst >= heap.count { return }
      if worst + 1 < heap.count, heap[worst + 1].isWorse(than: heap[worst]) { worst += 1 }
      if !heap[worst].isWorse(than: heap[index]) { return }
      heap.swapAt(index, worst)
      index = worst
    }
  }
}
