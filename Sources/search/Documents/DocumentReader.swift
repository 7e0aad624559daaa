/// Reads files as documents, whatever their format.
///
/// A value; several threads may each use one.
struct DocumentReader: Sendable {
  /// How much is read.
  var limits = ReadingLimits()
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
  /// - Throws: only what `each` throws; trouble with the file is in the report.
  func readDocuments(
    at path: PathName, each: (ExtractedDocument) throws -> Void
  ) throws -> ReadReport {
    var report = ReadReport()
    for isLastAttempt in [false, true] {
      let content: Content
      do throws(SkipReason) {
        content = try open(path, &report)
      } catch .changed where !isLastAttempt {
        continue
      } catch {
        report.skipReason = error
        return report
      }
      switch content {
      case .records(let lines, let tail):
        try readRecords(lines, path: path, tail: tail, report: &report, each: each)
      case .whole(let bytes):
        try readWhole(bytes, path: path, report: &report, each: each)
      }
      return report
    }
    return report
  }

  /// What is open for reading.
  private enum Content {
    /// A file of one document, read.
    case whole([UInt8])
    /// A file of records, to be read; the file itself, unless it has been read.
    case records(RecordLines, RecordFile?)
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

  private func open(_ path: PathName, _ report: inout ReadReport) throws(SkipReason) -> Content {
    let file = try SourceFile(path)
    let stamp = try file.stamp()
    report.stamp = stamp
    var ignored = ContentHash()
    let head = try file.readBytes(upTo: Self.headByteCount, hash: &ignored)
    try file.rewind()
    let format = DocumentFormat.detect(head: head.span, path: path)
    report.format = format
    if format.holdsRecords, case .utf8 = TextEncoding.detect(in: head.span).encoding {
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
    var hash = ContentHash()
    guard stamp.size <= limits.fileByteCount else {
      throw .tooLarge(byteCount: stamp.size, limit: limits.fileByteCount)
    }
    let bytes = try file.readBytes(upTo: limits.fileByteCount + 1, hash: &hash)
    guard bytes.count <= limits.fileByteCount else {
      throw .tooLarge(byteCount: bytes.count, limit: limits.fileByteCount)
    }
    try checkUnchanged(file, path, stamp)
    report.contentHash = hash.value
    return .whole(bytes)
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

  private func readWhole(
    _ bytes: [UInt8], path: PathName, report: inout ReadReport,
    each: (ExtractedDocument) throws -> Void
  ) throws {
    let format = report.format ?? .plainText
    guard let text = DecodedText(bytes) else {
      report.skipReason = .binary
      return
    }
    if text.replacedCount > 0 {
      report.warn(["\(text.replacedCount) ill-formed bytes read as U+FFFD"])
    }
    if format.holdsRecords {
      // The source stays within both buffers.
      let lines = unsafe RecordLines(
        limit: limits.recordByteCount, from: Self.source(of: text.bytes))
      try readRecords(lines, path: path, tail: nil, report: &report, each: each)
      return
    }
    let document: ExtractedDocument
    do throws(SkipReason) {
      document = try extract(text.bytes, path: path, report: &report)
      let count = document.title.utf8.count + document.body.utf8.count
      guard count <= limits.outputByteCount(forInput: bytes.count) else { throw .expansion }
    } catch {
      report.skipReason = error
      return
    }
    report.recordCount = 1
    try each(document)
  }

  private func extract(
    _ text: [UInt8], path: PathName, report: inout ReadReport
  ) throws(SkipReason) -> ExtractedDocument {
    var rest = text[...]
    var matter: FrontMatter?
    if DocumentFormat.mayHaveFrontMatter(path), let parts = FrontMatter.split(text) {
      do throws(FrontMatter.Problem) {
        matter = try FrontMatter(parsing: parts.yaml, limits: limits)
        rest = parts.rest
        // Text under front matter is Markdown, unless it is HTML.
        if report.format == .plainText { report.format = .markdown }
      } catch {
        switch error {
        case .broken(let reason): report.warn(["front matter read as text: \(reason)"])
        case .skip(let reason): throw reason
        }
      }
    }
    report.warn(matter?.warnings ?? [])
    var title = matter?.title ?? ""
    var body = rest
    switch report.format {
    case .markdown: body = try MarkdownExtractor.extract(rest, limits: limits)[...]
    case .html:
      let html = try HTMLExtractor.extract(Array(rest))
      if title.isEmpty { title = html.title }
      body = html.body[...]
    default: break
    }
    var document =
      title.isEmpty
      ? PlainTextExtractor.extract(body)
      : ExtractedDocument(title: title, body: String(decoding: body, as: UTF8.self))
    document.fields = matter?.fields ?? []
    return document
  }

  private static func source(of bytes: [UInt8]) -> RecordLines.Source {
    var at = 0
    return { buffer in
      let count = min(buffer.count, bytes.count - at)
      // No more than either holds.
      unsafe buffer.copyBytes(from: bytes[at..<at + count])
      at += count
      return count
    }
  }

  private func readRecords(
    _ lines: RecordLines, path: PathName, tail: RecordFile?, report: inout ReadReport,
    each: (ExtractedDocument) throws -> Void
  ) throws {
    let extractor: any RecordExtractor =
      report.format == .jsonLines ? JSONLinesExtractor(limits: limits) : TabSeparatedExtractor()
    while true {
      let line: RecordLines.Line
      do throws(SkipReason) {
        guard let next = try lines.next() else { break }
        line = next
      } catch {
        report.skipReason = error
        return
      }
      switch line {
      case .tooLong:
        report.noteBroken(line: lines.number, "longer than \(limits.recordByteCount) bytes")
      case .record(let range):
        // The range is the line delivered last, its padding after it.
        let outcome = unsafe lines.withBytes(range) {
          unsafe extractor.extract(line: $0, number: lines.number)
        }
        try take(outcome, line: lines.number, report: &report, each: each)
      }
    }
    guard let tail else { return }
    do throws(SkipReason) {
      try checkUnchanged(tail.file, path, tail.stamp)
      report.contentHash = tail.hash.value
    } catch {
      report.skipReason = error
    }
  }

  private func take(
    _ outcome: RecordOutcome, line: Int, report: inout ReadReport,
    each: (ExtractedDocument) throws -> Void
  ) throws {
    switch outcome {
    case .document(let document, let warnings):
      if !warnings.isEmpty { report.warn(warnings.map { "line \(line): \($0)" }) }
      report.recordCount += 1
      try each(document)
    case .broken(let reason): report.noteBroken(line: line, reason)
    case .blank: break
    }
  }
}
