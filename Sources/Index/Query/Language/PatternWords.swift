/// The words of an index that fit a pattern: a few by themselves, and of many the documents that hold any.
struct PatternWords {
  /// The words and what they count, the heaviest first; empty if there are more than ``mostWords``.
  var words: [Query.WeightedKey] { Self.sorted(weights) }

  /// The documents, if there are many words.
  var documents: PatternDocuments? { isMany ? PatternDocuments(sets) : nil }

  private var weights: [TermKey: Float] = [:]
  /// Of the few words where they were found.
  private var found: [(segment: Int, word: PatternScan.Word)] = []
  private var sets: [[DocumentSet]]
  private var isMany = false
  private let segments: [OpenSegment]

  /// No more words count each by itself.
  private static let mostWords = 64

  /// Looks for the words in one walk.
  init(_ pattern: PatternQuery, _ segments: [OpenSegment]) throws(IndexError) {
    self.segments = segments
    sets = segments.map { _ in [] }
    let scan = PatternScan(pattern)
    for (number, segment) in segments.enumerated() {
      try scan.forEach(in: segment) { (word) throws(IndexError) in
        try add(word, pattern.field, number)
        return true
      }
    }
  }

  /// Each word by itself, and what it counts: for the places where it stands.
  ///
  /// - Throws: ``IndexError/limit(what:found:allowed:)`` if there are more than
  ///   ``Limits/nearWordCount``.
  static func each(
    _ pattern: PatternQuery, _ segments: [OpenSegment]
  ) throws(IndexError) -> [Query.WeightedKey] {
    var found: [TermKey: Float] = [:]
    let scan = PatternScan(pattern)
    for segment in segments {
      try scan.forEach(in: segment) { (word) throws(IndexError) in
        found[TermKey(field: pattern.field, kind: .word, term: word.term)] = word.weight
        try Limits.check(
          "the number of words like \(pattern.label) that stand near something", found.count,
          atMost: Limits.nearWordCount)
        return true
      }
    }
    return sorted(found)
  }

  private static func sorted(_ weights: [TermKey: Float]) -> [Query.WeightedKey] {
    weights.map { Query.WeightedKey(key: $0.key, weight: $0.value) }.sorted {
      $0.weight != $1.weight
        ? $0.weight > $1.weight : $0.key.bytes.lexicographicallyPrecedes($1.key.bytes)
    }
  }

  private mutating func add(
    _ word: PatternScan.Word, _ field: FieldID, _ segment: Int
  ) throws(IndexError) {
    if isMany { return try addDocuments(of: word, segment) }
    weights[TermKey(field: field, kind: .word, term: word.term)] = word.weight
    found.append((segment, word))
    guard weights.count > Self.mostWords else { return }
    isMany = true
    for (segment, word) in found { try addDocuments(of: word, segment) }
    (weights, found) = ([:], [])
  }

  private mutating func addDocuments(
    of word: PatternScan.Word, _ number: Int
  ) throws(IndexError) {
    let segment = segments[number]
    while sets[number].count <= word.distance {
      sets[number].append(DocumentSet(documentCount: segment.reader.documentCount))
    }
    if word.info.documentFrequency == 1 {
      // Which is in no list.
      guard Int(word.info.onlyDocument) < segment.reader.documentCount else { return }
      return sets[number][word.distance].insert(Int(word.info.onlyDocument))
    }
    var cursor = segment.cursor(word.info)
    while try cursor.nextBlock() {
      // So many decoded documents, which live until the cursor moves on.
      unsafe sets[number][word.distance].insert(
        UnsafeBufferPointer(start: cursor.decodedDocuments, count: cursor.blockCount))
    }
  }
}

/// The documents that hold any of so many words that it does not matter which: in each segment a set for
/// each number of edits. A class, because queries are copied.
final class PatternDocuments: Sendable, Hashable {
  private let sets: [[DocumentSet]]

  fileprivate init(_ sets: [[DocumentSet]]) {
    self.sets = sets
  }

  /// Those of a segment, the nearest first.
  subscript(segment: Int) -> [DocumentSet] { sets[segment] }

  static func == (left: PatternDocuments, right: PatternDocuments) -> Bool { left === right }

  func hash(into hasher: inout Hasher) { hasher.combine(ObjectIdentifier(self)) }
}
