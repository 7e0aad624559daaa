/// Reads files as documents, whatever their format.
///
/// A value; several threads may each use one.
struct DocumentReader: Sendable {
  /// How much is read.
  var limits = ReadingLimits()
  /// The encoding that the user named, for all files that could be in several.
  var forcedEncoding: Charset?
  /// What is known of the encodings in each folder.
  var neighbours = NeighbourEncodings()
  /// Commands of the user that make text of files.
  var external = ExternalExtractors()
  /// Where risky formats are read.
  var worker = ExtractionWorker()
  /// For tests: called after a file has been read and before it is compared with what it was.
  var afterReading: (@Sendable () -> Void)?

  /// How many bytes are looked at to tell the format, and whether the file is text at all.
  private static let headByteCount = 1 << 16

  /// Reads a file and delivers its documents in the order of the file.
  ///
  /// A file that is one document is compared with what it was after reading, and read once more if
  /// it changed; only then is the document delivered. Records are delivered while the file is read:
  /// if it changes meanwhile the report says `changed`, and the caller must not remember the file
  /// as indexed. The same record may come twice in a file; the caller decides which counts.
  ///
  /// - Parameter rememberedEncoding: the encoding that the user named for the file in an earlier run.
  /// - Throws: only what `each` throws; trouble with the file is in the report.
  func readDocuments(
    at path: PathName, rememberedEncoding: Charset? = nil, each: (ExtractedDocument) throws -> Void
  ) throws -> ReadReport {
    var report = ReadReport()
    let forced = forcedEncoding ?? rememberedEncoding
    for isLastAttempt in [false, true] {
      let content: Content
      do throws(SkipReason) {
        content = try open(path, forced, &report)
      } catch .changed where !isLastAttempt {
        continue
      } catch {
        report.skipReason = error
        return report
      }
      var text = TextReader(limits: limits, forced: forced)
      switch content {
      case .records(let lines, let tail):
        report.encoding = EncodingDecision(charset: .utf8, ground: .utf8, sureness: 1)
        try text.readRecords(lines, report: &report, each: each)
        finish(tail, path, &report)
      case .whole(let bytes):
        if report.format?.needsWorker == true {
          try worker.read(
            bytes, path: path, forced: forced, limits: limits, external: external, report: &report,
            each: each)
        } else {
          text.neighbours = neighbours.counts(beside: path)
          try text.read(bytes, path: path, report: &report, each: each)
          neighbours.note(report.encoding, of: path)
        }
      }
      return report
    }
    return report
  }

  /// What is open for reading.
  private enum Content {
    /// A file of one document, read.
    case whole([UInt8])
    /// A file of records, to be read; and the file itself.
    case records(RecordLines, RecordFile)
  }

  /// A record file while its lines are read.
  private final class RecordFile {
    let file: SourceFile
    let stamp: FileStamp
    var hash = ContentHash()

    init(_ file: SourceFile, stamp: FileStamp) {
      self.file = file
      self.stamp = stamp
    }
  }

  private func open(
    _ path: PathName, _ forced: Charset?, _ report: inout ReadReport
  ) throws(SkipReason) -> Content {
    let file = try SourceFile(path)
    let stamp = try file.stamp()
    report.stamp = stamp
    var ignored = ContentHash()
    let head = try file.readBytes(upTo: Self.headByteCount, hash: &ignored)
    try file.rewind()
    let format =
      external.command(for: path) != nil
      ? .external : DocumentFormat.detect(head: head.span, path: path)
    report.format = format
    if format.holdsRecords, forced == nil, Self.isUTF8(head, isWhole: head.count == stamp.size) {
      guard Self.isText(head) else { throw .binary }
      let record = RecordFile(file, stamp: stamp)
      let lines = unsafe RecordLines(limit: limits.recordByteCount) { buffer throws(SkipReason) in
        // The buffer's own bytes, as many as were read.
        let count = unsafe try record.file.read(into: buffer)
        unsafe record.hash.update(UnsafeRawBufferPointer(rebasing: buffer[..<count]))
        return count
      }
      return .records(lines, record)
    }
    let limit = format.needsWorker ? limits.containerByteCount : limits.fileByteCount
    var hash = ContentHash()
    guard stamp.size <= limit else { throw .tooLarge(byteCount: stamp.size, limit: limit) }
    let bytes = try file.readBytes(upTo: limit + 1, hash: &hash)
    guard bytes.count <= limit else { throw .tooLarge(byteCount: bytes.count, limit: limit) }
    try checkUnchanged(file, path, stamp)
    report.contentHash = hash.value
    return .whole(bytes)
  }

  /// Whether a file of records can be read as it comes: in UTF-8, or with so few bytes that are not
  /// that no other encoding is surely meant. (JSON is UTF-8 by its standard.)
  private static func isUTF8(_ head: [UInt8], isWhole: Bool) -> Bool {
    // Zeros stand in UTF-16, and in what is no text.
    if head.contains(0) { return false }
    // The head may end within a character.
    let end = isWhole ? head.count : max(0, head.count - 3)
    if illFormedByteCount(in: head.span.extracting(0..<end)) == 0 {
      return EncodingDetector.mark(of: head.span).map { $0.charset == .utf8 } ?? true
    }
    guard let decision = EncodingDetector.decide(Array(head[..<end])) else { return true }
    return decision.charset == .utf8
      || head.count { $0 >= 0x80 } < 8 && decision.ground == .detector
  }

  /// Whether the start of a record file is text.
  private static func isText(_ head: [UInt8]) -> Bool {
    !head.prefix(DecodedText.binaryWindow).contains(0)
      && illFormedByteCount(in: head.span) <= max(3, head.count / 10)
  }

  /// Compares the file, and what its path leads to now, with what was opened.
  private func checkUnchanged(
    _ file: SourceFile, _ path: PathName, _ stamp: FileStamp
  ) throws(SkipReason) {
    afterReading?()
    guard try file.stamp() == stamp, (try? PathStatus(of: path))?.stamp == stamp else {
      throw .changed
    }
  }

  /// Compares a file of records with what it was, after all its lines.
  private func finish(_ tail: RecordFile, _ path: PathName, _ report: inout ReadReport) {
    guard report.skipReason == nil else { return }
    do throws(SkipReason) {
      try checkUnchanged(tail.file, path, tail.stamp)
      report.contentHash = tail.hash.value
    } catch {
      report.skipReason = error
    }
  }
}
