/// Scores the best documents of a first pass again, with all there is to say for them: the evidence
/// of the query, occurrences in the title, and how close together the query's words stand.
struct Rescorer {
  private let planner: QueryPlanner
  private let segments: [OpenSegment]
  /// What speaks for documents.
  private(set) var items: [Item] = []
  /// How many pieces of evidence the query has.
  let unitCount: Int
  /// The width of the window in places.
  let windowWidth: UInt32

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
  static func forms(
    of evidence: Evidence, _ expander: QueryExpander
  ) throws(IndexError) -> [Evidence] {
    if case .word(let word) = evidence.query, evidence.counting == .places {
      let forms = try expander.wordForms(of: word)
      return [
        Evidence(query: .forms(forms, boost: 1), weight: evidence.weight, counting: .places)
      ]
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

  /// The best `limit` documents with their new scores, the best first.
  ///
  /// - Parameter entries: the best first.
  func rescored(
    _ entries: [TopK.Entry], limit: Int = .max
  ) throws(IndexError) -> [TopK.Entry] {
    var pass = try RescoringPass(self, planner, segments, entries)
    return try pass.best(min(limit, entries.count))
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

  /// What each piece of evidence adds to the score of a document, in the order in which it is added.
  func explanation(of address: DocumentAddress) throws(IndexError) -> [Explanation.Item] {
    var evidence = try SegmentEvidence(
      items, [address.document], planner, segments[address.segment], segment: address.segment)
    var explained: [Explanation.Item] = []
    for (number, item) in items.enumerated() where item.counting != .places {
      guard let found = try evidence.contribution(item: number, 0) else { continue }
      explained.append(
        Explanation.Item(
          what: item.query.evidenceLabel + (item.counting == .words ? " as a word" : ""),
          rarity: planner.idf(item.query), frequency: found.frequency,
          titleFrequency: found.titleFrequency,
          weight: item.weight * found.factor * (item.query.boost ?? 1), score: found.score))
    }
    var window = EvidenceWindow(width: windowWidth, unitCount: unitCount)
    let heaviest = try window.heaviest(items, &evidence, 0)
    if heaviest > 0 {
      explained.append(
        Explanation.Item(
          what: "words close together", rarity: heaviest, frequency: 1, titleFrequency: 0,
          weight: EvidenceWeights.window, score: EvidenceWeights.window * heaviest))
    }
    return explained
  }
}
