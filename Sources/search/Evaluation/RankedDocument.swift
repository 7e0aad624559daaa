/// A document that was found for a query, and its score.
struct RankedDocument: Equatable, Sendable {
  /// The document's name, as a run writes it.
  var name: Identifier
  /// Single precision: trec_eval up to 9.0.8, and so pytrec_eval, compares scores as `float`. Two
  /// scores that differ less are a tie.
  var score: Float

  /// Whether a document stands before another: by score, and at equal scores by name, the greater
  /// one first. This is trec_eval's order; the ranks that a run states count for nothing.
  static func precedes(_ one: RankedDocument, _ other: RankedDocument) -> Bool {
    one.score == other.score ? other.name < one.name : one.score > other.score
  }

  /// A name that stands twice; nil when there is none.
  static func repeatedName(in documents: [RankedDocument]) -> Identifier? {
    var seen: Set<Identifier> = []
    return documents.first { !seen.insert($0.name).inserted }?.name
  }
}
