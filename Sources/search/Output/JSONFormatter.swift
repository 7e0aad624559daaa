import Index

/// Results for programs: one JSON object a line, `match` for each hit and a `summary` at the end.
///
/// Members are only ever added; a change of meaning raises `v`.
enum JSONFormatter {
  /// The lines of a page, each with its line break.
  static func results(_ page: ResultPage) -> String {
    var text = ""
    for hit in page.hits { text += match(hit, of: page).text + "\n" }
    for facet in page.facets { text += self.facet(facet).text + "\n" }
    return text + summary(page).text + "\n"
  }

  private static func match(_ hit: HitRecord, of page: ResultPage) -> JSONObject {
    var object = JSONObject(type: "match")
    setScore(hit, page.queryID, in: &object)
    if page.indexes.indices.contains(hit.member) {
      let index = page.indexes[hit.member]
      object.set("index", index.path)
      if !index.base.isEmpty { object.set("base", index.base) }
    }
    if let snippet = hit.snippet { setSnippet(snippet, hit, in: &object) }
    setAbout(hit, in: &object)
    if !hit.passages.isEmpty { setPassages(hit, in: &object) }
    return object
  }

  private static func facet(_ facet: Facet) -> JSONObject {
    var object = JSONObject(type: "facet")
    object.set("name", facet.name)
    object.set(
      "values",
      facet.buckets.map { bucket in
        var object = JSONObject()
        object.set("value", bucket.text)
        object.set("documents", bucket.count)
        return object
      })
    object.set("distinct", facet.valueCount)
    object.set("others", facet.otherCount)
    object.set("without", facet.missingCount)
    return object
  }

  private static func setScore(
    _ hit: HitRecord, _ queryID: String?, in object: inout JSONObject
  ) {
    if let queryID { object.set("qid", queryID) }
    object.set("rank", hit.rank)
    object.set("score", hit.score)
    object.set("key", hit.name.key)
    object.set("path", hit.name.path)
    if let recordID = hit.name.recordID { object.set("id", recordID) }
    if let count = hit.otherCount { object.set("others", count) }
    if let explanation = hit.explanation { object.set("explanation", Self.object(explanation)) }
  }

  private static func setSnippet(
    _ snippet: Snippet, _ hit: HitRecord, in object: inout JSONObject
  ) {
    object.set("title", snippet.title)
    object.set("title_matches", snippet.titleMatches)
    object.set("snippet", snippet.text)
    object.set("snippet_start", snippet.bodyOffset)
    object.set("snippet_matches", hit.matchesInSnippet)
    object.set("matches", snippet.matches)
  }

  private static func setPassages(_ hit: HitRecord, in object: inout JSONObject) {
    object.set("matched_by", hit.matchedParts)
    setPlace(hit.place, in: &object)
    let titleMatch = hit.snippet?.titleMatches.first
    var first = hit.passages[0].bytes
    if let titleMatch, hit.passages[0].passage.matches.isEmpty {
      object.set("field", "title")
      first = titleMatch
    } else {
      object.set("field", "body")
    }
    object.set("byte_start", first.lowerBound)
    object.set("byte_end", first.upperBound)
    object.set("passages", hit.passages.map(passage))
  }

  /// What is known of a document whether its text is stored or not.
  private static func setAbout(_ hit: HitRecord, in object: inout JSONObject) {
    object.set("docid", TRECFormatter.documentName(hit.name))
    if !NameBytes.isText(hit.name.path) {
      object.set("path_bytes", NameBytes.base64(NameBytes.bytes(of: hit.name.path)))
    }
    guard let freshness = hit.freshness else { return }
    object.set("freshness", freshness.rawValue)
    object.set("stale", freshness != .current)
  }

  private static func passage(_ record: PassageRecord) -> JSONObject {
    var object = JSONObject()
    object.set("text", record.passage.text)
    object.set("spans", record.passage.matchesInText)
    object.set("byte_start", record.bytes.lowerBound)
    object.set("byte_end", record.bytes.upperBound)
    object.set("start", record.passage.bodyOffset)
    setPlace(record.place, in: &object)
    object.set("line_text", record.line.text)
    object.set("line_spans", record.line.matches)
    if !record.context.isEmpty {
      object.set(
        "context",
        record.context.map { line in
          var object = JSONObject()
          if let number = line.number { object.set("line", number) }
          object.set("text", line.text)
          object.set("spans", line.matches)
          return object
        })
    }
    return object
  }

  /// What is known of a place: members of what is not known are left out.
  private static func setPlace(_ place: SourcePlace, in object: inout JSONObject) {
    if let line = place.line { object.set("line", line) }
    if let column = place.column { object.set("column", column) }
    if let offset = place.byteOffset { object.set("file_offset", offset) }
    if !place.entries.isEmpty { object.set("entries", place.entries) }
    if let message = place.message { object.set("message", message) }
    if let page = place.page { object.set("page", page) }
    if let sheet = place.sheet { object.set("sheet", sheet) }
    if let cell = place.cell { object.set("cell", cell) }
    if let milliseconds = place.milliseconds {
      object.set("time", PlaceText.time(milliseconds))
      object.set("time_ms", milliseconds)
    }
  }

  private static func object(_ explanation: Explanation) -> JSONObject {
    var object = JSONObject()
    object.set("length", explanation.length)
    object.set("average_length", Double(explanation.averageLength))
    object.set(
      "items",
      explanation.items.map { item in
        var object = JSONObject()
        object.set("what", item.what)
        object.set("score", item.score)
        object.set("weight", item.weight)
        object.set("rarity", item.rarity)
        object.set("frequency", item.frequency)
        object.set("title_frequency", item.titleFrequency)
        return object
      })
    object.set("tree", ExplanationTree.object(explanation))
    return object
  }

  private static func summary(_ page: ResultPage) -> JSONObject {
    var object = JSONObject(type: "summary")
    if let queryID = page.queryID { object.set("qid", queryID) }
    object.set("query", page.query)
    object.set("shown", page.hits.count)
    object.set("total", page.totalCount)
    object.set("documents", page.documentCount)
    object.set("seconds", page.seconds)
    object.set("parts", page.parts.map(part))
    if let reason = page.zeroReason { set(reason, in: &object) }
    setReading(page, in: &object)
    if let next = page.next { object.set("cursor", next) }
    if !page.nearest.isEmpty {
      var named = page
      named.queryID = nil
      object.set("nearest", page.nearest.map { match($0, of: named) })
    }
    if !page.indexes.isEmpty { object.set("indexes", page.indexes.map(\.path)) }
    if !page.suggestions.isEmpty {
      object.set("suggestions", page.suggestions.map(suggestion))
    }
    return object
  }

  /// Why nothing was found.
  private static func set(_ reason: ZeroReason, in object: inout JSONObject) {
    if let text = reason.text { object.set("reason", text) }
    if !reason.conditions.isEmpty {
      object.set("conditions", reason.conditions.map(DiagnosisFormatter.object))
    }
    if let count = reason.meetingCount {
      object.set("documents_meeting", count)
      object.set("documents_matching", reason.matchingCount)
    }
    if let filtered = reason.filtered {
      object.set("documents_passing", filtered.passingCount)
      object.set("documents_without_filter", filtered.matchingCount)
    }
  }

  /// How the query was read, where that may not be what was meant.
  private static func setReading(_ page: ResultPage, in object: inout JSONObject) {
    if !page.signed.isEmpty { object.set("signed", page.signed) }
    if !page.misreadConditions.isEmpty {
      object.set("misread_conditions", page.misreadConditions.map(misread))
    }
    if !page.conditionsAsWords.isEmpty {
      object.set("conditions_as_words", page.conditionsAsWords)
    }
    if !page.unknownNames.isEmpty { object.set("unknown_names", page.unknownNames) }
  }

  /// What looks like a condition and is none.
  static func misread(_ error: QuerySyntaxError) -> JSONObject {
    var object = JSONObject()
    let before = error.query.unicodeScalars.prefix(error.offset)
    object.set("start", String(String.UnicodeScalarView(before)).utf8.count)
    object.set("reason", error.reason)
    return object
  }

  private static func suggestion(_ suggestion: SpellingSuggestion) -> JSONObject {
    var object = JSONObject()
    object.set("query", suggestion.query)
    object.set("changes", suggestion.changes)
    object.set("total", suggestion.totalCount)
    return object
  }

  private static func part(_ count: PartCount) -> JSONObject {
    var object = JSONObject()
    object.set("text", count.part.text)
    if let field = count.part.field { object.set("field", field) }
    object.set("terms", count.part.terms)
    object.set("phrase", count.part.isPhrase)
    object.set("excluded", count.part.isExcluded)
    object.set("documents", count.documentCount)
    if let all = count.unfilteredCount { object.set("documents_without_filter", all) }
    return object
  }
}
