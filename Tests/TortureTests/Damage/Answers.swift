import Index
import TestSupport

/// What an index answers to everything that is asked: each answer, or nil where there was an error.
struct Answers {
  /// How answers lie to those of the sound index.
  enum Comparison {
    /// All are there, and the same.
    case right
    /// Some are errors, and the others the same.
    case refused
    case wrong(String)
  }

  private var found: [String?] = []

  /// Asks a folder; only errors of an index may be thrown on the way.
  init(of files: MemoryFileSystem, _ queries: [ParsedQuery]) throws {
    let snapshot: Snapshot
    do {
      snapshot = try SearchIndex.open(on: files).snapshot()
    } catch {
      return
    }
    for query in queries {
      try ask { try Self.answer(query, in: snapshot) }
    }
    try ask { "\(String(describing: try snapshot.fileTable()))" }
    try ask { "\(snapshot.documentCount) \(snapshot.options)" }
    if let query = queries.first {
      try ask {
        let sorted = try snapshot.search(query, sortedBy: [.value("price"), .value("type")])
        return sorted.hits.map(\.key).joined(separator: " ")
      }
      try ask { "\(try snapshot.facets(of: query, [FacetRequest("made"), FacetRequest("draft")]))" }
    }
    try ask { "\(String(describing: try snapshot.address(ofKey: "k1-3")))" }
  }

  private mutating func ask(_ body: () throws -> String) throws {
    do {
      found.append(try body())
    } catch is IndexError {
      found.append(nil)
    }
  }

  /// The hits of a query, and what is shown of the first.
  private static func answer(_ query: ParsedQuery, in snapshot: Snapshot) throws -> String {
    let result = try snapshot.search(query, limit: 20)
    var answer = "\(result.totalCount)"
    for hit in result.hits { answer += " \(hit.key) \(hit.score)" }
    if let hit = result.hits.first {
      let document = try snapshot.document(for: hit)
      answer += document?.body ?? ""
      for value in document?.values ?? [] { answer += " \(value.name) \(value.value.text)" }
    }
    return answer
  }

  /// Each answer must be the same as there, or missing.
  func compared(with expected: Answers) -> Comparison {
    if found.isEmpty { return .refused }
    for (one, other) in zip(found, expected.found) {
      if let one, one != other {
        return .wrong("\(one.prefix(200)) for \(other?.prefix(200) ?? "")")
      }
    }
    return found.contains { $0 == nil } ? .refused : .right
  }
}
