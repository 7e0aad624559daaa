import Index

/// The files of a folder on disk, read by ``FolderWalker`` and ``DocumentReader``.
struct FolderSource: DocumentSource {
  private let base: PathName
  private let walker: FolderWalker
  private var reader = DocumentReader()
  /// Whether to give a walk up; asked now and then.
  var isStopping: () -> Bool = { false }

  /// Ends a walk.
  private struct Stopped: Error {}
  /// What was remembered of how files were read.
  private let remembered = RememberedReadings()

  /// The files below an absolute folder, those of the index left out.
  ///
  /// - Throws: ``CommandError`` when the base cannot be reached.
  init(
    base: String, indexPath: String, rules: WalkRules = WalkRules(),
    entering: ((PathName) -> Void)? = nil
  ) throws(CommandError) {
    do throws(SkipReason) {
      self.base = try resolvePath(PathName(base))
      var walker = try FolderWalker(
        base: self.base, excludedFolder: PathName(indexPath), filter: WalkFilter(rules))
      walker.entering = entering
      self.walker = walker
    } catch {
      throw CommandError("\(base): \(error)")
    }
  }

  /// The encoding that the user named for all files that could be in several.
  var forcedEncoding: Charset? {
    get { reader.forcedEncoding }
    set { reader.forcedEncoding = newValue }
  }

  /// The user's own commands that make text of files.
  var externalExtractors: ExternalExtractors {
    get { reader.external }
    set { reader.external = newValue }
  }

  /// Takes the user's own commands from the configuration.
  ///
  /// - Parameter home: the folder that holds `.search`, if there is one.
  /// - Throws: ``CommandError`` when the configuration cannot be read.
  mutating func configure(home: String?) throws(CommandError) {
    externalExtractors = try Configuration.load(home: home).extractors
  }

  func remember(_ entries: [FileTable.Entry]) {
    remembered.note(entries)
    for entry in entries {
      guard let remark = ReadingRemark(entry.remark), let charset = Charset.named(remark.charset),
        let ground = remark.ground
      else { continue }
      reader.neighbours.note(
        EncodingDecision(charset: charset, ground: ground, sureness: remark.sureness),
        of: absolute(entry.path))
    }
  }

  func entriesToCompare(_ entries: [FileTable.Entry]) -> [FileTable.Entry] {
    guard let forced = forcedEncoding?.name else { return entries }
    return entries.map { entry in
      guard let remark = ReadingRemark(entry.remark), !remark.charset.isEmpty,
        remark.charset != forced || remark.ground != .forced
      else { return entry }
      var entry = entry
      (entry.modified, entry.contentHash) = (.min, ~entry.contentHash)
      return entry
    }
  }

  /// The path of a root that was typed, relative to the base; one that is not there is resolved as
  /// text.
  func root(typed: String, from current: String) -> String {
    let spelled = PathName(spelled: PathText.normalized(typed, from: current))
    let resolved =
      (try? resolvePath(PathName(typed))) ?? (try? resolvePath(PathName(spelled: typed))) ?? spelled
    return resolved.relative(to: base).text
  }

  func walk(root: String, visit: (FoundFile) -> Void) throws(SourceFailure) -> [SkippedPath] {
    var count = 0
    do {
      let skipped = try walker.walk(absolute(root)) { file in
        count += 1
        if count % 64 == 0, isStopping() { throw Stopped() }
        visit(
          FoundFile(
            path: file.relativePath, location: file.location?.bytes ?? [],
            size: UInt64(clamping: file.stamp.size), modified: file.stamp.modifiedNanoseconds,
            inode: file.stamp.inode, changed: file.stamp.changedNanoseconds))
      }
      return skipped.map { item in
        SkippedPath(
          path: item.relativePath, reason: item.reason.description,
          isFailure: item.reason.isFailure)
      }
    } catch is Stopped {
      throw SourceFailure(reason: "there are too many files to look at in time")
    } catch {
      throw SourceFailure(
        reason: String(describing: error), isMissing: error as? SkipReason == .missing)
    }
  }

  func reaches(_ path: String, from root: String) -> Bool {
    let target = absolute(path)
    let isFolder = (try? PathStatus(of: target))?.kind == .folder
    return walker.reaches(target, isFolder: isFolder, from: absolute(root))
  }

  /// Whether there is anything at a path.
  func isThere(_ path: String) -> Bool {
    (try? PathStatus(of: absolute(path))) != nil
  }

  /// The regular file that a path leads to now; nil if there is none.
  func file(at path: String) -> FoundFile? {
    let follows = walker.filter.rules.followsLinks
    let location = absolute(path)
    guard let status = try? PathStatus(of: location, followsLink: follows), status.kind == .file
    else { return nil }
    let target = follows ? (try? resolvePath(location)) ?? location : location
    return FoundFile(
      path: path, location: target.bytes, size: UInt64(clamping: status.stamp.size),
      modified: status.stamp.modifiedNanoseconds, inode: status.stamp.inode,
      changed: status.stamp.changedNanoseconds)
  }

  /// The absolute path of one that is relative to the base.
  private func absolute(_ path: String) -> PathName {
    PathName(spelled: PathText.normalized(path, from: base.text))
  }

  /// Where to open a file.
  private func place(of file: FoundFile) -> PathName {
    file.location.isEmpty ? absolute(file.path) : PathName(bytes: file.location)
  }

  func contentHash(of file: FoundFile) throws(SourceFailure) -> UInt64 {
    do throws(SkipReason) {
      let source = try SourceFile(place(of: file))
      var hash = ContentHash()
      while try !source.readBytes(upTo: 1 << 20, hash: &hash).isEmpty {}
      return hash.value
    } catch {
      throw SourceFailure(reason: error.description, isMissing: error == .missing)
    }
  }

  func readDocuments(
    of file: FoundFile, each: (FoundDocument) throws(IndexError) -> Void
  ) throws(IndexError) -> ReadOutcome {
    do {
      let report = try reader.readDocuments(
        at: place(of: file), rememberedEncoding: remembered.forcedEncoding(of: file.path)
      ) { document in
        try each(
          FoundDocument(
            recordID: document.recordID, title: document.title, body: document.body,
            fields: FileValues.own(document.fields), note: document.places.encoded()))
      }
      return Self.outcome(report)
    } catch let error as IndexError {
      throw error
    } catch {
      // The reader throws only what `each` throws.
      return ReadOutcome(failure: String(describing: error))
    }
  }

  private static func outcome(_ report: ReadReport) -> ReadOutcome {
    var outcome = ReadOutcome(contentHash: report.contentHash ?? 0)
    outcome.brokenRecords = report.brokenRecords.map { "line \($0.line): \($0.reason)" }
    outcome.brokenRecords += report.leftOut
    outcome.brokenRecordCount = report.brokenRecordCount + report.leftOutCount
    outcome.remark = ReadingRemark(report).text
    outcome.warnings = report.warnings
    outcome.stamp = report.stamp.map { stamp in
      ReadOutcome.Stamp(
        size: UInt64(clamping: stamp.size), modified: stamp.modifiedNanoseconds,
        inode: stamp.inode, changed: stamp.changedNanoseconds)
    }
    if let reason = report.skipReason {
      if reason.isFailure {
        outcome.failure = reason.description
      } else {
        outcome.skipReason = reason.description
      }
    }
    return outcome
  }
}
