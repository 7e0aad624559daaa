/// Inverts documents in memory, and drains them into a segment.
///
/// Occurrences come in as (field, kind, term, position); documents are numbered as they come.
final class SegmentBuilder {
  private let table = TermTable(arena: PostingsArena())
  private var columns: [FieldID: FieldLengthColumn] = [:]
  private var keys = DocumentKeysWriter()
  private var borders = WordBordersWriter()
  private(set) var documentCount = 0

  /// How many bytes of memory the documents take.
  var memoryByteCount: Int {
    table.arena.memoryByteCount + table.memoryByteCount + keys.memoryByteCount
      + borders.memoryByteCount + columns.values.reduce(0) { $0 + $1.bytes.count }
  }

  /// Whether the segment must be ended before a number overflows.
  var isFull: Bool {
    keys.isFull || documentCount >= DocID.maximumCount - 1
      || table.arena.memoryByteCount > PostingsArena.maximumByteCount - (1 << 30)
  }

  /// Begins a document.
  func beginDocument(key: some Sequence<UInt8>) -> DocID {
    let document = DocID(documentCount)
    keys.append(key)
    documentCount += 1
    return document
  }

  /// Adds an occurrence of a term.
  ///
  /// - Precondition: positions of equal terms of one document ascend.
  @inline(__always)
  func add(
    _ field: FieldID, _ kind: TermKind, _ term: UnsafeBufferPointer<UInt8>, in document: DocID,
    at position: UInt32
  ) {
    let header = UInt32(field.rawValue) << 8 | UInt32(kind.rawValue)
    unsafe table.add(header: header, term: term, document: document.rawValue, position: position)
  }

  /// Sets how many words a field of the document has.
  func setLength(_ length: UInt32, of field: FieldID, for document: DocID) {
    guard length > 0 else { return }
    columns[field, default: FieldLengthColumn()].set(length, for: document)
  }

  /// Says where the words of the document that was begun last begin; see ``WordBorders``.
  ///
  /// - Precondition: called once for each document.
  func setBorders(_ record: [UInt8]) { borders.append(record) }

  /// Writes all terms and columns; the documents' text has been written already.
  func finish(_ writer: SegmentWriter) throws(IndexError) -> WrittenSegment {
    var postings = PostingsWriter()
    var positions: [UInt32] = []
    for index in table.sorted() {
      var (key, occurrences) = table.entry(index)
      let term = TermKey(bytes: key)
      let lengths = columns[term.field]?.bytes ?? []
      let keepsPositions = term.kind?.keepsPositions ?? true
      postings.begin(keepsPositions: keepsPositions)
      drain(&occurrences, lengths, keepsPositions: keepsPositions, &positions, into: &postings)
      try writer.append(key, &postings)
    }
    return try writer.finish(
      documentCount: documentCount, columns: columns, keys: keys, borders: borders)
  }

  private func drain(
    _ occurrences: inout ArenaList.Reader, _ lengths: [UInt8], keepsPositions: Bool,
    _ positions: inout [UInt32], into postings: inout PostingsWriter
  ) {
    var document: UInt32 = 0
    var position: UInt32 = 0
    positions.removeAll(keepingCapacity: true)
    func flush() {
      guard !positions.isEmpty else { return }
      let length = Int(document) < lengths.count ? lengths[Int(document)] : 0
      postings.add(
        DocID(rawValue: document), frequency: UInt32(positions.count),
        positions: keepsPositions ? positions : [], length: length)
      positions.removeAll(keepingCapacity: true)
    }
    while !occurrences.isAtEnd {
      let value = occurrences.varint()
      if value & 1 == 1 {
        flush()
        document += UInt32(truncatingIfNeeded: occurrences.varint())
        position = 0
      }
      position += UInt32(truncatingIfNeeded: value >> 1)
      positions.append(position)
    }
    flush()
  }
}
