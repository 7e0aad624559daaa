import Index

/// Why something does or does not match, for people and for programs.
enum DiagnosisFormatter {
  // MARK: - A query

  /// What an index has of a query.
  struct Report {
    /// As it was typed.
    var query: String
    var parts: [PartSummary] = []
    var conditions: [ConditionSummary] = []
    /// Conditions that no document meets, so that all of them were looked for as words.
    var conditionsAsWords: [String] = []
    var misreadConditions: [QuerySyntaxError] = []
    /// How many documents match.
    var totalCount = 0
    /// How many there are.
    var documentCount = 0
    /// Where nothing matches.
    var reason: ZeroReason?
    var nearest: [DocumentName] = []
  }

  /// What an index has of each part of a query.
  static func text(_ report: Report) -> String {
    var text =
      "\(documents(report.totalCount)) of \(report.documentCount) match: "
      + "\(TerminalText.line(report.query))\n"
    if !report.conditionsAsWords.isEmpty {
      text += "note: \(AnswerWriter.asWordsNote(report.conditionsAsWords))\n"
    }
    for summary in report.parts {
      text += "\n\(shown(summary.part))\n"
      text += line("words", terms(summary.part.terms))
      if summary.part.terms.isEmpty { continue }
      let some = summary.anyCount == summary.allCount ? "" : ", some of it \(summary.anyCount)"
      text += line("documents", "all of it \(summary.allCount)\(some)")
      for piece in summary.pieces where summary.pieces.count > 1 {
        text += line("", "\(TerminalText.line(piece.text))  \(documents(piece.documentCount))")
      }
      if summary.part.isExcluded { text += line("", "excluded by NOT") }
    }
    for condition in report.conditions {
      text += "\n\(TerminalText.line(condition.text))\n"
      let verb = condition.documentCount == 1 ? "meets" : "meet"
      text += line("documents", "\(condition.documentCount) \(verb) it\(joined(condition))")
    }
    if let reason = report.reason?.text { text += "\nwhy: \(reason)\n" }
    if !report.nearest.isEmpty {
      text += "\nnearest\n"
      for name in report.nearest { text += "  \(shown(name))\n" }
    }
    return text
  }

  /// What is said of a condition that need not hold by itself.
  private static func joined(_ condition: ConditionSummary) -> String {
    condition.isRequired ? "" : ", which is joined to something else"
  }

  /// The same, a line for each part and one for all.
  static func lines(_ report: Report) -> String {
    var objects = report.parts.map { summary in
      var object = partObject(summary.part)
      object.set("documents_all", summary.allCount)
      object.set("documents_any", summary.anyCount)
      object.set("pieces", summary.pieces.map { pieceObject($0, "documents") })
      return object
    }
    for condition in report.conditions {
      var object = JSONObject(type: "condition")
      set(condition, in: &object)
      objects.append(object)
    }
    var summary = JSONObject(type: "summary")
    summary.set("query", report.query)
    if let reason = report.reason {
      if let text = reason.text { summary.set("reason", text) }
      if let count = reason.meetingCount {
        summary.set("documents_meeting", count)
        summary.set("documents_matching", reason.matchingCount)
      }
    }
    setReading(report.misreadConditions, report.conditionsAsWords, in: &summary)
    summary.set("total", report.totalCount)
    summary.set("documents", report.documentCount)
    summary.set("nearest", report.nearest.map(nameObject))
    objects.append(summary)
    return objects.map { $0.text + "\n" }.joined()
  }

  /// A condition and how many documents meet it, without a type.
  static func object(_ condition: ConditionSummary) -> JSONObject {
    var object = JSONObject()
    set(condition, in: &object)
    return object
  }

  private static func set(_ condition: ConditionSummary, in object: inout JSONObject) {
    object.set("text", condition.text)
    object.set("documents", condition.documentCount)
    object.set("required", condition.isRequired)
  }

  private static func setReading(
    _ misread: [QuerySyntaxError], _ asWords: [String], in object: inout JSONObject
  ) {
    if !misread.isEmpty { object.set("misread_conditions", misread.map(JSONFormatter.misread)) }
    if !asWords.isEmpty { object.set("conditions_as_words", asWords) }
  }

  // MARK: - A document

  /// What a document has of a query.
  struct DocumentReport {
    /// As it was typed.
    var query: String
    var diagnosis: Diagnosis
    /// What has become of the file since it was indexed.
    var change: String?
    /// Conditions that no document meets, so that all of them were looked for as words.
    var conditionsAsWords: [String] = []
    var misreadConditions: [QuerySyntaxError] = []
  }

  /// What a document has of each part of a query.
  static func text(_ report: DocumentReport) -> String {
    let diagnosis = report.diagnosis
    let verb = diagnosis.matches ? "matches" : "does not match"
    var text =
      "\(shown(DocumentName(key: diagnosis.key))) \(verb): \(TerminalText.line(report.query))\n"
    if let change = report.change { text += "note: \(change)\n" }
    if !report.conditionsAsWords.isEmpty {
      text += "note: \(AnswerWriter.asWordsNote(report.conditionsAsWords))\n"
    }
    for part in diagnosis.parts {
      text += "\n\(shown(part.part))  \(state(part))\n"
      if let typed = part.part.synonymOf {
        text += line("", "synonym of \(TerminalText.line(typed))")
      }
      if part.cause == .found || part.cause == .absentAsAsked { continue }
      text += line("words", terms(part.part.terms))
      for piece in part.pieces where part.pieces.count > 1 {
        let isHeld = piece.documentCount > 0 ? "in the document" : "not in the document"
        text += line("", "\(TerminalText.line(piece.text))  \(isHeld)")
      }
      if let place = part.place {
        let field = TerminalText.escaped(place.field)
        let how = place.isExact ? "" : ", in other case or width"
        text += line("stands in", "\(field), byte \(place.range.lowerBound)\(how)")
        let excerpt = TerminalText.line(
          place.excerpt, matches: [place.excerptRange], marks: .plain)
        text += line("", excerpt)
        text += line("words there", terms(place.words))
      }
      text += line("why", reason(part))
      if let suggestion = part.suggestion { text += line("try", TerminalText.line(suggestion)) }
    }
    for condition in diagnosis.conditions {
      let isMet = condition.documentCount > 0
      text += "\n\(TerminalText.line(condition.text))  \(isMet ? "met" : "not met")"
      text += "\(joined(condition))\n"
      let values = condition.values.map { TerminalText.line($0) }.joined(separator: ", ")
      text += line("it has", values.isEmpty ? "no value" : values)
    }
    if let reason = reason(report) { text += "\nwhy: \(reason)\n" }
    return text
  }

  /// What of a query kept a document away, where it asks for words and for values; nil where it matches, and
  /// where the parts say it.
  private static func reason(_ report: DocumentReport) -> String? {
    let diagnosis = report.diagnosis
    let required = diagnosis.conditions.filter(\.isRequired)
    guard !diagnosis.matches, !required.isEmpty, report.conditionsAsWords.isEmpty else {
      return nil
    }
    let unmet = required.filter { $0.documentCount == 0 }
    let asked = (unmet.isEmpty ? required : unmet).map { TerminalText.line($0.text) }
      .joined(separator: unmet.isEmpty ? " and " : " nor ")
    let others = "what else the query asks for"
    if unmet.isEmpty { return "it meets \(asked), but does not match \(others)" }
    if diagnosis.parts.isEmpty { return "it does not meet \(asked)" }
    return diagnosis.matchesWords
      ? "it matches \(others), but does not meet \(asked)"
      : "it neither meets \(asked) nor matches \(others)"
  }

  /// The same, a line for each part and one for all.
  static func lines(_ report: DocumentReport) -> String {
    let diagnosis = report.diagnosis
    var objects = diagnosis.parts.map { part in
      var object = partObject(part.part)
      object.set("cause", part.cause.rawValue)
      object.set("reason", reason(part))
      object.set("holds_some", part.holdsSome)
      object.set("pieces", part.pieces.map { pieceObject($0, "held") })
      if let place = part.place { object.set("place", placeObject(place)) }
      if let suggestion = part.suggestion { object.set("suggestion", suggestion) }
      return object
    }
    for condition in diagnosis.conditions {
      var object = JSONObject(type: "condition")
      object.set("text", condition.text)
      object.set("required", condition.isRequired)
      object.set("met", condition.documentCount > 0)
      object.set("values", condition.values)
      objects.append(object)
    }
    var summary = JSONObject(type: "summary")
    summary.set("query", report.query)
    summary.set("document", nameObject(DocumentName(key: diagnosis.key)))
    summary.set("matches", diagnosis.matches)
    if let reason = reason(report) { summary.set("reason", reason) }
    setReading(report.misreadConditions, report.conditionsAsWords, in: &summary)
    if let change = report.change { summary.set("change", change) }
    objects.append(summary)
    return objects.map { $0.text + "\n" }.joined()
  }

  /// A document that is not in the index.
  static func object(notIndexed name: String, _ reason: String) -> JSONObject {
    var object = JSONObject(type: "not-indexed")
    object.set("document", name)
    object.set("reason", reason)
    return object
  }

  // MARK: - Words

  private static func state(_ part: PartDiagnosis) -> String {
    switch part.cause {
    case .found: "found"
    case .excluded: "found, and excluded by NOT"
    case .absentAsAsked: "not there, as asked"
    default: part.holdsSome ? "found in part" : "not found"
    }
  }

  /// What kept the two apart, in words.
  static func reason(_ part: PartDiagnosis) -> String {
    switch part.cause {
    case .found: "the document holds all of it"
    case .excluded: "the document holds it, and the query says NOT"
    case .absentAsAsked: "the document does not hold it, and the query says NOT"
    case .nothingToSearch: "it holds neither a letter nor a digit that could be searched for"
    case .notIndexed:
      "the text holds it, and the index does not: bring it up to date with search index, "
        + "or make it anew with search index --rebuild"
    case .fieldByNameOnly: "it stands in a field that is not searched with the text"
    case .insideWord: "it stands inside a longer word, and words are found whole"
    case .dropped: "it stands in the text as punctuation or symbols only, which are not indexed"
    case .segmentation: "the text is cut into other words there"
    case .variant: "a word of the text differs from it in marks or in forms of letters"
    case .inflection: "the text has another form of the word"
    case .spelling: "the text has a word that is spelled almost so"
    case .apart: "its words are in the text, but not side by side"
    case .farApart: "its words are in the text, but not so near each other"
    case .elsewhere: "the document holds it, but not in the field \(part.part.field ?? "text")"
    case .partly: "only a part of it is in the text"
    case .absent: "nothing like it is in the text"
    }
  }

  private static func line(_ heading: String, _ text: String) -> String {
    "  \(TerminalText.padded(heading, to: 11))  \(text)\n"
  }

  private static func documents(_ count: Int) -> String {
    count == 1 ? "1 document" : "\(count) documents"
  }

  private static func terms(_ terms: [String]) -> String {
    terms.isEmpty ? "none" : terms.map(TerminalText.escaped).joined(separator: " | ")
  }

  private static func shown(_ part: ParsedQuery.Part) -> String {
    let text = TerminalText.line(part.text)
    let field = part.field.map { TerminalText.line($0) + ":" } ?? ""
    return (part.isExcluded ? "NOT " : "") + field + (part.isPhrase ? "\"\(text)\"" : text)
  }

  private static func shown(_ name: DocumentName) -> String {
    [name.path, name.recordID].compactMap { $0 }.map(TerminalText.escaped).joined(separator: " ")
  }

  // MARK: - Objects

  private static func partObject(_ part: ParsedQuery.Part) -> JSONObject {
    var object = JSONObject(type: "part")
    object.set("text", part.text)
    if let field = part.field { object.set("field", field) }
    object.set("terms", part.terms)
    object.set("phrase", part.isPhrase)
    object.set("excluded", part.isExcluded)
    return object
  }

  private static func pieceObject(_ piece: QueryPiece, _ name: String) -> JSONObject {
    var object = JSONObject()
    object.set("text", piece.text)
    object.set(name, piece.documentCount)
    return object
  }

  private static func placeObject(_ place: PartDiagnosis.Place) -> JSONObject {
    var object = JSONObject()
    object.set("field", place.field)
    object.set("range", [place.range])
    object.set("exact", place.isExact)
    object.set("excerpt", place.excerpt)
    object.set("excerpt_match", [place.excerptRange])
    object.set("terms", place.words)
    return object
  }

  private static func nameObject(_ name: DocumentName) -> JSONObject {
    var object = JSONObject()
    object.set("path", name.path)
    if let recordID = name.recordID { object.set("id", recordID) }
    return object
  }
}
