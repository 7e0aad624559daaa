import Index

/// How documents are sorted, counted by their values, and put together.
struct ListingRequest: Equatable {
  /// What is sorted by; nil for the usual ranking.
  var sort: [SortKey]?
  /// Where the page before ended.
  var cursor: SearchCursor?
  var facets: [FacetRequest] = []
  var collapsing: Collapsing?

  /// What was found, and what is shown beside it.
  struct Answer {
    var result: SearchResult
    var next: String?
    var facets: [Facet] = []
    /// For each hit how many like it are left out; empty where they are not put together.
    var otherCounts: [Int] = []
  }

  /// The names of values in it.
  var valueNames: [String] {
    var names = (sort ?? []).compactMap(\.name) + facets.map(\.name)
    if case .value(let name)? = collapsing { names.append(name) }
    return names
  }

  /// Asks for the documents.
  func list(
    _ query: ParsedQuery, limit: Int, _ filter: Filter?, on snapshot: Snapshot,
    until interruption: Interruption?
  ) throws(IndexError) -> Answer {
    var answer: Answer
    if let sort {
      let found = try snapshot.search(
        query, sortedBy: sort, limit: limit, after: cursor, filter: filter, until: interruption)
      answer = Answer(
        result: SearchResult(listing: found.hits, totalCount: found.totalCount),
        next: found.next?.description)
    } else if let collapsing {
      let found = try snapshot.search(
        query, collapsing: collapsing, limit: limit, filter: filter, until: interruption)
      answer = Answer(
        result: SearchResult(
          listing: found.groups.map(\.hit), totalCount: found.totalCount))
      answer.otherCounts = found.groups.map(\.otherCount)
    } else {
      answer = Answer(
        result: try snapshot.search(
          query, limit: limit, filter: filter, until: interruption))
    }
    if answer.result.totalCount == 0 {
      // What there is to say about nothing does not depend on how it would be listed.
      answer.result = try snapshot.search(
        query, limit: limit, filter: filter, until: interruption)
    }
    if !facets.isEmpty {
      answer.facets = try snapshot.facets(
        of: query, facets, filter: filter, until: interruption)
    }
    return answer
  }

  /// Reads `modified:desc,score`.
  static func sortKeys(_ text: String) throws(CommandError) -> [SortKey] {
    var keys: [SortKey] = []
    for part in text.split(separator: ",", omittingEmptySubsequences: false) {
      var name = String(part)
      var isDescending: Bool?
      for (ending, descends) in [(":desc", true), (":asc", false)] where name.hasSuffix(ending) {
        name.removeLast(ending.utf8.count)
        isDescending = descends
        break
      }
      guard !name.isEmpty else {
        throw CommandError(
          "--sort '\(text)': expected names of values with commas between them: modified:desc,score"
        )
      }
      if isDescending == nil, let colon = name.lastIndex(of: ":") {
        throw CommandError(
          "--sort '\(text)': behind a name stands :asc or :desc, not '\(name[colon...])'; "
            + "for a value called '\(name)' write \(name):asc")
      }
      keys.append(
        name == "score"
          ? isDescending == false ? .lowestScore : .score
          : .value(name, descending: isDescending ?? false))
    }
    return keys
  }

  /// Reads the name of values, or `near`.
  static func collapsing(_ text: String) throws(CommandError) -> Collapsing {
    if text.isEmpty {
      throw CommandError(
        "--collapse '': expected the name of values, or near for nearly equal texts")
    }
    return text == "near" ? .nearDuplicates : .value(text)
  }

  /// Reads a cursor.
  static func cursor(_ text: String) throws(CommandError) -> SearchCursor {
    guard let cursor = SearchCursor(text) else {
      throw CommandError("--after: this is no cursor; the page before names one with --sort")
    }
    return cursor
  }

  /// Reads `type`, `date:month`, `size:1000`.
  static func facet(_ text: String) throws(CommandError) -> FacetRequest {
    let parts = text.split(separator: ":", maxSplits: 1, omittingEmptySubsequences: false)
    guard let name = parts.first, !name.isEmpty else {
      throw CommandError("--facet '\(text)': expected the name of values")
    }
    var request = FacetRequest(String(name))
    guard parts.count == 2 else { return request }
    if let period = FacetRequest.Period(rawValue: String(parts[1])) {
      request.period = period
    } else if let step = Double(parts[1]), step > 0, step.isFinite {
      request.step = step
    } else {
      throw CommandError(
        "--facet '\(text)': behind the colon stands year, month, day or how wide ranges are")
    }
    return request
  }
}
