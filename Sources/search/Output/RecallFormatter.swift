import Index

/// What a recall audit came to, for people and for programs.
enum RecallFormatter {
  /// How many failures are shown to people.
  private static let shownFailureCount = 20

  /// The table, the first failures, and how to ask the same again.
  static func text(_ report: RecallReport) -> String {
    var table = TextTable(
      [("script", .left), ("documents", .right), ("substrings", .right)]
        + RecallReport.Form.allCases.map { ("\($0.rawValue)", .right) } + [("recall", .right)])
    for row in report.rows {
      table.add(
        [row.group.rawValue, String(row.documentCount), String(row.substringCount)]
          + row.foundCounts.map(String.init) + [share(row.recall, row.foundCount, row.askedCount)])
    }
    var totals = RecallReport.Form.allCases.map { _ in 0 }
    for row in report.rows {
      for (number, count) in row.foundCounts.enumerated() { totals[number] += count }
    }
    table.add(
      ["all", String(report.sampledCount), String(report.substringCount)] + totals.map(String.init)
        + [share(report.recall, report.foundCount, report.askedCount)])
    var text = table.text
    for failure in report.failures.prefix(shownFailureCount) { text += "\n" + lines(of: failure) }
    let failureCount = report.askedCount - report.foundCount
    if failureCount > shownFailureCount {
      text += "\n\(failureCount - shownFailureCount) more were not found\n"
    }
    let noun = report.documentCount == 1 ? "document" : "documents"
    text += "\n\(report.sampledCount) of \(report.documentCount) \(noun), seed \(report.seed)\n"
    return text
  }

  /// A share with five decimals, never rounded up to 1.
  private static func share(_ value: Double, _ foundCount: Int, _ askedCount: Int) -> String {
    foundCount == askedCount
      ? "1.00000" : HumanFormatter.decimal(min(value, 0.99999), digits: 5)
  }

  private static func lines(of failure: RecallReport.Failure) -> String {
    let name = DocumentName(key: failure.key)
    let place = [name.path, name.recordID].compactMap { $0 }.map(TerminalText.escaped)
    let bytes = "byte \(failure.range.lowerBound)"
    return """
      not found  \(TerminalText.line(failure.query))  (\(failure.group.rawValue), \
      \(failure.form.rawValue))
        document    \(place.joined(separator: " ")), \(TerminalText.escaped(failure.field)) \(bytes)
        in the text \(TerminalText.line(failure.text))
        its words   \(words(failure.textTerms))
        asked for   \(words(failure.queryTerms))

      """
  }

  private static func words(_ terms: [String]) -> String {
    terms.isEmpty ? "none" : terms.map(TerminalText.escaped).joined(separator: " | ")
  }

  /// A line for each script and for each failure, and one for all.
  static func lines(_ report: RecallReport) -> String {
    var objects = report.rows.map(object)
    objects += report.failures.map(object)
    var summary = JSONObject(type: "summary")
    summary.set("seed", report.seed)
    summary.set("documents", report.documentCount)
    summary.set("sampled", report.sampledCount)
    summary.set("substrings", report.substringCount)
    summary.set("asked", report.askedCount)
    summary.set("found", report.foundCount)
    summary.set("recall", report.recall)
    objects.append(summary)
    return objects.map { $0.text + "\n" }.joined()
  }

  private static func object(_ row: RecallReport.Row) -> JSONObject {
    var object = JSONObject(type: "recall")
    object.set("script", row.group.rawValue)
    object.set("documents", row.documentCount)
    object.set("substrings", row.substringCount)
    for (form, count) in zip(RecallReport.Form.allCases, row.foundCounts) {
      object.set("found_\(form.rawValue)", count)
    }
    object.set("recall", row.recall)
    return object
  }

  private static func object(_ failure: RecallReport.Failure) -> JSONObject {
    let name = DocumentName(key: failure.key)
    var object = JSONObject(type: "failure")
    object.set("path", name.path)
    if let recordID = name.recordID { object.set("id", recordID) }
    object.set("script", failure.group.rawValue)
    object.set("query", failure.query)
    object.set("form", failure.form.rawValue)
    object.set("query_terms", failure.queryTerms)
    object.set("field", failure.field)
    object.set("range", [failure.range])
    object.set("text", failure.text)
    object.set("text_terms", failure.textTerms)
    return object
  }
}
