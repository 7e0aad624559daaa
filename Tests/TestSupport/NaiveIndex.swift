/// The oracle: a list of documents, each a list of terms with their positions. It scores every
/// document for every query, in the plainest way, and judges every faster one.
package struct NaiveIndex {
  /// A term and where it stands.
  package struct Occurrence: Sendable {
    package var term: String
    package var position: Int

    package init(_ term: String, at position: Int) {
      self.term = term
      self.position = position
    }
  }

  /// A document of the collection.
  package struct Entry: Sendable {
    package var key: String
    package var occurrences: [Occurrence]
    /// Deleted, but not merged away: still counted in statistics, never found.
    package var isDeleted = false
    /// Which segment it is in; a segment whose documents are all deleted is dropped by a commit.
    package var segment = 0
  }

  package indirect enum Query: Sendable {
    case term(String, boost: Float)
    case phrase([(term: String, offset: Int)])
    case any([Query])
    case all([Query])
    case excluding(Query, Query)
    case nothing
  }

  package struct Hit: Equatable, Sendable {
    package var key: String
    package var score: Float

    package init(key: String, score: Float) {
      self.key = key
      self.score = score
    }
  }

  package var entries: [Entry] = []
  private var openSegment = 0
  package var k1: Float = 1.2
  package var b: Float = 0.75

  package init() {}

  /// Adds a document; an older one of the same key is deleted.
  package mutating func add(_ key: String, _ occurrences: [Occurrence]) {
    delete(key)
    entries.append(Entry(key: key, occurrences: occurrences, segment: openSegment))
  }

  package mutating func delete(_ key: String) {
    for index in entries.indices where entries[index].key == key { entries[index].isDeleted = true }
  }

  /// What a commit does without merging: the segment ends, and those without a live document go.
  package mutating func commit() {
    openSegment += 1
    let alive = Set(entries.filter { !$0.isDeleted }.map(\.segment))
    entries.removeAll { !alive.contains($0.segment) }
  }

  /// What merging does.
  package mutating func dropDeleted() { entries.removeAll { $0.isDeleted } }

  /// Counts what scores need, once for many queries.
  package func statistics() -> Statistics {
    var statistics = Statistics()
    for entry in entries where !entry.occurrences.isEmpty {
      statistics.documentCount += 1
      statistics.totalLength += entry.occurrences.count
      for term in Set(entry.occurrences.map(\.term)) { statistics.holding[term, default: 0] += 1 }
    }
    return statistics
  }

  /// What scores need of the whole collection, deleted documents included.
  package struct Statistics: Sendable {
    var documentCount = 0
    var totalLength = 0
    var holding: [String: Int] = [:]

    init() {}
  }

  /// All documents that match, the best first.
  package func search(_ query: Query, _ statistics: Statistics) -> [Hit] {
    var hits: [(offset: Int, hit: Hit)] = []
    for (offset, entry) in entries.enumerated() where !entry.isDeleted {
      if let score = score(query, entry, statistics) {
        hits.append((offset, Hit(key: entry.key, score: score)))
      }
    }
    hits.sort { $0.hit.score != $1.hit.score ? $0.hit.score > $1.hit.score : $0.offset < $1.offset }
    return hits.map(\.hit)
  }

  /// nil if the document does not match.
  private func score(_ query: Query, _ entry: Entry, _ counts: Statistics) -> Float? {
    switch query {
    case .nothing: return nil
    case .term(let term, let boost):
      let frequency = entry.occurrences.count { $0.term == term }
      return frequency == 0 ? nil : bm25(boost * idf(term, counts), frequency, entry, counts)
    case .phrase(let terms):
      let frequency = phraseFrequency(terms, entry)
      let weight = terms.reduce(0.0) { $0 + Double(idf($1.term, counts)) }
      return frequency == 0 ? nil : bm25(Float(weight), frequency, entry, counts)
    case .any(let queries):
      let scores = ordered(queries, counts).compactMap { score($0, entry, counts) }
      return scores.isEmpty ? nil : scores.reduce(0, +)
    case .all(let queries):
      let scores = queries.compactMap { score($0, entry, counts) }
      return scores.count < queries.count ? nil : scores.reduce(0, +)
    case .excluding(let included, let excluded):
      return score(excluded, entry, counts) == nil ? score(included, entry, counts) : nil
    }
  }

  /// The parts of a union as their scores add up: the heaviest first, equal ones as they stand, unless
  /// there is a query inside one of them.
  private func ordered(_ queries: [Query], _ counts: Statistics) -> [Query] {
    var weighted: [(offset: Int, weight: Float, query: Query)] = []
    for (offset, query) in queries.enumerated() {
      switch query {
      case .term(let term, let boost): weighted.append((offset, boost * idf(term, counts), query))
      case .phrase(let terms):
        weighted.append((offset, terms.reduce(0) { $0 + idf($1.term, counts) }, query))
      case .any, .all, .excluding, .nothing: return queries
      }
    }
    weighted.sort { $0.weight != $1.weight ? $0.weight > $1.weight : $0.offset < $1.offset }
    return weighted.map(\.query)
  }

  private func phraseFrequency(_ terms: [(term: String, offset: Int)], _ entry: Entry) -> Int {
    let places = Set(entry.occurrences.map { "\($0.position) \($0.term)" })
    let starts = Set(entry.occurrences.filter { $0.term == terms[0].term }.map(\.position))
    return starts.count { start in
      terms.allSatisfy { places.contains("\(start - terms[0].offset + $0.offset) \($0.term)") }
    }
  }

  private func idf(_ term: String, _ counts: Statistics) -> Float {
    let total = Double(counts.documentCount)
    let holding = Double(counts.holding[term] ?? 0)
    return Float(logarithm(1 + (total - holding + 0.5) / (holding + 0.5)))
  }

  private func bm25(
    _ weight: Float, _ frequency: Int, _ entry: Entry, _ counts: Statistics
  ) -> Float {
    let average = Float(Double(counts.totalLength) / Double(counts.documentCount))
    let length = Float(Self.quantized(entry.occurrences.count))
    let inverse = 1 / (k1 * ((1 - b) + b * length / average))
    return weight - weight / (1 + Float(frequency) * inverse)
  }

  /// The greatest length that one byte can say and that is not greater.
  package static func quantized(_ length: Int) -> Int {
    representable.last { $0 <= length } ?? 0
  }

  private static let representable: [Int] = {
    var values = Array(0..<40)
    var step = 2
    while values.count < 256 {
      for mantissa in 8..<16 { values.append(24 + mantissa * step) }
      step *= 2
    }
    return Array(values.prefix(256))
  }()
}
