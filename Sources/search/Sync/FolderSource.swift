import Index

/// The files of a folder on disk, read by ``FolderWalker`` and ``DocumentReader``.
struct FolderSource: DocumentSource {
  private let base: PathName
  private let walker: FolderWalker
  private var reader = DocumentReader()
  /// What was remembered of how files were read.
  private let remembered = RememberedReadings()

  /// The files below an absolute folder, those of the index left out.
  ///
  /// - Throws: ``CommandError`` when the base cannot be reached.
  init(base: String, indexPath: String) throws(CommandError) {
    do throws(SkipReason) {
      self.base = try resolvePath(PathName(base))
      walker = try FolderWalker(
        base: self.base, excludedFolder: PathName(indexPath))
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

  func remember(_ entries: [FileTable.Entry]) {
    remembered.note(entries)
    for entry in entries {
      guard let remark = ReadingRemark(entry.remark), let charset = Charset.named(remark.charset),
        let ground = remark.ground
      else { continue }
      reader.neighbours.note(
        EncodingDecision(charset: charset, ground: ground, sureness: remark.sureness),
        of: PathName(PathText.normalized(entry.path, from: base.text)))
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
    let absolute = PathName(PathText.normalized(typed, from: current))
    let resolved = (try? resolvePath(PathName(typed))) ?? absolute
    return resolved.relative(to: base).text
  }

  func walk(root: String, visit: (FoundFile) -> Void) throws(SourceFailure) -> [SkippedPath] {
    let start = PathName(PathText.normalized(root, from: base.text))
    do {
      let skipped = try walker.walk(start) { file in
        visit(
          FoundFile(
            path: file.relativePath, location: file.path.bytes,
            size: UInt64(clamping: file.stamp.size), modified: file.stamp.modifiedNanoseconds))
      }
      return skipped.map { item in
        SkippedPath(
          path: item.relativePath, reason: item.reason.description,
          isFailure: item.reason.isFailure)
      }
    } catch {
      throw SourceFailure(
        reason: String(describing: error), isMissing: error as? SkipReason == .missing)
    }
  }

  func contentHash(of file: FoundFile) throws(SourceFailure) -> UInt64 {
    do throws(SkipReason) {
      let source = try SourceFile(PathName(bytes: file.location))
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
        at: PathName(bytes: file.location),
        rememberedEncoding: remembered.forcedEncoding(of: file.path)
      ) { document in
        try each(
          FoundDocument(
            recordID: document.recordID, title: document.title, body: document.body,
            fields: document.fields, note: document.places.encoded()))
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
        size: UInt64(clamping: stamp.size), modified: stamp.modifiedNanoseconds)
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
