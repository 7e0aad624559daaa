import TestSupport

@testable import search

/// What a file was read as.
struct Reading {
  var documents: [ExtractedDocument] = []
  var report: ReadReport

  init(atPath path: String, reader: DocumentReader = DocumentReader()) throws {
    var found: [ExtractedDocument] = []
    report = try reader.readDocuments(at: PathName(path)) { found.append($0) }
    documents = found
  }

  /// Reads bytes as a file of this name.
  init(_ name: String, _ bytes: [UInt8], reader: DocumentReader = DocumentReader()) throws {
    let folder = TemporaryDirectory()
    try self.init(atPath: folder.write(name, bytes), reader: reader)
  }

  /// Reads text as a file of this name.
  init(_ name: String, _ text: String, reader: DocumentReader = DocumentReader()) throws {
    try self.init(name, Array(text.utf8), reader: reader)
  }

  var title: String { documents.first?.title ?? "(none)" }
  var body: String { documents.first?.body ?? "(none)" }
}
