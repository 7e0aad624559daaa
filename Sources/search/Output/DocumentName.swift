/// A document's key, taken apart: the path of its file, and its id where a file holds many.
struct DocumentName: Equatable, Sendable {
  /// The path, relative to the base of the index.
  var path: String
  /// The id of a record of a .jsonl or .tsv file; nil for a file that is one document.
  var recordID: String?

  /// Takes a key apart at the NUL between path and id.
  init(key: String) {
    if let nul = key.utf8.firstIndex(of: 0) {
      path = String(key[..<nul])
      recordID = String(key[key.utf8.index(after: nul)...])
    } else {
      path = key
    }
  }

  /// Names a document.
  init(path: String, recordID: String?) {
    self.path = path
    self.recordID = recordID
  }

  /// The key: the path, and for a record NUL and its id.
  var key: String {
    guard let recordID else { return path }
    return Self.recordPrefix(of: path) + recordID
  }

  /// The document's own id: the record's, or the path.
  var ownID: String { recordID ?? path }

  /// What the keys of all records of a file begin with.
  static func recordPrefix(of path: String) -> String { path + "\u{0}" }
}
