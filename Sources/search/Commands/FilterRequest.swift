import Index
import Tokenizer

/// What `--filter` asks of documents, each time it is given.
enum FilterRequest {
  /// What all filters let through; nil without any.
  ///
  /// - Throws: ``IndexError/syntax(_:)`` that says where a filter makes no sense.
  static func filter(
    _ texts: [String], fold: FoldLevel, synonyms: Synonyms?, on snapshot: Snapshot
  ) throws -> Filter? {
    if texts.isEmpty { return nil }
    var parsed: [Filter] = []
    for text in texts {
      guard let filter = try snapshot.filter(text, fold: fold, synonyms: synonyms) else {
        throw CommandError(
          "--filter '\(TerminalText.line(text))' asks for nothing; leave it out, or say what documents must have"
        )
      }
      parsed.append(filter)
    }
    return .all(parsed)
  }
}
