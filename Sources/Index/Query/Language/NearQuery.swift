/// Stretches of places that stand near each other.
struct NearQuery: Sendable, Hashable {
  var parts: [SequenceQuery]
  /// Which of them are a word that looks so, and how; no term stands in those until the words are known.
  var patterns: [Int: PatternQuery] = [:]
  /// How many places may lie between: in order, all of them together; in any order, between the end of any
  /// part and the beginning of the last.
  var distance: UInt32
  /// Whether they stand in this order.
  var isOrdered: Bool
  var boost: Float = 1

  /// A part as a query of its own.
  func query(ofPart index: Int) -> Query {
    patterns[index].map { .pattern($0) } ?? .sequence(parts[index])
  }

  /// The parts in words, for people.
  var labels: [String] { parts.indices.map { query(ofPart: $0).label } }

  /// How often a document has them near each other, each part's first places given, ascending.
  ///
  /// In any order, as in SQLite's FTS5: how many occurrences of a part have all other parts before them
  /// that near. In order: how many occurrences of the first part begin such a stretch.
  ///
  /// - Complexity: O(number of occurrences · number of parts).
  func occurrences(_ starts: [[UInt32]]) -> Int {
    isOrdered ? orderedOccurrences(starts) : unorderedOccurrences(starts)
  }

  private func orderedOccurrences(_ starts: [[UInt32]]) -> Int {
    var count = 0
    var next = [Int](repeating: 0, count: starts.count)
    search: for first in starts[0] {
      var end = first + parts[0].width
      var gaps: UInt32 = 0
      for index in starts.indices.dropFirst() {
        // What follows first is nearest; it never lies before what followed an earlier beginning.
        while next[index] < starts[index].count, starts[index][next[index]] < end {
          next[index] += 1
        }
        guard next[index] < starts[index].count else { return count }
        let start = starts[index][next[index]]
        gaps += start - end
        if gaps > distance { continue search }
        end = start + parts[index].width
      }
      count += 1
    }
    return count
  }

  private func unorderedOccurrences(_ starts: [[UInt32]]) -> Int {
    var events: [(start: UInt32, part: Int)] = []
    for (part, places) in starts.enumerated() { events += places.map { ($0, part) } }
    events.sort { ($0.start, $0.part) < ($1.start, $1.part) }
    var ends = [UInt32?](repeating: nil, count: starts.count)
    var count = 0
    var index = 0
    while index < events.count {
      let start = events[index].start
      // What begins at one place begins together.
      while index < events.count, events[index].start == start {
        ends[events[index].part] = start + parts[events[index].part].width
        index += 1
      }
      let isNear = ends.allSatisfy { end in
        guard let end else { return false }
        return end + distance >= start
      }
      if isNear { count += 1 }
    }
    return count
  }
}
