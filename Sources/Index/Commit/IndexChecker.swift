/// Reads everything and believes nothing: every checksum, every term, every posting and position,
/// every stored document, every key, of every commit that is kept.
struct IndexChecker {
  private let fileSystem: any FileSystem
  private var report = CheckReport()
  private var checkedSegments: Set<UInt64> = []

  init(fileSystem: any FileSystem) {
    self.fileSystem = fileSystem
  }

  /// - Throws: only if the folder itself cannot be read.
  mutating func run() throws(IndexError) -> CheckReport {
    let names = try fileSystem.list().sorted()
    for name in names {
      if let known = IndexFileName(name) {
        if known.kind == .manifest { report.generations.append(known.generation) }
      } else if name != CommitProtocol.lockName {
        report.unknownFiles.append(name)
      }
    }
    report.generations.sort(by: >)
    // A manifest that is older may have come back after a power cut; its files need not have.
    for generation in report.generations.prefix(CommitProtocol.keptCommitCount) {
      checkCommit(generation)
    }
    return report
  }

  private mutating func checkCommit(_ generation: UInt64) {
    let name = Manifest.fileName(generation)
    recording(name) { checker throws(IndexError) in
      let state = try CommittedState(generation: generation, on: checker.fileSystem)
      let limit = state.manifest.schema.names.count
      for segment in state.segments { checker.check(segment.reader, fieldLimit: limit) }
      checker.checkKeys(state)
      try checker.checkFileTable(state)
      checker.report.fileCount += state.manifest.fileNames.count
    }
  }

  private mutating func check(_ segment: SegmentReader, fieldLimit: Int) {
    guard checkedSegments.insert(segment.id).inserted else { return }
    report.segmentCount += 1
    report.documentCount += segment.documentCount
    recording(segment.file.name) { checker throws(IndexError) in
      checker.report.byteCount += try segment.file.verifyAll()
      var terms = TermChecker(segment, fieldLimit: fieldLimit)
      try terms.run()
      checker.report.termCount += segment.info.termCount
      checker.report.postingCount += terms.postingCount
      checker.report.positionCount += terms.positionCount
      try checker.checkStore(segment)
      try checker.checkKeyOrder(segment)
    }
  }

  private func checkStore(_ segment: SegmentReader) throws(IndexError) {
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

  private func checkKeyOrder(_ segment: SegmentReader) throws(IndexError) {
    var previous: [UInt8] = []
    var seen = [Bool](repeating: false, count: segment.documentCount)
    for rank in 0..<segment.documentCount {
      let document = try segment.keys.document(atRank: rank)
      let key = try segment.keys.key(of: document)
      let isInOrder = previous.lexicographicallyPrecedes(key) || previous == key
      guard isInOrder, !seen[Int(document.rawValue)], !key.isEmpty else {
        throw segment.file.corrupt(.keyIndex, 0, "key \(rank) is out of order")
      }
      seen[Int(document.rawValue)] = true
      previous = key
    }
  }

  /// No key may belong to two live documents.
  private mutating func checkKeys(_ state: CommittedState) {
    recording(Manifest.fileName(state.manifest.generation)) { checker throws(IndexError) in
      var keys: Set<[UInt8]> = []
      for segment in state.segments {
        for document in 0..<segment.reader.documentCount
        where segment.live.isLive(DocID(document)) {
          let key = try segment.reader.keys.key(of: DocID(document))
          if keys.insert(key).inserted { continue }
          checker.add(
            "keys", segment.reader.file.name,
            "key '\(String(decoding: key, as: UTF8.self))' belongs to two documents")
        }
      }
    }
  }

  /// Every file that gave documents must have one that is live.
  private mutating func checkFileTable(_ state: CommittedState) throws(IndexError) {
    guard let table = try state.fileTable() else { return }
    let name = Manifest.fileTableName(state.manifest.fileTable?.generation ?? 0)
    let expected = table.entries.reduce(0) { $0 + Int($1.documentCount) }
    let found = state.segments.reduce(0) { $0 + $1.live.liveCount }
    if expected != found {
      add("file-table", name, "its files gave \(expected) documents, the index has \(found)")
    }
  }

  private mutating func add(_ code: String, _ file: String, _ message: String) {
    report.problems.append(CheckReport.Problem(code: code, file: file, message: message))
  }

  /// Runs part of the check; what it throws becomes a finding, and the check goes on.
  private mutating func recording(
    _ file: String, _ body: (inout IndexChecker) throws(IndexError) -> Void
  ) {
    do {
      try body(&self)
    } catch {
      let problem: CheckReport.Problem =
        switch error {
        case .corrupt(let file, let offset, let what):
          CheckReport.Problem(code: "corrupt", file: file, message: "byte \(offset): \(what)")
        case .formatTooNew(let file, let found, let supported):
          CheckReport.Problem(
            code: "format-too-new", file: file,
            message: "format version \(found), this program reads up to \(supported)")
        case .formatTooOld(let file, let found, let supported):
          CheckReport.Problem(
            code: "format-too-old", file: file,
            message: "format version \(found), this program reads version \(supported)")
        case .io(_, let path, errno: 2):
          CheckReport.Problem(code: "missing", file: path, message: "file is missing")
        default:
          CheckReport.Problem(code: "unreadable", file: file, message: error.description)
        }
      if !report.problems.contains(problem) { report.problems.append(problem) }
    }
  }
}

/// Reads every term of a segment with all of its postings, and adds up what they say.
private struct TermChecker {
  private let segment: SegmentReader
  private let fieldLimit: Int
  private(set) var postingCount: UInt64 = 0
  private(set) var positionCount: UInt64 = 0

  init(_ segment: SegmentReader, fieldLimit: Int) {
    self.segment = segment
    self.fieldLimit = fieldLimit
  }

  mutating func run() throws(IndexError) {
    var terms = try segment.dictionary.terms()
    var previous: [UInt8] = []
    var fieldTotals: [FieldID: UInt64] = [:]
    while try terms.next() {
      let key = TermKey(bytes: terms.key)
      guard previous.isEmpty || previous.lexicographicallyPrecedes(terms.key),
        Int(key.field.rawValue) < fieldLimit, let kind = key.kind
      else { throw segment.file.corrupt(.terms, 0, "term '\(key.term)' is out of order") }
      previous = terms.key
      try checkPostings(key, kind, terms.info)
      if kind == .word {
        fieldTotals[key.field, default: 0] += terms.info.totalFrequency
      }
    }
    guard terms.ordinal == segment.info.termCount else {
      throw segment.file.corrupt(.terms, 0, "has \(terms.ordinal) terms")
    }
    try checkLengths(wordTotals: fieldTotals)
  }

  /// Exact lengths must add up to the totals, and hold the words; only words of scripts without
  /// spaces, which are no terms, may be missing.
  private func checkLengths(wordTotals: [FieldID: UInt64]) throws(IndexError) {
    let exact = try segment.exactLengths()
    for (info, lengths) in zip(segment.info.fields, exact) {
      let total = lengths.reduce(UInt64(0)) { $0 + UInt64($1) }
      let words = wordTotals[info.field] ?? 0
      guard total == info.totalLength, words <= total, segment.borders != nil || words == total
      else {
        throw segment.file.corrupt(
          .segmentInfo, 0,
          "field \(info.field.rawValue) has \(words) words and is \(total) long, not "
            + "\(info.totalLength)")
      }
    }
    guard let borders = segment.borders else { return }
    let textLengths = segment.info.fields.firstIndex { $0.field == .text }.map { exact[$0] }
    var cursor = BordersCursor(borders)
    for document in 0..<segment.documentCount {
      guard try cursor.move(to: DocID(document)) else { continue }
      let known = cursor.current
      guard known.wordCount == Int(textLengths?[document] ?? 0) else {
        throw segment.file.corrupt(
          .borders, 0, "document \(document) has \(known.wordCount) words by its borders")
      }
    }
  }

  private mutating func checkPostings(
    _ key: TermKey, _ kind: TermKind, _ info: TermInfo
  ) throws(IndexError) {
    guard kind.hasPostings else { return }
    var cursor = segment.cursor(info)
    var positions: [UInt32] = []
    var documents: UInt32 = 0
    var total: UInt64 = 0
    let lengths = try segment.lengths(of: key.field)
    while try cursor.nextBlock() {
      for index in 0..<cursor.blockCount {
        if index > 0 { cursor.moveWithinBlock(by: 1) }
        let frequency = try cursor.frequency
        let length = lengths?[cursor.document] ?? 0
        guard length >= cursor.header.shortestLength, length > 0,
          frequency <= cursor.header.highestFrequency
        else {
          throw bad(
            key,
            "is in document \(cursor.document.rawValue), which its block's impact does not bound")
        }
        documents += 1
        total += UInt64(frequency)
        guard kind.keepsPositions else { continue }
        try cursor.positions(into: &positions)
        positionCount += UInt64(positions.count)
      }
    }
    postingCount += UInt64(documents)
    guard documents == info.documentFrequency, total == info.totalFrequency else {
      throw bad(
        key,
        "is in \(documents) documents \(total) times, the dictionary says "
          + "\(info.documentFrequency) and \(info.totalFrequency)")
    }
  }

  private func bad(_ key: TermKey, _ what: String) -> IndexError {
    segment.file.corrupt(.postings, 0, "term '\(key.term)' \(what)")
  }
}
