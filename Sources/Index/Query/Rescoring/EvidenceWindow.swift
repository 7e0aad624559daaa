/// How close together the words of a query stand in a document.
struct EvidenceWindow {
  /// In places.
  private let width: UInt32
  private var occurrences: [Occurrence] = []
  // For each unit how many of its occurrences are in the window.
  private var counts: [Int]

  /// Where a unit of the query begins in a document.
  private struct Occurrence {
    var position: UInt32
    var unit: Int
    var idf: Float
  }

  /// A word that a document holds more often says little by where it stands, and its places would
  /// take memory without bound.
  private static let maximumOccurrenceCount: UInt32 = 4096

  init(width: UInt32, unitCount: Int) {
    self.width = width
    counts = [Int](repeating: 0, count: unitCount)
  }

  /// The greatest sum of the rarities of different units that begin within a window.
  mutating func heaviest(
    _ items: [Rescorer.Item], _ evidence: inout SegmentEvidence, _ document: Int
  ) throws(IndexError) -> Float {
    occurrences.removeAll(keepingCapacity: true)
    for (number, item) in items.enumerated() where item.counting == .places {
      try evidence.forEachPlace(
        ofItem: number, document, most: Self.maximumOccurrenceCount
      ) { position, idf in
        // What counts less than a word, as a synonym does, is no rarer either.
        occurrences.append(
          Occurrence(position: position, unit: item.unit, idf: idf * min(1, item.weight)))
      }
    }
    occurrences.sort { ($0.position, $0.unit) < ($1.position, $1.unit) }
    return heaviest()
  }

  private mutating func heaviest() -> Float {
    for unit in counts.indices { counts[unit] = 0 }
    var sum: Float = 0
    var heaviest: Float = 0
    var first = 0
    for last in occurrences.indices {
      let entering = occurrences[last]
      if counts[entering.unit] == 0 { sum += entering.idf }
      counts[entering.unit] += 1
      while occurrences[first].position + width <= entering.position {
        let leaving = occurrences[first]
        counts[leaving.unit] -= 1
        if counts[leaving.unit] == 0 { sum -= leaving.idf }
        first += 1
      }
      heaviest = max(heaviest, sum)
    }
    return heaviest
  }
}
