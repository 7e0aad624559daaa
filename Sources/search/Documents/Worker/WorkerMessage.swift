import Index

/// What passes between the tool and its worker: a byte for the kind, eight for the length, and that many
/// bytes. Both sides check all of it: the worker reads files that may have taken it over.
enum WorkerMessage {
  /// The kinds.
  enum Kind: UInt8 {
    /// To the worker: a file to read.
    case request = 1
    /// From the worker: a document of it.
    case document = 2
    /// From the worker: what else there is to say; the file is done.
    case done = 3
  }

  /// No message is longer: the largest file or text, and some room.
  static let byteLimit = 400 << 20

  /// A file for the worker.
  struct Request: Equatable {
    var path: [UInt8]
    var format: String
    /// The encoding that the user named, or nothing.
    var forced: String
    /// The user's command for such files, or nothing.
    var command: [String]
    var limits: [Int]
    var content: [UInt8]

    func encoded() -> [UInt8] {
      var writer = WireWriter()
      writer.append(path)
      writer.append(format)
      writer.append(forced)
      writer.append(command)
      writer.append(limits.count)
      for limit in limits { writer.append(limit) }
      writer.append(content)
      return writer.bytes
    }

    init(
      path: [UInt8], format: String, forced: String, command: [String], limits: [Int],
      content: [UInt8]
    ) {
      self.path = path
      self.format = format
      self.forced = forced
      self.command = command
      self.limits = limits
      self.content = content
    }

    init(decoding bytes: [UInt8]) throws(WireReader.Nonsense) {
      var reader = WireReader(bytes)
      path = try reader.content()
      format = try reader.text()
      forced = try reader.text()
      command = try reader.texts()
      limits = []
      for _ in 0..<(try reader.count()) { limits.append(try reader.integer()) }
      content = try reader.content()
    }
  }

  /// A document as bytes.
  static func encode(_ document: ExtractedDocument) -> [UInt8] {
    var writer = WireWriter()
    writer.append(document.recordID.map { [$0] } ?? [])
    writer.append(document.title)
    writer.append(document.body)
    writer.append(document.fields.count)
    for field in document.fields {
      writer.append(field.name)
      writer.append(field.value)
      writer.append(field.isSearchedByDefault ? 1 : 0)
    }
    writer.append(document.places.encoded())
    return writer.bytes
  }

  /// A document of bytes.
  static func document(_ bytes: [UInt8]) throws(WireReader.Nonsense) -> ExtractedDocument {
    var reader = WireReader(bytes)
    let id = try reader.texts().first
    var document = ExtractedDocument(
      recordID: id, title: try reader.text(), body: try reader.text())
    for _ in 0..<(try reader.count()) {
      let (name, value) = (try reader.text(), try reader.text())
      document.fields.append(
        Document.Field(name, value, isSearchedByDefault: try reader.integer() != 0))
    }
    document.places = PlaceMap(decoding: try reader.content()) ?? PlaceMap()
    return document
  }

  /// The end of a file as bytes.
  static func encode(_ report: ReadReport) -> [UInt8] {
    var writer = WireWriter()
    let (code, words) = report.skipReason?.wire ?? ("", "")
    writer.append(code)
    writer.append(words)
    writer.append(report.recordCount)
    writer.append(report.warnings)
    writer.append(report.leftOut)
    writer.append(report.leftOutCount)
    return writer.bytes
  }

  /// Adds to a report what the worker says at the end of a file.
  static func read(_ bytes: [UInt8], into report: inout ReadReport) throws(WireReader.Nonsense) {
    var reader = WireReader(bytes)
    let (code, words) = (try reader.text(), try reader.text())
    if !code.isEmpty { report.skipReason = SkipReason(code: code, words: words) }
    _ = try reader.integer()
    report.warn(try reader.texts())
    let leftOut = try reader.texts()
    for message in leftOut { report.noteLeftOut(message) }
    report.leftOutCount = max(report.leftOutCount, try reader.integer())
  }
}

extension SkipReason {
  /// A reason that a worker may have, as code and words.
  fileprivate var wire: (code: String, words: String) {
    switch self {
    case .noReader(let words), .damaged(let words), .readerFailed(let words): (code, words)
    case .tooDeep(let limit): (code, String(limit))
    default: (code, "")
    }
  }

  /// The reason that a worker gave.
  fileprivate init(code: String, words: String) {
    switch code {
    case "binary": self = .binary
    case "expansion": self = .expansion
    case "encrypted": self = .encrypted
    case "no-reader": self = .noReader(words)
    case "damaged": self = .damaged(words)
    case "too-deep": self = .tooDeep(limit: Int(words) ?? 0)
    default: self = .readerFailed(words.isEmpty ? "its reader failed (\(code))" : words)
    }
  }
}
