/// Makes documents of bytes that are text in some encoding and format: of a file of its own, or of one
/// in an archive or a mail.
struct TextReader: Sendable {
  /// How much is read.
  var limits = ReadingLimits()
  /// The encoding that the user named.
  var forced: Charset?
  /// How many files of the same folder are in each encoding, by name.
  var neighbours: [String: Int] = [:]

  /// Reads the documents of a whole file; `report.format` says how.
  ///
  /// - Throws: only what `each` throws.
  func read(
    _ bytes: [UInt8], path: PathName, report: inout ReadReport,
    each: (ExtractedDocument) throws -> Void
  ) throws {
    guard let text = DecodedText(bytes, neighbours: neighbours, forced: forced) else {
      report.skipReason = .binary
      return
    }
    report.encoding = text.encoding
    report.mojibake = Mojibake.suspicion(in: text.bytes)
    if let doubt = text.encoding.doubt { report.warn([doubt]) }
    if text.replacedCount > 0 {
      report.warn(["\(text.replacedCount) ill-formed bytes read as U+FFFD"])
    }
    switch report.format ?? .plainText {
    case .jsonLines, .tabSeparated:
      // The source stays within both buffers.
      let lines = unsafe RecordLines(
        limit: limits.recordByteCount, from: Self.source(of: text.bytes))
      try readRecords(lines, report: &report, each: each)
    case .commaSeparated:
      let rows = CommaSeparatedExtractor(
        text.bytes, lines: SourceLines(text.bytes, byteStart: text.byteStart), limits: limits)
      report.warn(
        try rows.extract { document in
          report.recordCount += 1
          try each(document)
        })
    default:
      let document: ExtractedDocument
      do throws(SkipReason) {
        document = try extract(text, path: path, report: &report)
        let count = document.title.utf8.count + document.body.utf8.count
        guard count <= limits.outputByteCount(forInput: bytes.count) else { throw .expansion }
      } catch {
        report.skipReason = error
        return
      }
      report.recordCount = 1
      try each(document)
    }
  }

  private func extract(
    _ text: DecodedText, path: PathName, report: inout ReadReport
  ) throws(SkipReason) -> ExtractedDocument {
    let lines = SourceLines(text.bytes, byteStart: text.byteStart)
    switch report.format {
    case .json:
      var extractor = JSONDocumentExtractor(text.bytes, lines: lines, limits: limits)
      if let (document, warnings) = try extractor.extract() {
        report.warn(warnings)
        return document
      }
      report.format = .plainText
    case .subtitles:
      var extractor = SubtitleExtractor(text.bytes, lines: lines)
      return extractor.extract(kind: path.lowercasedExtension)
    case .richText:
      if let document = RichTextExtractor.extract(text.bytes, lines: lines) { return document }
      report.format = .plainText
    default: break
    }
    return try extractMarkup(text.bytes, lines: lines, path: path, report: &report)
  }

  private func extractMarkup(
    _ text: [UInt8], lines: SourceLines, path: PathName, report: inout ReadReport
  ) throws(SkipReason) -> ExtractedDocument {
    var rest = text[...]
    var matter: FrontMatter?
    if DocumentFormat.mayHaveFrontMatter(path), let parts = FrontMatter.split(text) {
      do throws(FrontMatter.Problem) {
        matter = try FrontMatter(parsing: parts.yaml, limits: limits)
        rest = parts.rest
        // Text under front matter is Markdown, unless it is HTML.
        if report.format == .plainText { report.format = .markdown }
        report.warn(matter?.warnings ?? [])
      } catch {
        switch error {
        case .broken(let reason): report.warn(["front matter: \(reason); read as text"])
        case .skip(let reason): throw reason
        }
      }
    }
    var title = matter?.title ?? ""
    let start = rest.startIndex
    let locate: HTMLExtractor.Locator = { lines.anchor(of: start + $0) }
    var titleAnchors: [PlaceMap.Anchor] = []
    let read: HTMLExtractor.Text
    switch report.format {
    case .markdown: read = try MarkdownExtractor.extract(rest, limits: limits, locate: locate)
    case .html:
      read = try HTMLExtractor.extract(
        Array(rest), seconds: limits.workerSeconds, locate: locate)
      if title.isEmpty { (title, titleAnchors) = (read.title, read.titleAnchors) }
    default:
      var document =
        title.isEmpty
        ? PlainTextExtractor.extract(rest, lines: lines)
        : ExtractedDocument(title: title, body: String(decoding: rest, as: UTF8.self))
      document.fields = matter?.fields ?? []
      return document
    }
    var document = Self.document(title, titleAnchors, read.body)
    if matter?.title != nil { document.places.title = [lines.anchor(of: 0, isVerbatim: false)] }
    document.fields = (matter?.fields ?? []) + read.fields
    return document
  }

  /// A document of extracted text, whose first line is the title if it has no other.
  private static func document(
    _ title: String, _ titleAnchors: [PlaceMap.Anchor], _ body: PlacedText
  ) -> ExtractedDocument {
    var document: ExtractedDocument
    if title.isEmpty {
      document = PlainTextExtractor.extract(body.bytes[...])
      let cut = body.bytes.count - document.body.utf8.count
      document.places.title = body.anchors.prefix(1).map { $0.moved(by: -$0.offset) }
      document.places.body = PlaceMap.anchors(body.anchors, from: cut)
    } else {
      document = ExtractedDocument(title: title, body: body.string)
      document.places.title = titleAnchors
      document.places.body = body.anchors
    }
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

  /// Reads the lines of a file of records, each a document.
  func readRecords(
    _ lines: RecordLines, report: inout ReadReport, each: (ExtractedDocument) throws -> Void
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
  }

  private func take(
    _ outcome: RecordOutcome, line: Int, report: inout ReadReport,
    each: (ExtractedDocument) throws -> Void
  ) throws {
    switch outcome {
    case .document(var document, let warnings):
      if !warnings.isEmpty { report.warn(warnings.map { "line \(line): \($0)" }) }
      report.recordCount += 1
      var anchor = PlaceMap.Anchor(offset: 0, line: line)
      if !document.title.isEmpty { document.places.title = [anchor] }
      if report.format == .tabSeparated, let name = document.recordID {
        anchor.column = name.unicodeScalars.count + 2
        anchor.isVerbatim = true
      }
      document.places.body = [anchor]
      try each(document)
    case .broken(let reason): report.noteBroken(line: line, reason)
    case .blank: break
    }
  }
}
