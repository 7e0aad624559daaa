/// Reads every term of a segment with all of its postings, and compares what they say with each
/// other and with what is kept of documents: order, sums, frequencies, impacts, lengths and borders.
struct TermChecker {
  private let segment: SegmentReader
  private let manifest: Manifest
  /// What is being checked: what an error is about.
  private(set) var stage = CheckReport.Code.terms
  private(set) var postingCount: UInt64 = 0
  private(set) var positionCount: UInt64 = 0
  // The field whose terms are read: how many words of it each document has.
  private var wordCounts: [UInt64]
  private var lengths: LengthColumn?
  private var positions: [UInt32] = []
  private var impactCounter = ImpactCounter()
  private var impactWeights: ImpactWeights

  // Whether every term is looked up, and not only the first of each block.
  private let looksUpAll: Bool

  init(_ segment: SegmentReader, _ manifest: Manifest, looksUpAll: Bool) {
    self.looksUpAll = looksUpAll
    self.segment = segment
    self.manifest = manifest
    impactWeights = ImpactWeights(segment.info)
    wordCounts = [UInt64](repeating: 0, count: segment.documentCount)
  }

  mutating func run() throws(IndexError) {
    var exact = try ExactLengths(segment)
    var terms = try segment.dictionary.terms()
    var previous: [UInt8] = []
    var field: FieldID?
    var postingsEnd = 0
    while try terms.next() {
      let key = TermKey(bytes: terms.key)
      try checkEntry(key, previous, terms.info, postingsEnd)
      if looksUpAll || terms.ordinal % TermDictionary.blockSize == 1 {
        try checkLookup(key, terms.info)
      }
      postingsEnd = terms.info.postingsOffset + terms.info.postingsByteCount
      previous = terms.key
      if key.field != field {
        try checkLengths(before: key.field, &exact)
        field = key.field
        stage = .lengths
        lengths = try segment.lengths(of: key.field)
      }
      stage = .postings
      if let kind = key.kind { try checkPostings(key, kind, terms.info) }
      stage = .terms
    }
    guard terms.ordinal == segment.info.termCount,
      postingsEnd == segment.file.byteCount(of: .postings) ?? 0
    else { throw segment.file.corrupt(.terms, 0, "has \(terms.ordinal) terms, which is not all") }
    if looksUpAll { try segment.dictionary.checkSymbols() }
    try checkLengths(before: nil, &exact)
  }

  // MARK: - Dictionary

  private func checkEntry(
    _ key: TermKey, _ previous: [UInt8], _ info: TermInfo, _ postingsEnd: Int
  ) throws(IndexError) {
    guard previous.isEmpty || previous.lexicographicallyPrecedes(key.bytes),
      Int(key.field.rawValue) < manifest.schema.names.count, key.kind != nil
    else { throw segment.file.corrupt(.terms, 0, "term '\(key.term)' is out of order") }
    guard info.postingsOffset == postingsEnd else {
      throw segment.file.corrupt(
        .terms, 0,
        "postings of term '\(key.term)' begin at \(info.postingsOffset), those of the "
          + "term before it end at \(postingsEnd)")
    }
  }

  private func checkLookup(_ key: TermKey, _ info: TermInfo) throws(IndexError) {
    guard try segment.dictionary.find(key.bytes) == info else {
      throw segment.file.corrupt(.termIndex, 0, "term '\(key.term)' is not found")
    }
  }

  // MARK: - Lengths

  /// Compares the lengths of a field that has been read, and of those without terms before another,
  /// with their words.
  private mutating func checkLengths(
    before field: FieldID?, _ exact: inout ExactLengths
  ) throws(IndexError) {
    stage = .lengths
    while let next = exact.nextField, field.map({ next.field < $0 }) ?? true {
      guard let lengths = try exact.next() else { break }
      try checkLengths(next, lengths)
      for document in wordCounts.indices { wordCounts[document] = 0 }
    }
    stage = .terms
  }

  /// Exact lengths must add up, and hold the words; only words of scripts without spaces, which are
  /// no terms, may be missing, and only in documents whose borders say that they have some.
  private mutating func checkLengths(
    _ info: SegmentInfo.Field, _ lengths: [UInt32]
  ) throws(IndexError) {
    let total = lengths.reduce(UInt64(0)) { $0 + UInt64($1) }
    let count = lengths.reduce(0) { $0 + ($1 > 0 ? 1 : 0) }
    guard total == info.totalLength, count == Int(info.documentCount) else {
      throw segment.file.corrupt(
        .segmentInfo, 0,
        "field \(info.field.rawValue) is \(total) long in \(count) documents, not "
          + "\(info.totalLength) in \(info.documentCount)")
    }
    var borders =
      info.field == .text ? segment.borders.map { BordersCursor($0) } : nil
    let spellsNothing = manifest.analyzerName == TextChecker.plainAnalyzer
    for document in lengths.indices {
      let length = UInt64(lengths[document])
      var isExact = spellsNothing || info.field == .text
      if try borders?.move(to: DocID(document)) == true, let known = borders?.current {
        isExact = false
        stage = .borders
        guard known.wordCount == Int(length) else {
          throw segment.file.corrupt(
            .borders, 0,
            "document \(document) has \(known.wordCount) words by its borders, and \(length) by "
              + "its length")
        }
        stage = .lengths
      }
      let words = wordCounts[document]
      guard words <= length, words == length || !isExact else {
        throw segment.file.corrupt(
          .lengths, 0,
          "document \(document) has \(words) words in field \(info.field.rawValue) and is "
            + "\(length) long")
      }
    }
    if info.field == .text {
      stage = .borders
      try segment.borders?.checkCoverage()
    }
  }

  // MARK: - Postings

  private mutating func checkPostings(
    _ key: TermKey, _ kind: TermKind, _ info: TermInfo
  ) throws(IndexError) {
    guard kind.hasPostings else { return }
    var cursor = segment.cursor(info)
    var documents: UInt32 = 0
    var total: UInt64 = 0
    var group = FoundImpact()
    var all = FoundImpact()
    let weights = impactWeights.weights(for: key)
    impactCounter.removeAll()
    while try cursor.nextBlock() {
      var block = FoundImpact()
      for index in 0..<cursor.blockCount {
        if index > 0 { cursor.moveWithinBlock(by: 1) }
        let frequency = try cursor.frequency
        let length = lengths?[cursor.document] ?? 0
        let impact = Float(frequency) * weights[Int(length)]
        block.add(frequency, length, impact, cursor.document)
        impactCounter.add(impact)
        documents += 1
        total += UInt64(frequency)
        if kind == .word { wordCounts[Int(cursor.document.rawValue)] += UInt64(frequency) }
        guard kind.keepsPositions else { continue }
        try cursor.positions(into: &positions)
        positionCount += UInt64(positions.count)
      }
      guard block.shortestLength > 0 else {
        throw bad(key, "is in a document that has no length")
      }
      try checkImpact(key, &cursor, block, &group)
      all.add(block)
    }
    try checkBestImpacts(key, &cursor, all)
    postingCount += UInt64(documents)
    guard documents == info.documentFrequency, total == info.totalFrequency else {
      throw bad(
        key,
        "is in \(documents) documents \(total) times, the dictionary says "
          + "\(info.documentFrequency) and \(info.totalFrequency)")
    }
  }

  /// What was found in the documents of a block or group.
  private struct FoundImpact {
    var last = DocID(rawValue: 0)
    var highestFrequency: UInt32 = 0
    var shortestLength = UInt8.max
    var highestImpact: Float = 0

    mutating func add(
      _ frequency: UInt32, _ length: UInt8, _ impact: Float, _ document: DocID
    ) {
      highestFrequency = max(highestFrequency, frequency)
      shortestLength = min(shortestLength, length)
      highestImpact = max(highestImpact, impact)
      last = document
    }

    mutating func add(_ other: FoundImpact) {
      add(other.highestFrequency, other.shortestLength, other.highestImpact, other.last)
    }

    /// Whether what is stored is what a writer makes of these documents: it then bounds them.
    ///
    /// - Parameter top: the greatest impact of the term, if this is a level below it.
    func isTold(by stored: Impact, under top: UInt16? = nil) -> Bool {
      switch stored {
      case .frequency(let highest, let shortest):
        return highest == CeilingScale.decode(CeilingScale.encode(highestFrequency))
          && shortest == shortestLength
      case .most(let impact, _):
        let code = ImpactScale.code(notBelow: highestImpact)
        guard let top else { return impact == ImpactScale.impact(code) }
        if code > top { return false }
        let level = ImpactScale.level(notBelow: code, under: top)
        return impact == ImpactScale.impact(ImpactScale.code(level, under: top))
      }
    }
  }

  /// Compares what is stored of a term's best documents with all of them.
  private mutating func checkBestImpacts(
    _ key: TermKey, _ cursor: inout PostingsCursor, _ all: FoundImpact
  ) throws(IndexError) {
    guard let top = cursor.table.topImpact else { return }
    stage = .impacts
    guard top == ImpactScale.code(notBelow: all.highestImpact) else {
      throw bad(key, "has documents that its greatest impact does not bound")
    }
    for index in PostingsFormat.seedCounts.indices {
      let number = PostingsFormat.seedCounts[index]
      let level =
        impactCounter.code(reachedBy: number).map { ImpactScale.level(notAbove: $0, under: top) }
        ?? ImpactScale.noLevel
      let expected =
        level == ImpactScale.noLevel
        ? nil : ImpactScale.impact(ImpactScale.code(level, under: top))
      guard try cursor.impact(reachedBy: number) == expected else {
        throw bad(key, "has no \(number) documents with the impact that is said of so many")
      }
    }
    stage = .postings
  }

  /// Compares what is stored to bound scores with the documents of the block that the cursor is in.
  private mutating func checkImpact(
    _ key: TermKey, _ cursor: inout PostingsCursor, _ block: FoundImpact, _ group: inout FoundImpact
  ) throws(IndexError) {
    stage = .impacts
    let number = cursor.block
    guard number < cursor.fullCount else {
      if let stored = try cursor.restImpact() {
        guard block.isTold(by: stored) else {
          throw bad(key, "has documents that their impact does not bound")
        }
      }
      stage = .postings
      return
    }
    guard block.isTold(by: cursor.blockImpact, under: cursor.table.topImpact) else {
      throw bad(key, "has a block, its number \(number), that its impact does not bound")
    }
    let isFirst = number % PostingsFormat.groupSize == 0
    if isFirst { group = FoundImpact() }
    group.add(block)
    let isLast =
      number % PostingsFormat.groupSize == PostingsFormat.groupSize - 1
      || number + 1 == cursor.fullCount
    if isLast, let stored = try cursor.impact(ofGroup: number / PostingsFormat.groupSize) {
      guard group.isTold(by: stored.impact, under: cursor.table.topImpact),
        stored.last == group.last.rawValue
      else {
        throw bad(
          key, "has a group of blocks that its impact does not bound, up to block \(number)")
      }
    }
    stage = .postings
  }

  private func bad(_ key: TermKey, _ what: String) -> IndexError {
    segment.file.corrupt(.postings, 0, "term '\(key.term)' \(what)")
  }
}
