/// Which documents are relevant to which queries: TREC's qrels, `query 0 document relevance` a line.
///
/// A document that is not named is not relevant, and neither is one whose relevance is 0 or less.
struct Judgments: Equatable, Sendable {
  /// The judged queries, in the order of the file.
  private(set) var queries: [Identifier] = []
  private var relevances: [Identifier: [Identifier: Int]] = [:]

  /// Reads judgments.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - name: The file's name, for messages.
  /// - Throws: ``CommandError`` naming the first line that is wrong. A document judged twice for
  ///   one query is an error too, as it is to trec_eval.
  init(parsing bytes: [UInt8], name: String) throws(CommandError) {
    var reader = FieldReader(
      bytes, name: name, expected: ["query id", "0", "document id", "relevance"])
    while try reader.next() {
      guard let relevance = Int(reader.text(3)) else {
        throw reader.failure("expected a whole number as relevance, found \(reader.text(3))")
      }
      let query = Identifier(reader[0])
      if relevances[query] == nil { queries.append(query) }
      let before = relevances[query, default: [:]]
        .updateValue(relevance, forKey: Identifier(reader[2]))
      guard before == nil else {
        throw reader.failure(
          "the document \(reader.text(2)) is judged twice for query \(reader.text(0))")
      }
    }
    guard !queries.isEmpty else { throw CommandError("\(name): no judgment in it") }
  }

  /// Whether a query is judged.
  func contains(_ query: Identifier) -> Bool { relevances[query] != nil }

  /// A ranking with the relevance of each document instead of its name.
  ///
  /// The runs of this tool write white space and `%` in ids as `%XX`. A document whose name is not
  /// judged is therefore also looked for under the name that this stands for.
  ///
  /// - Parameters:
  ///   - ranking: The documents found, best first, no name twice.
  ///   - query: The query; one that is not judged has no relevant document.
  func judged(_ ranking: [RankedDocument], query: Identifier) -> JudgedRanking {
    guard let judged = relevances[query] else {
      return JudgedRanking(found: ranking.map { _ in 0 }, ideal: [])
    }
    var found = ranking.map { judged[$0.name] }
    // A judgment belongs to one document only; one of that very name comes first.
    var taken: Set<Identifier> = []
    for (position, document) in ranking.enumerated() where found[position] == nil {
      guard let bytes = PercentEncoding.decoded(document.name.bytes) else { continue }
      let name = Identifier(bytes[...])
      guard let relevance = judged[name], taken.insert(name).inserted,
        !ranking.contains(where: { $0.name == name })
      else { continue }
      found[position] = relevance
    }
    return JudgedRanking(
      found: found.map { max(0, $0 ?? 0) }, ideal: judged.values.filter { $0 > 0 }.sorted(by: >))
  }
}
