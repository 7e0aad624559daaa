import Index

/// Why a query finds nothing: how many documents have what it asks for, one by one.
struct ZeroReason: Equatable, Sendable {
  /// A part of the query, and how many documents hold it whatever is asked of values.
  struct Part: Equatable, Sendable {
    var part: ParsedQuery.Part
    var documentCount: Int
  }

  /// What `--filter` does to the answer.
  struct Filtered: Equatable, Sendable {
    /// How many documents it lets through.
    var passingCount: Int
    /// How many documents match without it.
    var matchingCount: Int
  }

  var parts: [Part] = []
  /// What the query asks of values.
  var conditions: [ConditionSummary] = []
  /// How many documents meet all that every document must meet; nil if there is no such condition.
  var meetingCount: Int?
  /// How many documents match what else the query asks for.
  var matchingCount = 0
  /// Of the whole query; nil without `--filter`.
  var filtered: Filtered?

  /// Finds out why nothing matches.
  ///
  /// - Parameters:
  ///   - filter: what `--filter` asks for.
  ///   - counts: how many of the documents that it lets through hold each part, if that is known.
  static func find(
    _ query: ParsedQuery, _ filter: Filter? = nil, counts: [Int] = [], on snapshot: Snapshot,
    until interruption: Interruption? = nil
  ) throws(IndexError) -> ZeroReason {
    func total(_ query: ParsedQuery) throws(IndexError) -> Int {
      try snapshot.search(query, limit: 0, suggesting: false, until: interruption).totalCount
    }
    var reason = ZeroReason()
    let counts =
      filter == nil && counts.count == query.parts.count
      ? counts : try snapshot.partDocumentCounts(of: query, until: interruption)
    reason.parts = zip(query.parts, counts).map { Part(part: $0, documentCount: $1) }
    reason.conditions = try snapshot.conditionSummaries(of: query)
    if let required = query.conditionFilter {
      reason.meetingCount = try snapshot.documentCount(passing: required, until: interruption)
      reason.matchingCount = try total(query.withoutConditions)
    }
    if let filter {
      reason.filtered = Filtered(
        passingCount: try snapshot.documentCount(passing: filter, until: interruption),
        matchingCount: try total(query))
    }
    return reason
  }

  /// The reason in words; nil where it is that a part is in no document, which is said beside it.
  var text: String? {
    guard let filtered else { return unfiltered }
    let matching = filtered.matchingCount
    if filtered.passingCount == 0 {
      let others = matching > 0 ? "; without it \(Self.matching(matching))" : ""
      return "--filter lets no document through\(others)"
    }
    if matching > 0 {
      return "\(Self.matching(matching)), but none that --filter lets through"
    }
    return "nothing matches without --filter, either" + (unfiltered.map { ": \($0)" } ?? "")
  }

  private var unfiltered: String? { meetingCount == nil ? words : withConditions }

  private var wanted: [Part] { parts.filter { !$0.part.isExcluded } }

  /// What is wrong with the words.
  private var words: String? {
    let unmet = conditions.filter { $0.documentCount == 0 }
    if parts.isEmpty {
      return conditions.isEmpty
        ? "the query holds nothing to search for" : Self.nobodyMeets(conditions)
    }
    if wanted.isEmpty {
      return
        "the query only says what is not wanted; put what is wanted beside it, or * for everything"
    }
    if wanted.contains(where: { $0.documentCount == 0 }) {
      return unmet.isEmpty ? nil : Self.nobodyMeets(unmet)
    }
    let signed = wanted.filter(\.part.isReadWithSign)
    if !signed.isEmpty, signed.count == wanted.count {
      let typed = signed.map { TerminalText.line($0.part.text) }.joined(separator: " ")
      return "no document holds \(typed) as it is typed, with the sign; "
        + "to find what does not hold it, put what is wanted beside it, or * for everything"
    }
    return wanted.count < parts.count
      ? "no document holds what is wanted without what is not"
      : "each part is somewhere, but no document holds them as they are asked for together"
  }

  /// What is wrong where every document must meet conditions, too.
  private var withConditions: String? {
    let meeting = meetingCount ?? 0
    let required = conditions.filter(\.isRequired)
    let unmet = required.filter { $0.documentCount == 0 }
    let missing = wanted.filter { $0.documentCount == 0 }.map { TerminalText.line($0.part.text) }
    let nobodyHolds = "holds \(missing.joined(separator: " or "))"
    if !unmet.isEmpty || meeting == 0 {
      let sentence =
        unmet.isEmpty
        ? "no document meets all of \(Self.listed(required))" : Self.nobodyMeets(unmet)
      return sentence + (missing.isEmpty ? "" : ", and none \(nobodyHolds)")
    }
    let met =
      "\(Self.documents(meeting)) \(meeting == 1 ? "meets" : "meet") \(Self.listed(required))"
    if wanted.isEmpty { return "\(met), and no such document is without what is not wanted" }
    if matchingCount == 0 {
      return (missing.isEmpty ? words ?? "the words match nothing" : "no document \(nobodyHolds)")
        + "; \(met)"
    }
    return "\(Self.matching(matchingCount)) what else is asked for, and \(met), but none does both"
  }

  private static func nobodyMeets(_ conditions: [ConditionSummary]) -> String {
    "no document meets "
      + conditions.map { TerminalText.line($0.text) }.joined(separator: ", and none meets ")
  }

  private static func listed(_ conditions: [ConditionSummary]) -> String {
    conditions.map { TerminalText.line($0.text) }.joined(separator: " and ")
  }

  private static func matching(_ count: Int) -> String {
    "\(documents(count)) \(count == 1 ? "matches" : "match")"
  }

  private static func documents(_ count: Int) -> String {
    count == 1 ? "1 document" : "\(count) documents"
  }
}
