/// Scores the best documents of a first pass again, with all there is to say for them: the evidence
/// of the query, occurrences in the title, and how close together the query's words stand.
struct Rescorer {
  private let planner: QueryPlanner
  private let segments: [OpenSegment]
  /// What speaks for documents.
  private(set) var items: [Item] = []
  /// How many pieces of evidence the query has.
  private let unitCount: Int
  /// The width of the window in places.
  private let windowWidth: UInt32

  /// Evidence whose query has no query inside it, and the same in the title.
  struct Item {
    var query: Query
    var title: Query?
    var weight: Float
    var counting: Evidence.Counting
    var unit: Int
  }

  /// How many documents are scored again. With half as many nothing measurable changes.
  static let documentCount = 200
  /// How many at first where a lone word or phrase was asked for; mostly they are enough.
  static let unitDocumentCount = 20
  /// How many at most where that is a word.
  static let wordDocumentCount = 500

  /// - Parameter expanded: what the evidence becomes in the forms that folding allows, if it is one
  ///   query that has been expanded and added to the planner.
  init(
    _ evidence: [Evidence], _ expander: QueryExpander, _ planner: inout QueryPlanner,
    _ segments: [OpenSegment], titleField: FieldID?, expanded: Query?
  ) throws(IndexError) {
    self.segments = segments
    var items: [Item] = []
    var widths: [Float] = []
    for (unit, one) in evidence.enumerated() {
      let forms =
        if let expanded { Self.leaves(expanded, of: one) } else {
          try Self.forms(of: one, expander)
        }
      for form in forms {
        if expanded == nil { try planner.add(form.query) }
        var item = Item(
          query: form.query, title: nil, weight: form.weight, counting: form.counting, unit: unit)
        if let titleField, one.counting != .places {
          item.title = try planner.addTitle(form.query, in: titleField)
        }
        items.append(item)
      }
      if one.counting == .places { widths.append(one.query.width) }
    }
    self.items = items
    self.planner = planner
    unitCount = evidence.count
    let meanWidth = widths.isEmpty ? 1 : widths.reduce(0, +) / Float(widths.count)
    windowWidth = UInt32(EvidenceWeights.windowWidth(meanWidth: meanWidth).rounded())
  }

  /// A word in all forms that speak for a document, and everything else in the forms that folding
  /// allows.
  private static func forms(
    of evidence: Evidence, _ expander: QueryExpander
  ) throws(IndexError) -> [Evidence] {
    if case .word(let word) = evidence.query, evidence.counting == .places {
      let forms = try expander.wordForms(of: word)
      return [Evidence(query: .forms(forms, boost: 1), weight: 1, counting: .places)]
    }
    if case .word(let word) = evidence.query {
      return try expander.forms(of: word, includingRoots: true).map { form in
        Evidence(query: form.query, weight: evidence.weight * form.weight)
      }
    }
    return leaves(try expander.expanded(evidence.query), of: evidence)
  }

  private static func leaves(_ expanded: Query, of evidence: Evidence) -> [Evidence] {
    var leaves: [Query] = []
    expanded.forEachLeaf { leaves.append($0) }
    return leaves.map {
      Evidence(query: $0, weight: evidence.weight, counting: evidence.counting)
    }
  }

  /// The documents with their new scores, the best first.
  func rescored(_ entries: [TopK.Entry]) throws(IndexError) -> [TopK.Entry] {
    var entries = entries.sorted { $0.address < $1.address }
    var start = 0
    while start < entries.count {
      let segment = entries[start].address.segment
      var end = start
      while end < entries.count, entries[end].address.segment == segment { end += 1 }
      try rescore(&entries, start..<end, segment)
      start = end
    }
    return entries.sorted { $1.isWorse(than: $0) }
  }

  /// The documents whose titles hold what is asked for: the best of them, if there are many. What
  /// stands in a title may lift a document that the first pass has far below.
  func titledDocuments() throws(IndexError) -> [TopK.Entry] {
    var top = TopK(Self.documentCount)
    for item in items {
      guard let title = item.title else { continue }
      for (number, segment) in segments.enumerated() {
        guard let matcher = try planner.matcher(title, segment: number),
          let scorer = try planner.scorer(item.query, segment: number)
        else { continue }
        while matcher.document != .end {
          let document = matcher.document
          if segment.live.isLive(document) {
            top.offer(
              scorer.score(frequency: try matcher.frequency(), in: document), number, document)
          }
          try matcher.advance()
        }
      }
      // Other spellings are other items, and offers must ascend.
      break
    }
    return top.ranked()
  }

  private func rescore(
    _ entries: inout [TopK.Entry], _ range: Range<Int>, _ segment: Int
  ) throws(IndexError) {
    for index in range { entries[index].score = 0 }
    var occurrences = [[Occurrence]](repeating: [], count: range.count)
    for item in items {
      if item.counting == .places {
        try collect(item, entries, range, segment, into: &occurrences)
      } else {
        try add(item, to: &entries, range, segment)
      }
    }
    for (offset, index) in range.enumerated() where !occurrences[offset].isEmpty {
      entries[index].score +=
        EvidenceWeights.window * heaviestWindow(&occurrences[offset])
    }
  }

  private func add(
    _ item: Item, to entries: inout [TopK.Entry], _ range: Range<Int>, _ segment: Int
  ) throws(IndexError) {
    guard var reader = try EvidenceReader(item, planner, segments[segment], segment) else { return }
    for index in range {
      if let found = try reader.contribution(of: entries[index].address.document) {
        entries[index].score += found.score
      }
    }
  }

  /// What each piece of evidence adds to the score of a document, in the order in which it is added.
  func explanation(of address: DocumentAddress) throws(IndexError) -> [Explanation.Item] {
    var explained: [Explanation.Item] = []
    for item in items where item.counting != .places {
      guard
        var reader = try EvidenceReader(
          item, planner, segments[address.segment], address.segment),
        let found = try reader.contribution(of: address.document)
      else { continue }
      explained.append(
        Explanation.Item(
          what: item.query.evidenceLabel + (item.counting == .words ? " as a word" : ""),
          rarity: planner.idf(item.query), frequency: found.frequency,
          titleFrequency: found.titleFrequency,
          weight: item.weight * found.factor * (item.query.boost ?? 1), score: found.score))
    }
    var occurrences: [[Occurrence]] = [[]]
    let entry = [TopK.Entry(score: 0, address: address)]
    for item in items where item.counting == .places {
      try collect(item, entry, 0..<1, address.segment, into: &occurrences)
    }
    let window = heaviestWindow(&occurrences[0])
    if window > 0 {
      explained.append(
        Explanation.Item(
          what: "words close together", rarity: window, frequency: 1, titleFrequency: 0,
          weight: EvidenceWeights.window, score: EvidenceWeights.window * window))
    }
    return explained
  }

  // MARK: - Places

  /// Where a unit of the query begins in a document.
  private struct Occurrence {
    var position: UInt32
    var unit: Int
    var idf: Float
  }

  /// A word that a document holds more often says little by where it stands, and its places would
  /// take memory without bound.
  private static let maximumOccurrenceCount: UInt32 = 4096

  private func collect(
    _ item: Item, _ entries: [TopK.Entry], _ range: Range<Int>, _ segment: Int,
    into occurrences: inout [[Occurrence]]
  ) throws(IndexError) {
    let idf = planner.idf(item.query)
    func note(_ position: UInt32, _ offset: Int) {
      occurrences[offset].append(Occurrence(position: position, unit: item.unit, idf: idf))
    }
    switch item.query {
    case .forms(let terms, _):
      var positions: [UInt32] = []
      for term in terms {
        guard var cursor = planner.cursor(term.key, segment: segment) else { continue }
        for (offset, index) in range.enumerated() {
          let document = entries[index].address.document
          try cursor.seek(to: document)
          guard cursor.document == document else { continue }
          if try cursor.frequency > Self.maximumOccurrenceCount { continue }
          try cursor.positions(into: &positions)
          for position in positions { note(position, offset) }
        }
      }
    case .sequence(let sequence):
      guard var finder = planner.finder(sequence, segment: segment) else { return }
      for (offset, index) in range.enumerated() {
        let document = entries[index].address.document
        try finder.seek(to: document)
        guard finder.document == document else { continue }
        for start in finder.starts.prefix(Int(Self.maximumOccurrenceCount)) {
          note(start.position, offset)
        }
      }
    default: return
    }
  }

  /// The greatest sum of the rarities of different units that begin within a window.
  private func heaviestWindow(_ occurrences: inout [Occurrence]) -> Float {
    occurrences.sort { ($0.position, $0.unit) < ($1.position, $1.unit) }
    var counts = [Int](repeating: 0, count: unitCount)
    var sum: Float = 0
    var heaviest: Float = 0
    var first = 0
    for last in occurrences.indices {
      let entering = occurrences[last]
      if counts[entering.unit] == 0 { sum += entering.idf }
      counts[entering.unit] += 1
      while occurrences[first].position + windowWidth <= entering.position {
        let leaving = occurrences[first]
        counts[leaving.unit] -= 1
        if counts[leaving.unit] == 0 { sum -= leaving.idf }
        first += 1
      }
      heaviest = max(heaviest, sum)
    }
    return heaviest
  }
}
