import Index

/// Why something does or does not match, for people and for programs.
enum DiagnosisFormatter {
  // MARK: - A query

  /// What an index has of each part of a query.
  static func text(
    _ summaries: [PartSummary], _ conditions: [ConditionSummary], query: String, total: Int,
    of documentCount: Int, nearest: [DocumentName]
  ) -> String {
    var text = "\(documents(total)) of \(documentCount) match: \(TerminalText.line(query))\n"
    for summary in summaries {
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
    for condition in conditions {
      text += "\n\(TerminalText.line(condition.text))\n"
      text += line("documents", "\(condition.documentCount) meet it")
    }
    if let reason = ZeroReason.text(summaries, conditions, total: total) {
      text += "\nwhy: \(reason)\n"
    }
    if !nearest.isEmpty {
      text += "\nnearest\n"
      for name in nearest { text += "  \(shown(name))\n" }
    }
    return text
  }

  /// The same, a line for each part and one for all.
  static func lines(
    _ summaries: [PartSummary], _ conditions: [ConditionSummary], query: String, total: Int,
    of documentCount: Int, nearest: [DocumentName]
  ) -> String {
    var objects = summaries.map { summary in
      var object = partObject(summary.part)
      object.set("documents_all", summary.allCount)
      object.set("documents_any", summary.anyCount)
      object.set("pieces", summary.pieces.map { pieceObject($0, "documents") })
      return object
    }
    for condition in conditions {
      var object = JSONObject(type: "condition")
      object.set("text", condition.text)
      object.set("documents", condition.documentCount)
      objects.append(object)
    }
    var summary = JSONObject(type: "summary")
    summary.set("query", query)
    if let reason = ZeroReason.text(summaries, conditions, total: total) {
      summary.set("reason", reason)
    }
    summary.set("total", total)
    summary.set("documents", documentCount)
    summary.set("nearest", nearest.map(nameObject))
    objects.append(summary)
    return objects.map { $0.text + "\n" }.joined()
  }

  // MARK: - A document

  /// What a document has of each part of a query.
  static func text(_ diagnosis: Diagnosis, query: String, change: String?) -> String {
    let verb = diagnosis.matches ? "matches" : "does not match"
    var text = "\(shown(DocumentName(key: diagnosis.key))) \(verb): \(TerminalText.line(query))\n"
    if let change { text += "note: \(change)\n" }
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
      text += "\n\(TerminalText.line(condition.text))  \(isMet ? "met" : "not met")\n"
      let values = condition.values.map { TerminalText.line($0) }.joined(separator: ", ")
      text += line("it has", values.isEmpty ? "no value" : values)
    }
    return text
  }

  /// The same, a line for each part and one for all.
  static func lines(_ diagnosis: Diagnosis, query: String, change: String?) -> String {
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
      object.set("met", condition.documentCount > 0)
      object.set("values", condition.values)
      objects.append(object)
    }
    var summary = JSONObject(type: "summary")
    summary.set("query", query)
    summary.set("document", nameObject(DocumentName(key: diagnosis.key)))
    summary.set("matches", diagnosis.matches)
    if let change { summary.set("change", change) }
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
