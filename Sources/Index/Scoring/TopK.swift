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
  /// An entry, and a number that orders entries: the lower, the worse.
  private struct Node {
    /// The score above, as ``TopK/order(of:)`` has it, and below how many had got in, inverted.
    var order: UInt64
    var segment: UInt32
    var document: DocID

    var entry: Entry {
      let bits = UInt32(truncatingIfNeeded: order &>> 32)
      return Entry(
        score: Float(bitPattern: bits &>> 31 == 1 ? bits & 0x7FFF_FFFF : ~bits),
        address: DocumentAddress(segment: Int(segment), document: document))
    }
  }

  // A binary heap, the worst at the root.
  private var heap: [Node] = []
  // How many have got in. Documents come in order, so that of equal scores the later is the worse.
  private var insertedCount: UInt32 = 0

  init(_ capacity: Int) {
    self.capacity = capacity
    heap.reserveCapacity(min(capacity, 1024))
  }

  /// A document with a score that is not greater cannot get in. Documents come in order, so an
  /// equal score comes too late.
  private(set) var threshold: Float = -.infinity

  /// Passes over what scores less than so many documents do as are wanted, all of which will be offered.
  mutating func raiseThreshold(to score: Float) {
    if score > 0 { threshold = max(threshold, score.nextDown) }
  }

  /// The worst that is kept, if no more have room; nil as long as there is room.
  var lowest: Entry? { heap.count == capacity ? heap.first?.entry : nil }

  /// Offers a document.
  ///
  /// - Precondition: addresses ascend.
  @inline(__always)
  mutating func offer(_ score: Float, _ segment: Int, _ document: DocID) {
    if score > threshold { insert(score, DocumentAddress(segment: segment, document: document)) }
  }

  private mutating func insert(_ score: Float, _ address: DocumentAddress) {
    guard capacity > 0 else { return }
    insertedCount &+= 1
    let order =
      UInt64(Self.order(of: score)) &<< 32 | UInt64(truncatingIfNeeded: ~insertedCount)
    let node = Node(
      order: order, segment: UInt32(truncatingIfNeeded: address.segment), document: address.document
    )
    if heap.count < capacity {
      heap.append(node)
      siftUp()
    } else {
      var span = heap.mutableSpan
      Self.siftDown(node, &span, count: span.count)
    }
    // It may have been raised beyond what has come so far.
    if heap.count == capacity { threshold = max(threshold, heap[0].entry.score) }
  }

  /// A number for each score, in their order; both zeros have the same.
  private static func order(of score: Float) -> UInt32 {
    let bits = (score + 0).bitPattern
    return bits &>> 31 == 0 ? bits | 1 &<< 31 : ~bits
  }

  /// The best first.
  func ranked() -> [Entry] {
    // The worst is taken away again and again, which leaves the best first.
    var nodes = heap
    var span = nodes.mutableSpan
    for count in stride(from: span.count, to: 1, by: -1) {
      let worst = span[0]
      let last = span[count - 1]
      Self.siftDown(last, &span, count: count - 1)
      span[count - 1] = worst
    }
    return nodes.map(\.entry)
  }

  private mutating func siftUp() {
    var span = heap.mutableSpan
    var index = span.count - 1
    let node = span[index]
    while index > 0 {
      let parent = (index - 1) / 2
      let above = span[parent]
      guard node.order < above.order else { break }
      span[index] = above
      index = parent
    }
    span[index] = node
  }

  /// Puts an entry in place of the worst.
  ///
  /// - Parameter count: of how many at the beginning.
  @inline(__always)
  private static func siftDown(_ node: Node, _ heap: inout MutableSpan<Node>, count: Int) {
    precondition(count > 0 && count <= heap.count)
    let last = count - 1
    var index = 0
    while 2 &* index < last {
      // Which of two is the worse is as good as random, so it is no branch. Both are below the count.
      let left = 2 &* index &+ 1
      let right = min(left &+ 1, last)
      let isRight = unsafe heap[unchecked: right].order < heap[unchecked: left].order
      let worse = left &+ (isRight ? 1 : 0)
      let below = unsafe heap[unchecked: worse]
      if below.order >= node.order { break }
      unsafe heap[unchecked: index] = below
      index = worse
    }
    unsafe heap[unchecked: index] = node
  }
}
