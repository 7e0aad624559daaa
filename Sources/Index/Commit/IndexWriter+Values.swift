extension IndexWriter {
  /// What an index takes of a document.
  static func check(_ document: Document, _ limits: Limits) throws(IndexError) {
    let keyByteCount = document.key.utf8.count
    guard keyByteCount > 0 else { throw .invalidArgument(what: "a document's key is empty") }
    try Limits.check(
      "the length of a document's key in bytes", keyByteCount, atMost: limits.keyByteCount)
    try Limits.check(
      "the number of values of document '\(document.key)'", document.fields.count,
      atMost: limits.valueCount)
    try check(document.values, of: document.key, limits)
    let fields = document.fields.reduce(0) { $0 + $1.name.utf8.count + $1.value.utf8.count + 32 }
    try Limits.check(
      "the text of document '\(document.key)' in bytes",
      document.title.utf8.count + document.body.utf8.count + fields + document.note.count,
      atMost: limits.textByteCount)
  }

  /// What an index takes of a document's typed values.
  static func check(
    _ values: [Document.Value], of key: String, _ limits: Limits
  ) throws(IndexError) {
    try Limits.check(
      "the number of typed values of document '\(key)'", values.count, atMost: limits.valueCount)
    for value in values {
      guard (1...ColumnShape.maximumNameByteCount).contains(value.name.utf8.count) else {
        throw .invalidArgument(
          what: "the name of a value of document '\(key)' has \(value.name.utf8.count) bytes, "
            + "expected 1 to \(ColumnShape.maximumNameByteCount)")
      }
      switch value.value {
      case .keyword(let text):
        try Limits.check(
          "the length of the keyword '\(value.name)' of document '\(key)' in bytes",
          text.utf8.count, atMost: limits.keyByteCount)
      case .decimal(let number) where number.isNaN:
        throw .invalidArgument(what: "the value '\(value.name)' of document '\(key)' is no number")
      case .decimal, .integer, .date, .boolean: break
      }
    }
  }
}

/// The names that documents of an index have typed values under, so that there are not too many.
struct ValueNames {
  /// As many as there are fields at most. Values under further names are left out.
  static let maximumCount = Schema.maximumFieldCount

  private var names: Set<String>

  init(_ segments: [OpenSegment]) {
    names = Set(segments.flatMap { $0.reader.values.shapes.map(\.name) })
  }

  /// The values whose names have room.
  mutating func admitted(_ values: [Document.Value]) -> [Document.Value] {
    var areAllKnown = true
    for value in values where !names.contains(value.name) {
      if names.count < Self.maximumCount {
        names.insert(value.name)
      } else {
        areAllKnown = false
      }
    }
    return areAllKnown ? values : values.filter { names.contains($0.name) }
  }
}
