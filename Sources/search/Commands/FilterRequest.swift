import Index
import Tokenizer

/// What `--filter` asks of documents, each time it is given.
enum FilterRequest {
  /// What all filters let through; nil without any.
  ///
  /// A filter is read strictly, since what is wrong in it finds nothing and nobody sees why; and all of it must
  /// hold, since it is not ranked.
  ///
  /// - Throws: ``IndexError/syntax(_:)`` that says where a filter makes no sense.
  static func filter(
    _ texts: [String], fold: FoldLevel, synonyms: Synonyms?, on snapshot: Snapshot
  ) throws -> Filter? {
    if texts.isEmpty { return nil }
    var parsed: [Filter] = []
    for text in texts {
      let query = try snapshot.parse(
        text, matching: .all, fold: fold, syntax: .strict, synonyms: synonyms)
      if query.isEmpty {
        throw CommandError(
          "--filter '\(TerminalText.line(text))' asks for nothing; leave it out, or say what documents must have"
        )
      }
      parsed.append(.query(query))
    }
    return .all(parsed)
  }
}
