/// Reads files that hold others, and formats whose readers may fail: what the worker does with a file.
///
/// A document in an archive has as id the names that lead to it, parted by `//`; a record in one also
/// its own, after `#`. Names are text only: nothing is ever written under them.
final class ContainerReader {
  private let limits: ReadingLimits
  private let forced: Charset?
  private let each: (ExtractedDocument) throws -> Void
  /// What has been found out about the file.
  private(set) var report = ReadReport()
  /// How many bytes may still be unpacked.
  private var budget: Int

  /// Where in the file something lies.
  private struct Position {
    var entries: [String] = []
    var message: Int?

    /// What leads there; nil for the file itself.
    var id: String? {
      let parts = (message.map { [String($0)] } ?? []) + entries
      return parts.isEmpty ? nil : parts.joined(separator: "//")
    }

    func entering(_ name: String) -> Position {
      var position = self
      position.entries.append(name)
      return position
    }
  }

  /// Creates a reader that delivers documents to `each`.
  init(
    limits: ReadingLimits, forced: Charset?, byteCount: Int,
    each: @escaping (ExtractedDocument) throws -> Void
  ) {
    self.limits = limits
    self.forced = forced
    self.each = each
    budget = min(limits.unpackedByteCount, limits.outputByteCount(forInput: byteCount))
  }

  /// Reads a file; what is wrong with it as a whole is in the report.
  ///
  /// - Throws: only what `each` throws.
  func read(_ bytes: [UInt8], path: PathName, format: DocumentFormat) throws {
    report.format = format
    do {
      try read(bytes, path: path, as: format, at: Position(), depth: 0)
    } catch let reason as SkipReason {
      report.skipReason = reason
    }
  }

  private func read(
    _ bytes: [UInt8], path: PathName, as format: DocumentFormat, at position: Position, depth: Int
  ) throws {
    switch format {
    case .archive: try readArchive(bytes, path: path, at: position, depth: depth)
    case .office:
      try OfficeExtractor(bytes, limits: limits).extract { document in
        try deliver(document, at: position)
      }
    case .pdf: try deliver(try PDFExtractor.extract(bytes, limits: limits), at: position)
    case .mail: try readMail(bytes, firstLine: 1, at: position, depth: depth)
    case .mailbox:
      for (number, message) in MailExtractor.messages(of: bytes).enumerated() {
        var inside = position
        inside.message = number + 1
        try readMail(
          Array(bytes[message.range]), firstLine: message.line, at: inside, depth: depth)
      }
    default: try readText(bytes, path: path, as: format, at: position)
    }
  }

  private func readText(
    _ bytes: [UInt8], path: PathName, as format: DocumentFormat, at position: Position
  ) throws {
    var inner = ReadReport()
    inner.format = format
    let reader = TextReader(limits: limits, forced: forced)
    try reader.read(bytes, path: path, report: &inner) { try deliver($0, at: position) }
    let name = position.id.map { "\($0): " } ?? ""
    report.warn(inner.warnings.map { name + $0 })
    for broken in inner.brokenRecords {
      report.noteLeftOut("\(name)line \(broken.line): \(broken.reason)")
    }
    if let reason = inner.skipReason { throw reason }
  }

  private func deliver(_ document: ExtractedDocument, at position: Position) throws {
    var document = document
    if let id = position.id {
      document.recordID = document.recordID.map { "\(id)#\($0)" } ?? id
    }
    document.places.entries = position.entries + document.places.entries
    document.places.message = position.message
    report.recordCount += 1
    try each(document)
  }

  private func readArchive(
    _ bytes: [UInt8], path: PathName, at position: Position, depth: Int
  ) throws {
    guard depth < limits.containerDepth else {
      throw SkipReason.tooDeep(limit: limits.containerDepth)
    }
    let archive = try ArchiveReader(bytes)
    var count = 0
    // What is wrong with one file of an archive costs that file, as long as the next can be found.
    var problem: SkipReason?
    let readCount = report.recordCount
    while true {
      let next: ArchiveReader.Entry?
      do throws(SkipReason) {
        next = try archive.next()
      } catch .encrypted {
        problem = problem ?? .encrypted
        count += 1
        guard count <= limits.entryCount else { break }
        continue
      } catch {
        guard problem != nil, report.recordCount > readCount else { throw error }
        report.noteLeftOut("\(position.id.map { "\($0): " } ?? "")what follows: \(error)")
        return
      }
      guard let entry = next else { break }
      guard entry.isFile else { continue }
      count += 1
      guard count <= limits.entryCount else {
        report.noteLeftOut("more than \(limits.entryCount) files; the rest are left out")
        return
      }
      let name =
        entry.isRaw ? Self.unpackedName(of: path) : PathName(bytes: entry.name ?? Array("?".utf8))
      // A file that is nothing but compressed is no folder: it keeps its name.
      let inside = entry.isRaw ? position : position.entering(Self.text(of: name))
      do {
        try readEntry(archive, name, at: inside, depth: depth + 1)
      } catch let reason as SkipReason {
        guard !entry.isRaw, reason.isOfOneEntry else { throw reason }
        problem = problem ?? reason
        report.noteLeftOut("\(inside.id ?? ""): \(reason)")
      }
    }
    // Nothing but what cannot be read.
    guard let problem, report.recordCount == readCount else { return }
    throw problem
  }

  private func readEntry(
    _ archive: ArchiveReader, _ name: PathName, at position: Position, depth: Int
  ) throws {
    guard let content = try archive.read(limit: min(budget, limits.containerByteCount)) else {
      throw SkipReason.expansion
    }
    budget -= content.count
    try readInside(content, name, at: position, depth: depth)
  }

  /// Reads a file within another; trouble with it is noted, and ends nothing.
  private func readInside(
    _ content: [UInt8], _ name: PathName, at position: Position, depth: Int
  ) throws {
    let format = DocumentFormat.detect(head: content.span, path: name)
    do {
      guard format.needsWorker || content.count <= limits.fileByteCount else {
        throw SkipReason.tooLarge(byteCount: content.count, limit: limits.fileByteCount)
      }
      guard depth <= limits.containerDepth || !format.needsWorker else {
        throw SkipReason.tooDeep(limit: limits.containerDepth)
      }
      try read(content, path: name, as: format, at: position, depth: depth)
    } catch let reason as SkipReason {
      if position.id == nil { throw reason }
      // Pictures and programs are nobody's trouble.
      if reason != .binary { report.noteLeftOut("\(position.id ?? ""): \(reason)") }
      if reason == .expansion { throw reason }
    }
  }

  private func readMail(
    _ bytes: [UInt8], firstLine: Int, at position: Position, depth: Int
  ) throws {
    let mail = MailExtractor.extract(bytes, firstLine: firstLine, limits: limits)
    try deliver(mail.document, at: position)
    for attachment in mail.attachments {
      let inside = position.entering(attachment.name)
      let name = PathName(attachment.isMail ? "message.eml" : attachment.name)
      try readInside(attachment.content, name, at: inside, depth: depth + 1)
    }
  }

  /// The name of what a compressed file holds: `a.txt` of `a.txt.gz`, `a.tar` of `a.tgz`.
  private static func unpackedName(of path: PathName) -> PathName {
    let suffix = path.lowercasedExtension
    guard !suffix.isEmpty else { return path }
    let stem = Array(path.bytes.dropLast(suffix.utf8.count + 1))
    let isTar = ["tgz", "tbz", "tbz2", "txz", "tzst"].contains(suffix)
    return PathName(bytes: isTar ? stem + Array(".tar".utf8) : stem)
  }

  /// A name as text: archives made where another encoding was the custom have names in it.
  private static func text(of name: PathName) -> String {
    if String(validating: name.bytes, as: UTF8.self) != nil { return name.text }
    guard let decoded = DecodedText(name.bytes) else { return name.text }
    return String(decoding: decoded.bytes, as: UTF8.self)
  }
}
