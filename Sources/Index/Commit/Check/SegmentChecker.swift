/// Checks all of one segment, room by room; each finding says which.
struct SegmentChecker {
  private let segment: SegmentReader
  private let manifest: Manifest
  private let comparesText: Bool
  private let readsTexts: Bool

  /// Bad blocks of a file that are named one by one.
  private static let namedBlockCount = 100

  /// - Parameter readsTexts: whether the stored texts are unpacked, which may be much more than there
  ///   are bytes in the file.
  init(
    _ segment: SegmentReader, _ manifest: Manifest, comparesText: Bool, readsTexts: Bool = true
  ) {
    self.readsTexts = readsTexts
    self.segment = segment
    self.manifest = manifest
    self.comparesText = comparesText
  }

  /// Adds what is wrong to a report, and how much was read.
  func run(_ report: inout CheckReport) {
    report.segmentCount += 1
    report.documentCount += segment.documentCount
    report.byteCount += Int(clamping: segment.file.seal.byteCount)
    // What is built on bad bytes is no news.
    if !checkBlocks(&report) { return }
    let before = report.problems.count
    checkTerms(&report)
    // Made of postings, which are to be sound.
    if report.problems.count == before { recording(.neighbours, &report, checkNeighbours) }
    recording(.keys, &report, checkKeys)
    recording(.values, &report, segment.values.check)
    if readsTexts { recording(.store, &report, checkStore) }
    guard comparesText, report.problems.count == before else { return }
    guard segment.store != nil else {
      report.notes.append(
        "\(segment.file.name) stores no text, so that its terms could not be compared with it")
      return
    }
    var comparison = TextChecker(segment, manifest)
    do {
      report.comparedDocumentCount += try comparison.run()
    } catch {
      note(error, comparison.stage, &report)
    }
  }

  /// Whether all blocks match their checksums.
  private func checkBlocks(_ report: inout CheckReport) -> Bool {
    let bad = segment.file.damagedBlocks()
    for error in bad.prefix(Self.namedBlockCount) { note(error, .checksum, &report) }
    if bad.count > Self.namedBlockCount {
      report.problems.append(
        CheckReport.Problem(
          .checksum, file: segment.file.name,
          "\(bad.count - Self.namedBlockCount) more blocks do not match their checksums"))
    }
    return bad.isEmpty
  }

  private func checkTerms(_ report: inout CheckReport) {
    var terms = TermChecker(segment, manifest, looksUpAll: comparesText)
    do {
      try terms.run()
    } catch {
      note(error, terms.stage, &report)
    }
    report.termCount += segment.info.termCount
    report.postingCount += terms.postingCount
    report.positionCount += terms.positionCount
  }

  /// The set of words that stand side by side is that of the postings.
  private func checkNeighbours() throws(IndexError) {
    guard let set = segment.neighbours else { return }
    var collector = NeighbourCollector(set.limits, documentCount: segment.documentCount)
    var terms = try segment.dictionary.terms()
    while try terms.next() { collector.note(terms.key, terms.info) }
    guard collector.wordCount <= NeighbourCollector.mostWords,
      let bits = try collector.bits(
        Int(set.mask) + 1, segment.file, lengthsOffsets: segment.info.lengthsOffsets, on: nil)
    else { throw segment.file.corrupt(.neighbours, 0, "is of words that no set is kept of") }
    for (index, expected) in bits.enumerated() {
      let found = try set.word(index)
      guard found == expected else {
        throw segment.file.corrupt(
          .neighbours, NeighbourSet.headSize + 8 * index,
          "\((found ^ expected).nonzeroBitCount) pairs of words are not as in the postings")
      }
    }
  }

  /// The order of keys is a permutation of the documents, and what it finds is what they say.
  private func checkKeys() throws(IndexError) {
    try segment.keys.checkCoverage()
    var previous: (key: [UInt8], document: DocID)?
    var seen = [Bool](repeating: false, count: segment.documentCount)
    for rank in 0..<segment.documentCount {
      let document = try segment.keys.document(atRank: rank)
      let key = try segment.keys.key(of: document)
      let isInOrder =
        previous.map { last in
          last.key.lexicographicallyPrecedes(key) || (last.key == key && last.document < document)
        } ?? true
      guard isInOrder, !seen[Int(document.rawValue)], !key.isEmpty else {
        throw segment.file.corrupt(.keyIndex, 0, "key \(rank) is out of order")
      }
      seen[Int(document.rawValue)] = true
      previous = (key, document)
    }
  }

  private func checkStore() throws(IndexError) {
    guard (segment.store != nil) == manifest.storesText else {
      throw segment.file.corrupt(
        .store, 0, "\(manifest.storesText ? "has no" : "has a") text, unlike its index")
    }
    guard let store = segment.store else { return }
    try store.checkCoverage()
    for number in store.blockIndices {
      let block = try store.block(number)
      for record in try store.records(of: block)
      where DocumentRecord.decode(record, key: "") == nil {
        throw segment.file.corrupt(.store, block.bytes.lowerBound, "a document makes no sense")
      }
    }
  }

  private func recording(
    _ code: CheckReport.Code, _ report: inout CheckReport, _ body: () throws(IndexError) -> Void
  ) {
    do {
      try body()
    } catch {
      note(error, code, &report)
    }
  }

  private func note(
    _ error: IndexError, _ code: CheckReport.Code, _ report: inout CheckReport
  ) {
    report.problems.append(CheckReport.Problem(error, code, file: segment.file.name))
  }
}
