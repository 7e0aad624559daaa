/// The terms of a query's evidence in one segment, by number, and the documents that are scored: what
/// a term is asked about a document is read when it is first asked, and then known.
struct EvidenceTerms {
  /// Ascending.
  let documents: [DocID]
  private var numbers: [TermKey: Int] = [:]
  private var cursors: [PostingsCursor] = []
  // For each term how often each document holds it.
  private var frequencies: [UInt32] = []
  // For each term where it stands in a document, and in which.
  private var positions: [[UInt32]] = []
  private var positionsOf: [Int] = []

  /// More often than any term stands in a document.
  private static let unread = UInt32.max

  init(_ documents: [DocID]) {
    self.documents = documents
  }

  /// The number of a term; nil if the segment does not have it.
  mutating func number(_ key: TermKey, _ planner: QueryPlanner, segment: Int) -> Int? {
    if let known = numbers[key] { return known }
    guard let cursor = planner.cursor(key, segment: segment) else { return nil }
    let number = cursors.count
    numbers[key] = number
    cursors.append(cursor)
    frequencies.append(contentsOf: repeatElement(Self.unread, count: documents.count))
    positions.append([])
    positionsOf.append(-1)
    return number
  }

  /// How many documents of the segment hold a term.
  func documentFrequency(_ term: Int) -> UInt64 {
    UInt64(cursors[term].info.documentFrequency)
  }

  /// How often a document, given by its place among ``documents``, holds a term.
  ///
  /// - Complexity: less where documents are asked for in their order.
  mutating func frequency(_ term: Int, in document: Int) throws(IndexError) -> UInt32 {
    let place = term * documents.count + document
    if frequencies[place] != Self.unread { return frequencies[place] }
    try cursors[term].move(to: documents[document])
    let found =
      cursors[term].document == documents[document] ? try cursors[term].frequency : 0
    frequencies[place] = found
    return found
  }

  /// Where a term stands in a document that holds it, ascending.
  mutating func positions(
    of term: Int, in document: Int
  ) throws(IndexError) -> [UInt32] {
    if positionsOf[term] == document { return positions[term] }
    positionsOf[term] = -1
    try cursors[term].move(to: documents[document])
    try cursors[term].positions(into: &positions[term])
    positionsOf[term] = document
    return positions[term]
  }

  /// How often a document holds any of some terms, each with its weight: what they are worth in units
  /// of the heaviest that it holds, added up or only the most frequent one.
  mutating func amount(
    _ terms: WeightedTerms, isSum: Bool, in document: Int
  ) throws(IndexError) -> EvidenceAmount {
    var total: Float = 0
    var heaviest: Float = 0
    for index in terms.numbers.indices {
      let found = try frequency(terms.numbers[index], in: document)
      if found == 0 { continue }
      let frequency = terms.weights[index] * Float(found)
      total = isSum ? total + frequency : max(total, frequency)
      heaviest = max(heaviest, terms.weights[index])
    }
    return EvidenceAmount(frequency: heaviest > 0 ? total / heaviest : 0, heaviest: heaviest)
  }
}

/// Terms by number, and how much each counts.
struct WeightedTerms {
  var numbers: [Int] = []
  var weights: [Float] = []
}

/// How often a document holds something, in units of the heaviest form that it holds, and how much
/// that form counts.
struct EvidenceAmount {
  var frequency: Float = 0
  var heaviest: Float = 0
}
