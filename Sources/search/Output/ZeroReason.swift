import Index

/// Why a query finds nothing, where its parts do not say so by themselves.
enum ZeroReason {
  /// The reason in words, from the parts of a query and in how many documents each is; nil where a part is
  /// in none, which says enough.
  static func text(of parts: [(part: ParsedQuery.Part, documentCount: Int)]) -> String? {
    if parts.isEmpty { return "the query holds nothing to search for" }
    let wanted = parts.filter { !$0.part.isExcluded }
    if wanted.isEmpty {
      return
        "the query only says what is not wanted; put what is wanted beside it, or * for everything"
    }
    if wanted.contains(where: { $0.documentCount == 0 }) { return nil }
    if wanted.count == 1, let only = wanted.first, only.part.text.hasPrefix("-") {
      return "it stands nowhere with the sign; "
        + "to leave out what holds it put what is wanted beside it, or * for everything"
    }
    let isTaken = wanted.count < parts.count
    return isTaken
      ? "no document holds what is wanted without what is not"
      : "each part is somewhere, but no document holds them as they are asked for together"
  }

  /// The same of what `search why` has found out; nil where something matches.
  static func text(
    _ summaries: [PartSummary], _ conditions: [ConditionSummary], total: Int
  ) -> String? {
    if total > 0 { return nil }
    if let unmet = conditions.first(where: { $0.documentCount == 0 }) {
      return "no document meets \(TerminalText.line(unmet.text))"
    }
    if !conditions.isEmpty { return "no document that holds the words also meets the conditions" }
    return text(of: summaries.map { ($0.part, $0.allCount) })
  }
}

extension ResultPage {
  /// Why nothing was found, where the parts do not say so; nil where something was.
  var zeroReason: String? {
    guard totalCount == 0, hits.isEmpty, isAsked else { return nil }
    let words = ZeroReason.text(of: parts.map { ($0.part, $0.documentCount) })
    guard let conditions else { return words }
    // What is in no document says enough.
    if parts.contains(where: { !$0.part.isExcluded && $0.documentCount == 0 }) { return words }
    let what = TerminalText.line(conditions)
    return parts.isEmpty
      ? "no document meets \(what)" : "no document that holds the words also meets \(what)"
  }
}
