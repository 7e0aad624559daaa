import Index

/// Why nothing was found, as lines for the full screen.
enum ZeroLines {
  /// What each part of the query is in, and the reason in words.
  static func lines(
    _ query: ParsedQuery, on snapshot: Snapshot, until interruption: Interruption
  ) throws(IndexError) -> [String] {
    let reason = try ZeroReason.find(query, on: snapshot, until: interruption)
    let parts = reason.parts.map { PartCount(part: $0.part, documentCount: $0.documentCount) }
    return HumanFormatter.lines(parts) + [reason.text].compactMap(\.self)
  }

  /// What is to be said of how the query was read; nil where it was read as typed.
  static func note(_ misread: [QuerySyntaxError], asWords: [String]) -> String? {
    if let first = misread.first { return "read as words: \(first.reason)" }
    return asWords.isEmpty ? nil : AnswerWriter.asWordsNote(asWords)
  }
}
