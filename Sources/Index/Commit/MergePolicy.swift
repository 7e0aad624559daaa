/// When to merge what: a pure function over the segments' sizes.
///
/// Tiers as in LSM trees: segments whose sizes lie within a factor of ten belong together, and ten
/// neighbours of a tier (or smaller) become one. So a document is copied once for every tenfold
/// growth of the index, a query meets at most some twenty segments for every tier, and documents
/// keep the order in which they came. No segment is copied for the sake of neighbours that together
/// are smaller.
struct MergePolicy {
  /// A segment as far as merging is concerned.
  struct Candidate {
    var byteCount: UInt64
    var documentCount: Int
    var deletedCount: Int
    var keyByteCount = 0
  }

  /// Offsets of keys have 32 bits.
  static let maximumKeyByteCount = 1 << 32

  /// How many segments of a tier become one.
  var mergeCount = 10
  /// Segments below this count as this large: merging them is cheap, searching many is not.
  var floorByteCount: UInt64 = 4 << 20
  /// A segment with a larger share of deleted documents is written anew.
  var maximumDeletedShare = 0.5
  /// Nothing larger is merged; what is left waits for a commit that has the time.
  var maximumByteCount = UInt64.max

  /// The next merge, as positions in the list, ascending; nil if all is well.
  func nextMerge(_ segments: [Candidate]) -> [Int]? {
    for (index, segment) in segments.enumerated() where segment.documentCount > 0 {
      let share = Double(segment.deletedCount) / Double(segment.documentCount)
      if share > maximumDeletedShare, segment.byteCount <= maximumByteCount { return [index] }
    }
    let tiers = segments.map { tier(of: $0.byteCount) }
    for tier in Set(tiers).sorted() {
      var run: [Int] = []
      for index in tiers.indices {
        if tiers[index] <= tier { run.append(index) }
        guard tiers[index] > tier || index == tiers.count - 1 else { continue }
        if isWorthwhile(run.map { segments[$0] }) { return run }
        run = []
      }
    }
    return nil
  }

  private func isWorthwhile(_ run: [Candidate]) -> Bool {
    let documents = run.reduce(0) { $0 + $1.documentCount }
    let total = run.reduce(0) { $0 + $1.byteCount }
    let largest = run.reduce(0) { max($0, $1.byteCount) }
    let keys = run.reduce(0) { $0 + $1.keyByteCount }
    guard keys < Self.maximumKeyByteCount, total <= maximumByteCount else { return false }
    return run.count >= mergeCount && documents < DocID.maximumCount
      && (largest <= total / 2 || largest <= floorByteCount)
  }

  private func tier(of byteCount: UInt64) -> Int {
    var tier = 0
    var limit = floorByteCount
    while byteCount > limit {
      let (product, overflow) = limit.multipliedReportingOverflow(by: 10)
      tier += 1
      if overflow { return tier }
      limit = product
    }
    return tier
  }
}
