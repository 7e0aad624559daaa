public import Tokenizer

extension Snapshot {
  /// Reads a filter as people type it: all of it must hold, and what says only what is not wanted lets
  /// everything else through.
  ///
  /// It is read strictly, since what is wrong in it finds nothing and nobody sees why.
  ///
  /// - Returns: nil if it asks for nothing.
  /// - Throws: ``IndexError/syntax(_:)`` that says where it makes no sense;
  ///   ``IndexError/limit(what:found:allowed:)`` for one beyond ``limits``.
  public func filter(
    _ text: String, fold: FoldLevel = .letters, synonyms: Synonyms? = nil
  ) throws(IndexError) -> Filter? {
    let query = try parsed(
      text, matching: .all, fold: fold, syntax: .strict, synonyms: synonyms, conditions: true,
      isFilter: true)
    return query.isEmpty ? nil : .query(query)
  }

  /// How many documents a filter lets through.
  public func documentCount(
    passing filter: Filter, until interruption: Interruption? = nil
  ) throws(IndexError) -> Int {
    try segments(passing: filter, until: interruption).reduce(0) { $0 + $1.live.liveCount }
  }

  /// The segments for one search, with only the documents that a filter lets through.
  func segments(
    passing filter: Filter?, until interruption: Interruption?
  ) throws(IndexError) -> [OpenSegment] {
    var segments = segments(until: interruption)
    guard let filter else { return segments }
    if let known = filters.live(filter) {
      for index in segments.indices { segments[index].live = known[index] }
      return segments
    }
    let evaluator = try evaluator(segments)
    for index in segments.indices {
      let set = try evaluator.documents(filter, segment: index)
      segments[index].live = segments[index].live.restricted(to: set)
    }
    filters.note(segments.map(\.live), of: filter)
    return segments
  }

  private func evaluator(_ segments: [OpenSegment]) throws(IndexError) -> FilterEvaluator {
    var evaluator = FilterEvaluator(segments, schema: state.manifest.schema)
    evaluator.matching = { (query, number) throws(IndexError) in
      try self.matches(query, segments, number)
    }
    return evaluator
  }

  /// The documents of a segment that match a query, deleted ones included.
  func matches(
    _ query: ParsedQuery, _ segments: [OpenSegment], _ number: Int
  ) throws(IndexError) -> DocumentSet {
    var found = DocumentSet(documentCount: segments[number].reader.documentCount)
    let (rest, filter) = query.query.separated()
    let expanded = try expander(query, until: segments[number].interruption).expanded(rest)
    var planner = QueryPlanner(segments, collection, ranking: Ranking())
    try planner.add(expanded)
    guard let matcher = try planner.matcher(expanded, segment: number) else { return found }
    while matcher.document != .end {
      found.insert(Int(matcher.document.rawValue))
      try matcher.advance()
    }
    if let filter {
      found.formIntersection(try evaluator(segments).documents(filter, segment: number))
    }
    return found
  }
}

extension Filter {
  /// The documents that both let through; nil if there is neither.
  static func joined(_ left: Filter?, _ right: Filter?) -> Filter? {
    guard let left, let right else { return left ?? right }
    return .all([left, right])
  }
}

extension Snapshot {
  /// The names under which documents have typed values, in the order of their scalars.
  public var valueNames: [String] { ValueSchema(state.segments).names }

  /// The typed values of a document, by name, type and value. They need no stored text.
  ///
  /// - Precondition: the address comes from this snapshot.
  public func values(at address: DocumentAddress) throws(IndexError) -> [Document.Value] {
    try state.segments[address.segment].reader.values.values(of: address.document)
  }
}
