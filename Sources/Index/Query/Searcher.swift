/// Runs a query over the segments of a snapshot and keeps the best documents.
struct Searcher: ~Copyable {
  private let segments: [OpenSegment]
  private let planner: QueryPlanner
  private let query: Query
  private let rescorer: Rescorer?
  /// What a lone word or phrase is judged by, if the query is nothing else.
  private let unit: Query?
  private let counting: HitCounting
  private let algorithm: Algorithm

  /// How the best documents are found.
  enum Algorithm {
    /// As fast as possible.
    case fastest
    /// By scoring every document that matches: the judge of all others.
    case exhaustive
  }

  /// Plans a query. With `evidence` the best documents of a first pass are scored again.
  init(
    _ query: Query, evidence: [Evidence] = [], _ expander: QueryExpander,
    _ segments: [OpenSegment], _ statistics: CollectionStatistics, titleField: FieldID? = nil,
    ranking: Ranking = Ranking(), counting: HitCounting = .exact,
    algorithm: Algorithm = .fastest, limits: Limits = Limits()
  ) throws(IndexError) {
    let expanded = try expander.expanded(query)
    try Limits.check(
      "the number of terms of the query with all their forms", expanded.termCount,
      atMost: limits.expandedTermCount)
    let isUnit =
      evidence.count == 1 && evidence[0].counting == .tiers && evidence[0].query == query
    var planner = QueryPlanner(
      segments, statistics, ranking: ranking, comparesRarity: !isUnit)
    try planner.add(expanded)
    let ordered = planner.ordered(expanded)
    let rescorer =
      evidence.isEmpty
      ? nil
      : try Rescorer(
        evidence, expander, &planner, segments, titleField: titleField,
        expanded: isUnit ? expanded : nil)
    // What cannot be copied is made at once.
    self.segments = segments
    self.counting = counting
    self.algorithm = algorithm
    self.query = ordered
    self.rescorer = rescorer
    self.planner = consume planner
    unit = isUnit ? evidence[0].query : nil
  }

  /// The best `limit` documents, and how many match in all.
  func search(limit: Int) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    guard let rescorer, limit > 0 else { return try firstPass(limit: limit, counting: counting) }
    if let unit { return try searchUnit(unit, rescorer, limit: limit) }
    let count = Rescorer.documentCount
    let (first, totalCount) = try firstPass(limit: max(limit, count), counting: counting)
    let best = try rescorer.rescored(Array(first.prefix(count)), limit: limit)
    return (Self.appended(best, first.dropFirst(count), limit: limit), totalCount)
  }

  /// What was not scored again follows in its order, whatever its scores mean.
  private static func appended(
    _ best: [TopK.Entry], _ others: ArraySlice<TopK.Entry>, limit: Int
  ) -> [TopK.Entry] {
    var best = best
    var lowest = best.last?.score ?? 0
    for entry in others.prefix(max(0, limit - best.count)) {
      lowest = min(lowest, entry.score)
      best.append(TopK.Entry(score: lowest, address: entry.address))
    }
    return Array(best.prefix(limit))
  }

  /// Scores documents with a lone word or phrase again: as many as ``judgedCount(_:limit:)`` says, and
  /// those whose titles hold it, so that what is a word comes before what is part of a compound.
  private func searchUnit(
    _ unit: Query, _ rescorer: Rescorer, limit: Int
  ) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    let deepest = Self.judgedCount(unit, limit: limit)
    guard let walk = UnitSearch(query, rescorer.items, planner, segments) else {
      return try searchForms(rescorer, limit: limit, deepest: deepest)
    }
    let isFast = algorithm == .fastest
    // Terms are counted faster by themselves.
    let isApart = isFast && counting == .exact && walk.isTerms
    let (best, count) = try walk.search(
      UnitSearch.Order(
        limit: limit, depth: deepest, isCounting: counting == .exact && !isApart,
        isPruning: isFast))
    return (best, isApart ? try firstPass(limit: 0, counting: .exact).totalCount : count)
  }

  /// How many documents are judged. A phrase of several words is only put in order among the first.
  /// For a word more are looked at, so that those with the word itself come before those with a part of
  /// a compound; and what was cut apart into two characters may be a name.
  private static func judgedCount(_ unit: Query, limit: Int) -> Int {
    guard case .sequence(let sequence) = unit else { return max(limit, Rescorer.unitDocumentCount) }
    if sequence.isWord { return max(limit, Rescorer.wordDocumentCount) }
    let isPair = sequence.places.count == 2
    return max(limit, isPair ? Rescorer.documentCount : Rescorer.unitDocumentCount)
  }

  /// The same for what has several spellings, or spaces: documents are judged until none that follows
  /// can be among the best. (It counts at most as much as in the first pass, and titles are looked at
  /// apart.)
  private func searchForms(
    _ rescorer: Rescorer, limit: Int, deepest: Int
  ) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    var depth = max(limit, Rescorer.unitDocumentCount)
    let titled = try rescorer.rescored(try matching(try rescorer.titledDocuments()))
    var found = try bestUnits(rescorer, depth, counting)
    let totalCount = found.totalCount
    var best = Self.merged(found.best, titled)
    while found.best.count == depth, depth < deepest {
      // The same whether few are asked for or many, so that the first does not depend on that.
      let last = best[min(max(limit, Self.leastSettled), best.count) - 1]
      if last.score >= found.lowest { break }
      // Where not even one of the first is a word, few that follow will be.
      depth = best[0].score < found.lowest ? deepest : min(4 * depth, deepest)
      found = try bestUnits(rescorer, depth, .none)
      best = Self.merged(found.best, titled)
    }
    return (Array(best.prefix(limit)), totalCount)
  }

  /// Those of some documents that match. A title may hold a part of what is asked for, and no more.
  private func matching(_ entries: [TopK.Entry]) throws(IndexError) -> [TopK.Entry] {
    var found = Set<DocumentAddress>()
    var segment = -1
    var matcher: Matcher?
    for address in entries.map(\.address).sorted() {
      if address.segment != segment {
        segment = address.segment
        matcher = try planner.matcher(query, segment: segment)
      }
      guard let matcher else { continue }
      try matcher.seek(to: address.document)
      if matcher.document == address.document { found.insert(address) }
    }
    return entries.filter { found.contains($0.address) }
  }

  /// So many must be known to be the best.
  private static let leastSettled = 10

  /// The documents of both lists, the best first. One that is in both has one score.
  private static func merged(_ left: [TopK.Entry], _ right: [TopK.Entry]) -> [TopK.Entry] {
    if right.isEmpty { return left }
    var known = Set<DocumentAddress>()
    return (left + right).filter { known.insert($0.address).inserted }
      .sorted { $1.isWorse(than: $0) }
  }

  /// The best documents of a first pass, scored again, and the lowest score of that pass.
  private func bestUnits(
    _ rescorer: Rescorer, _ depth: Int, _ counting: HitCounting
  ) throws(IndexError) -> (best: [TopK.Entry], lowest: Float, totalCount: Int) {
    let (first, totalCount) = try firstPass(limit: depth, counting: counting)
    return (try rescorer.rescored(first), first.last?.score ?? 0, totalCount)
  }

  /// What each piece of evidence adds to the score of a document.
  func explanation(of address: DocumentAddress) throws(IndexError) -> [Explanation.Item] {
    if let rescorer { return try rescorer.explanation(of: address) }
    var leaves: [Query] = []
    query.forEachLeaf(includingExcluded: false) { leaves.append($0) }
    var items: [Explanation.Item] = []
    for leaf in leaves {
      guard let matcher = try planner.matcher(leaf, segment: address.segment) else { continue }
      try matcher.seek(to: address.document)
      guard matcher.document == address.document else { continue }
      items.append(
        Explanation.Item(
          what: leaf.evidenceLabel, rarity: planner.idf(leaf), frequency: try matcher.frequency(),
          titleFrequency: 0, weight: leaf.boost ?? 1, score: try matcher.score()))
    }
    return items
  }

  private func firstPass(
    limit: Int, counting: HitCounting
  ) throws(IndexError) -> (best: [TopK.Entry], totalCount: Int) {
    var top = TopK(limit)
    var totalCount = 0
    for number in segments.indices where segments[number].live.liveCount > 0 {
      if algorithm == .fastest, let plan = try planner.termPlan(query, segment: number) {
        totalCount += try search(plan, number, &top, limit: limit, counting)
      } else if algorithm == .fastest, counting == .none {
        try searchMatchers(number, &top)
      } else {
        totalCount += try searchExhaustively(number, &top)
      }
    }
    let best = top.ranked()
    return (best, max(totalCount, best.count))
  }

  /// Offers the documents of a segment that can be among the best.
  ///
  /// - Returns: how many match, if they are counted.
  private func search(
    _ plan: TermPlan, _ number: Int, _ top: inout TopK, limit: Int, _ counting: HitCounting
  ) throws(IndexError) -> Int {
    let live = segments[number].live
    switch plan {
    case .any(let lists):
      if lists.isEmpty { return 0 }
      if limit > 0 || counting == .exact, live.isSparse {
        var few = FilteredTerms(
          lists, segment: number, live: live, countsAll: counting == .exact)
        return try few.searchAny(&top)
      }
      if limit > 0 {
        var union = TermUnion(lists, segment: number, live: live)
        try union.search(&top)
      }
      if counting == .none { return 0 }
      for list in lists { list.rewind() }
      return try TermCounter(lists, live: live).countAny()
    case .all(let lists):
      if live.isRestricted, lists.allSatisfy({ $0.documentFrequency >= live.liveCount }) {
        var few = FilteredTerms(
          lists, segment: number, live: live, countsAll: counting == .exact)
        return try few.searchAll(&top)
      }
      // What is looked up one by one is scored along the way.
      if limit > 0, counting == .none || TermCounter.isScoredWhole(lists, live) {
        var conjunction = TermConjunction(
          lists, segment: number, live: live, countsAll: counting == .exact)
        return try conjunction.search(&top)
      }
      if limit > 0 {
        var conjunction = TermConjunction(lists, segment: number, live: live)
        _ = try conjunction.search(&top)
      }
      if counting == .none { return 0 }
      for list in lists { list.rewind() }
      return try TermCounter(lists, live: live).countAll()
    case .phrase(let lists, let elements):
      let phrase = PhraseConjunction(
        lists, elements, segment: number, live: live, countsAll: counting == .exact)
      return try phrase.search(&top)
    }
  }

  /// Offers the documents of a segment that can be among the best, where not everything is a term.
  private func searchMatchers(_ number: Int, _ top: inout TopK) throws(IndexError) {
    let live = segments[number].live
    // What scores nothing where it is found is taken for absence by sums of scores.
    if let queries = query.alternatives {
      let parts = try planner.parts(queries, segment: number)
      if parts.isEmpty || top.capacity == 0 { return }
      var union = PartUnion(parts, segment: number, live: live)
      return try union.search(&top)
    }
    if case .all(let queries) = query, !query.holdsEverything {
      guard let parts = try planner.conjunctionParts(queries, segment: number), top.capacity > 0
      else { return }
      var conjunction = PartConjunction(parts, segment: number, live: live)
      return try conjunction.search(&top)
    }
    guard let matcher = try planner.matcher(query, segment: number) else { return }
    try offerBest(matcher, number, &top)
  }

  /// Offers what a matcher finds and can be among the best.
  private func offerBest(
    _ matcher: Matcher, _ number: Int, _ top: inout TopK
  ) throws(IndexError) {
    let live = segments[number].live
    while matcher.document != .end {
      if live.isLive(matcher.document) {
        top.offer(try matcher.score(), number, matcher.document)
        matcher.raiseFloor(to: top.threshold)
        try matcher.advance()
      } else {
        try matcher.seek(to: DocID(rawValue: live.next(from: matcher.document.rawValue)))
      }
    }
  }

  /// Scores those of few documents that match.
  ///
  /// - Returns: how many they are.
  private func searchFew(
    _ matcher: Matcher, _ number: Int, _ top: inout TopK
  ) throws(IndexError) -> Int {
    let live = segments[number].live
    var count = 0
    while matcher.document != .end {
      let next = live.next(from: matcher.document.rawValue)
      if next == matcher.document.rawValue {
        count += 1
        top.offer(try matcher.score(), number, matcher.document)
        try matcher.advance()
      } else {
        try matcher.seek(to: DocID(rawValue: next))
      }
    }
    return count
  }

  /// Scores all documents with forms of a word, window by window.
  ///
  /// - Returns: how many there are.
  private func searchForms(
    _ forms: UnionPart, _ number: Int, _ top: inout TopK
  ) throws(IndexError) -> Int {
    let live = segments[number].live
    let documentCount = UInt32(live.documentCount)
    let found = ScoredDocuments()
    var count = 0
    var start = try forms.nextDocument(from: 0)
    while start < documentCount {
      let end = min(documentCount, start + UInt32(SumWindow.size))
      found.removeAll()
      try forms.read(from: start, to: end, above: -.infinity, into: found)
      for place in 0..<found.count {
        let document = DocID(rawValue: found[place].document)
        guard live.isLive(document) else { continue }
        count += 1
        top.offer(found[place].score, number, document)
      }
      start = try forms.nextDocument(from: end)
    }
    return count
  }

  /// Scores all documents of a segment that match: the judge of every faster algorithm.
  ///
  /// - Returns: how many match.
  private func searchExhaustively(
    _ number: Int, _ top: inout TopK
  ) throws(IndexError) -> Int {
    guard let matcher = try planner.matcher(query, segment: number) else { return 0 }
    let live = segments[number].live
    var count = 0
    if algorithm == .fastest, let set = matcher as? DocumentSetMatcher {
      let total = set.liveCount(live)
      if top.capacity > 0 { try offerBest(set, number, &top) }
      return total
    }
    if algorithm == .fastest, live.isSparse {
      return try searchFew(matcher, number, &top)
    }
    if algorithm == .fastest, matcher is SynonymsMatcher,
      let forms = try planner.parts([query], segment: number).first
    {
      return try searchForms(forms, number, &top)
    }
    // A term alone is a union of one: both are scored window by window.
    let alone = (matcher as? TermMatcher).map { UnionMatcher([$0]) }
    if let union = alone ?? (matcher as? UnionMatcher) {
      try union.scoreAll(ScoreWindow()) { document, score in
        guard live.isLive(document) else { return }
        count += 1
        top.offer(score, number, document)
      }
      return count
    }
    while matcher.document != .end {
      if live.isLive(matcher.document) {
        count += 1
        top.offer(try matcher.score(), number, matcher.document)
      }
      try matcher.advance()
    }
    return count
  }
}

extension Query {
  /// What a union joins, or forms of a word, which are one that joins nothing else; nil if it is neither, or
  /// a part of it scores nothing where it is found.
  fileprivate var alternatives: [Query]? {
    switch self {
    case .any(let queries) where !holdsEverything: queries
    case .synonyms, .forms: [self]
    default: nil
    }
  }
}
