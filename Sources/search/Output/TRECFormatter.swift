/// Results as a TREC run: `qid Q0 docid rank score tag`.
enum TRECFormatter {
  /// The last word of each line.
  static let tag = "search"

  /// The lines of a query, each with its line break. A score reads back as the same `Float`.
  static func results(queryID: String, hits: [HitRecord]) -> String {
    var text = ""
    for hit in hits {
      text += "\(queryID) Q0 \(documentName(hit.name)) \(hit.rank) \(hit.score) \(tag)\n"
    }
    return text
  }

  /// What a document is called in a run.
  static func documentName(_ name: DocumentName) -> String {
    PercentEncoding.encoded(name.ownID)
  }
}
