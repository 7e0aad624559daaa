/// All that a measure needs to know of one query: how relevant what was found is, and how relevant
/// the best possible answer would be.
struct JudgedRanking: Equatable, Sendable {
  /// The relevance of each document found, best first; 0 for one that is not relevant.
  var found: [Int]
  /// The relevance of each relevant document, most relevant first, found or not.
  var ideal: [Int]
}
