/// A walk of ``UnitSearch`` through the segments, in their order.
///
/// Two bounds rule documents out before their positions are read. The first is the lowest score of the
/// best by frequency and length, as many of them as are to be judged. The second is the lowest of the
/// best judged scores, as many as are asked for: being judged only lowers a score, unless the title
/// holds what is asked for, and then more is allowed for. Where the second bound is the higher one in
/// the end, all that it rests on are among the first; where it is the lower one, what it rules out is
/// not among them, unless by its title (``isDoubtful``).
struct UnitWalk {
  private let order: UnitSearch.Order
  /// The best by frequency and length.
  private var first: TopK
  /// The best judged ones, and the best of those whose titles hold it.
  private var judged: TopK
  private var titled: TopK
  /// All that may be among the best.
  private var found: [Found] = []
  /// How many match of those that were looked at.
  private(set) var count = 0
  // Whether a document whose title holds it was passed over by the second bound.
  private var restsOnJudged = false

  private struct Found {
    var score: Float
    var isTitled: Bool
    /// With its score by frequency and length.
    var first: TopK.Entry
  }

  /// A document whose title holds what is asked for.
  struct TitledDocument {
    var document: DocID
    /// How often.
    var frequency: Float
  }

  /// A segment.
  struct Place {
    let number: Int
    let live: LiveDocuments
    var finder: SequenceFinder
    let scorer: FloorScorer
    var judge: AlignmentJudge
    let titles: [TitledDocument]
  }

  init(_ order: UnitSearch.Order) {
    self.order = order
    first = TopK(order.depth)
    judged = TopK(order.limit)
    titled = TopK(order.limit)
  }

  /// The best of what was judged, in their order.
  var best: [TopK.Entry] {
    let lowest = first.lowest
    var best: [TopK.Entry] = []
    for one in found {
      let isJudged = lowest.map { !one.first.isWorse(than: $0) } ?? true
      if one.isTitled || isJudged {
        best.append(TopK.Entry(score: one.score, address: one.first.address))
      }
    }
    best.sort { $1.isWorse(than: $0) }
    return Array(best.prefix(order.limit))
  }

  /// Whether the second bound ruled out what it must not: a document whose title holds what is asked
  /// for, by documents that are not among the first.
  var isDoubtful: Bool {
    restsOnJudged && first.lowest != nil && first.threshold > judged.threshold
  }

  /// Walks through a segment.
  mutating func search(_ place: consuming Place) throws(IndexError) {
    raiseFloor(&place)
    var next = 0
    place.finder.stop = place.titles.first?.document ?? .end
    var candidate = try place.finder.candidate(from: DocID(rawValue: place.live.next(from: 0)))
    while candidate != .end {
      var titleFrequency: Float?
      if candidate >= place.finder.stop {
        while next < place.titles.count, place.titles[next].document < candidate { next += 1 }
        if next < place.titles.count, place.titles[next].document == candidate {
          titleFrequency = place.titles[next].frequency
          next += 1
        }
        place.finder.stop = next < place.titles.count ? place.titles[next].document : .end
      }
      if place.live.isLive(candidate) {
        if let titleFrequency {
          try lookAtTitled(candidate, titleFrequency, &place)
        } else {
          try look(at: candidate, &place)
        }
      }
      let next = place.live.next(from: candidate.successor.rawValue)
      candidate = try place.finder.candidate(from: DocID(rawValue: next))
    }
  }

  /// Rules out what need not be looked at any more.
  private func raiseFloor(_ place: inout Place) {
    let score = max(first.threshold, judged.threshold.nextDown)
    guard order.isPruning, !order.isCounting, score > 0 else { return }
    place.finder.floor = place.scorer.floor(above: score)
  }

  private mutating func look(at document: DocID, _ place: inout Place) throws(IndexError) {
    if let floor = place.finder.floor,
      !floor.isExceeded(by: try place.finder.limit(document), in: document)
    {
      return
    }
    let whole = order.isPruning ? try place.finder.wholeWeights() : nil
    if whole == nil, try !place.finder.findStarts(document) { return }
    count += 1
    let (frequency, heaviest) = whole?.weights ?? place.finder.starts.weights()
    let scorer = place.scorer.scorer
    let score = heaviest * scorer.score(frequency: frequency, in: document)
    if score <= first.threshold { return }
    let address = DocumentAddress(segment: place.number, document: document)
    first.offer(score, place.number, document)
    if !order.isPruning || score >= judged.threshold {
      if let whole {
        _ = try place.finder.findStarts(document, count: whole.count)
      }
      let factor = heaviest * (try place.judge.tier(place.finder.starts, document))
      let final = factor * scorer.score(frequency: frequency, in: document)
      judged.offer(final, place.number, document)
      found.append(
        Found(score: final, isTitled: false, first: TopK.Entry(score: score, address: address)))
    }
    raiseFloor(&place)
  }

  private mutating func lookAtTitled(
    _ document: DocID, _ titleFrequency: Float, _ place: inout Place
  ) throws(IndexError) {
    let more = EvidenceWeights.titleOccurrence * titleFrequency
    let scorer = place.scorer.scorer
    if order.isPruning, !order.isCounting {
      let most = Float(try place.finder.limit(document)) + more
      let score = scorer.score(frequency: most, in: document)
      if score < titled.threshold { return }
      if order.trustsJudged, score < judged.threshold {
        restsOnJudged = true
        return
      }
    }
    guard try place.finder.findStarts(document) else { return }
    count += 1
    let (frequency, heaviest) = place.finder.starts.weights()
    let factor = heaviest * (try place.judge.tier(place.finder.starts, document))
    let whole = factor * scorer.score(frequency: frequency + more, in: document)
    let score = heaviest * scorer.score(frequency: frequency, in: document)
    let address = DocumentAddress(segment: place.number, document: document)
    first.offer(score, place.number, document)
    judged.offer(whole, place.number, document)
    titled.offer(whole, place.number, document)
    found.append(
      Found(score: whole, isTitled: true, first: TopK.Entry(score: score, address: address)))
    raiseFloor(&place)
  }
}
