import Index

/// Results for programs: one JSON object a line, `match` for each hit and a `summary` at the end.
///
/// Members are only ever added; a change of meaning raises `v`.
enum JSONFormatter {
  /// The lines of a page, each with its line break.
  static func results(_ page: ResultPage) -> String {
    var text = ""
    for hit in page.hits { text += match(hit, queryID: page.queryID).text + "\n" }
    return text + summary(page).text + "\n"
  }

  private static func match(_ hit: HitRecord, queryID: String?) -> JSONObject {
    var object = JSONObject(type: "match")
    if let queryID { object.set("qid", queryID) }
    object.set("rank", hit.rank)
    object.set("score", hit.score)
    object.set("key", hit.name.key)
    object.set("path", hit.name.path)
    if let recordID = hit.name.recordID { object.set("id", recordID) }
    if let explanation = hit.explanation { object.set("explanation", Self.object(explanation)) }
    guard let snippet = hit.snippet else { return object }
    object.set("title", snippet.title)
    object.set("title_matches", snippet.titleMatches)
    object.set("snippet", snippet.text)
    object.set("snippet_start", snippet.bodyOffset)
    object.set("snippet_matches", hit.matchesInSnippet)
    object.set("matches", snippet.matches)
    return object
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
    if !page.nearest.isEmpty {
      object.set("nearest", page.nearest.map { match($0, queryID: nil) })
    }
    return object
  }

  private static func part(_ count: PartCount) -> JSONObject {
    var object = JSONObject()
    object.set("text", count.part.text)
    object.set("terms", count.part.terms)
    object.set("phrase", count.part.isPhrase)
    object.set("excluded", count.part.isExcluded)
    object.set("documents", count.documentCount)
    return object
  }
}
