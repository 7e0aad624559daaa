internal import Tokenizer

/// Reads everything and believes nothing: every checksum, every term, every posting and position,
/// every stored document, every key, of every commit that is kept; and, if asked, whether the index
/// has of each text what analysing it again gives.
///
/// Whatever is wrong is noted, and the check goes on with the next thing.
struct IndexChecker {
  private let fileSystem: any FileSystem
  private let isFull: Bool
  private(set) var report = CheckReport()
  // Segments that have been read, and whether they were found sound.
  private var verdicts: [UInt64: Bool] = [:]
  // The deletes that a later commit has.
  private var laterDeletes: [UInt64: LiveDocuments] = [:]

  init(fileSystem: any FileSystem, isFull: Bool = false) {
    self.fileSystem = fileSystem
    self.isFull = isFull
  }

  /// Checks all commits that are kept.
  ///
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
    let newest = report.generations.first
    if let gone = CommittedState.goneGeneration(newest, on: fileSystem) {
      add(.missing, Manifest.fileName(gone), "file is missing, and it was the last commit")
    }
    // A manifest that is older may have come back after a power cut; its files need not have.
    for generation in report.generations.prefix(CommitProtocol.keptCommitCount) {
      checkCommit(generation)
    }
    return report
  }

  /// Checks a commit that is open, but for its stored texts; returns what is wrong first.
  mutating func check(_ state: CommittedState) -> CheckReport.Problem? {
    for segment in state.segments {
      SegmentChecker(segment.reader, state.manifest, comparesText: false, readsTexts: false)
        .run(&report)
    }
    let name = Manifest.fileName(state.manifest.generation)
    checkKeys(state.segments, name)
    recording(.fileTable, name) { _ throws(IndexError) in
      _ = try state.table?.verifyAll()
      _ = try state.fileTable()
    }
    return report.problems.first
  }

  // MARK: - One commit

  private mutating func checkCommit(_ generation: UInt64) {
    let name = Manifest.fileName(generation)
    var read: (manifest: Manifest, indexID: IndexID)?
    recording(.manifest, name) { checker throws(IndexError) in
      read = try CommittedState.readManifest(generation, on: checker.fileSystem)
    }
    guard let (manifest, indexID) = read else { return }
    report.fileCount += manifest.fileNames.count
    var segments: [OpenSegment] = []
    for entry in manifest.segments {
      guard let reader = checkedSegment(entry, manifest, indexID),
        let live = checkedDeletes(entry, indexID)
      else { continue }
      segments.append(OpenSegment(reader: reader, live: live))
    }
    // What is missing is no second problem of the documents that are there.
    let isWhole = segments.count == manifest.segments.count
    if isWhole { checkKeys(segments, name) }
    checkFileTable(manifest, indexID, isWhole ? segments : nil)
  }

  /// Opens a segment and, unless that has been done, checks all of it.
  ///
  /// - Returns: nil if it cannot be opened.
  mutating func checkedSegment(
    _ entry: Manifest.Segment, _ manifest: Manifest, _ indexID: IndexID
  ) -> SegmentReader? {
    let name = SegmentFormat.fileName(entry.id)
    var opened: SegmentReader?
    let before = report.problems.count
    recording(.structure, name) { checker throws(IndexError) in
      let reader = try SegmentReader(id: entry.id, seal: entry.seal, on: checker.fileSystem)
      guard reader.documentCount == entry.documentCount, reader.file.indexID == indexID else {
        throw .corrupt(file: name, offset: 0, what: "is not the segment that the manifest names")
      }
      opened = reader
    }
    guard let opened else {
      verdicts[entry.id] = false
      return nil
    }
    if verdicts[entry.id] != nil { return opened }
    let comparesText = isFull && isComparable(manifest)
    let checker = SegmentChecker(opened, manifest, comparesText: comparesText)
    checker.run(&report)
    verdicts[entry.id] = report.problems.count == before
    return opened
  }

  /// Whether a segment that was checked is sound.
  func isSound(_ id: UInt64) -> Bool { verdicts[id] ?? false }

  /// Reads the deletes of a segment, which may only become more from commit to commit.
  ///
  /// - Returns: nil if they cannot be read.
  mutating func checkedDeletes(_ entry: Manifest.Segment, _ indexID: IndexID) -> LiveDocuments? {
    let name = SegmentFormat.deletesFileName(entry.id, generation: entry.deletesGeneration)
    var found: LiveDocuments?
    recording(.deletes, name) { checker throws(IndexError) in
      found = try CommittedState.live(entry, indexID, on: checker.fileSystem)
    }
    guard let found else { return nil }
    if let later = laterDeletes[entry.id], later.documentCount == found.documentCount {
      for word in 0..<(found.documentCount + 63) / 64
      where found.deletedWord(word) & ~later.deletedWord(word) != 0 {
        add(.deletes, name, "a document is deleted that a later commit has again")
        break
      }
    }
    laterDeletes[entry.id] = found
    return found
  }

  /// No key may belong to two live documents.
  private mutating func checkKeys(_ segments: [OpenSegment], _ manifest: String) {
    recording(.keys, manifest) { checker throws(IndexError) in
      var keys: Set<[UInt8]> = []
      for segment in segments {
        for document in 0..<segment.reader.documentCount
        where segment.live.isLive(DocID(document)) {
          let key = try segment.reader.keys.key(of: DocID(document))
          if keys.insert(key).inserted { continue }
          checker.add(
            .duplicateKey, segment.reader.file.name,
            "key '\(String(decoding: key, as: UTF8.self))' belongs to two documents")
        }
      }
    }
  }

  /// The documents that files gave must be those that are live, and each file is there once.
  private mutating func checkFileTable(
    _ manifest: Manifest, _ indexID: IndexID, _ segments: [OpenSegment]?
  ) {
    guard let entry = manifest.fileTable else { return }
    let name = Manifest.fileTableName(entry.generation)
    recording(.fileTable, name) { checker throws(IndexError) in
      guard
        let table = try CommittedState.readTable(manifest, indexID, on: checker.fileSystem)
      else { return }
      for (file, next) in zip(table.entries, table.entries.dropFirst())
      where !file.path.utf8.lexicographicallyPrecedes(next.path.utf8) {
        checker.add(.fileTable, name, "'\(next.path)' is there twice, or out of order")
      }
      guard let segments else { return }
      let expected = table.entries.reduce(0) { $0 + Int($1.documentCount) }
      let found = segments.reduce(0) { $0 + $1.live.liveCount }
      if expected != found {
        checker.add(
          .fileTable, name, "its files gave \(expected) documents, the index has \(found)")
      }
    }
  }

  // MARK: - Findings

  /// How today's analyzers behave, by their names.
  private static let behaviors: [String: UInt64] = {
    var behaviors: [String: UInt64] = [:]
    for name in AnalyzerOptions.Name.allCases {
      behaviors[name.rawValue] = try? AnalyzerFingerprint(probing: AnalyzerOptions(name)).behavior
    }
    return behaviors
  }()

  /// Whether today's analyzer cuts texts as that of the commit did.
  private mutating func isComparable(_ manifest: Manifest) -> Bool {
    if Self.behaviors[manifest.analyzerName] == manifest.analyzerBehavior { return true }
    let note =
      "texts were not compared: the index was made by another analyzer or version of ICU "
      + "(\(manifest.analyzerName), ICU \(manifest.icuVersion))"
    if !report.notes.contains(note) { report.notes.append(note) }
    return false
  }

  private mutating func add(_ code: CheckReport.Code, _ file: String, _ message: String) {
    report.problems.append(CheckReport.Problem(code, file: file, message))
  }

  /// Runs part of the check; what it throws becomes a finding, and the check goes on.
  private mutating func recording(
    _ code: CheckReport.Code, _ file: String,
    _ body: (inout IndexChecker) throws(IndexError) -> Void
  ) {
    do {
      try body(&self)
    } catch {
      let problem = CheckReport.Problem(error, code, file: file)
      if !report.problems.contains(problem) { report.problems.append(problem) }
    }
  }
}
