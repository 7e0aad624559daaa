/// A segment, open for reading. Sendable: nothing in it changes.
final class SegmentReader: Sendable {
  let id: UInt64
  let file: SealedFile
  let info: SegmentInfo
  let dictionary: TermDictionary
  let keys: DocumentKeys
  let store: DocumentStore?
  /// Where words begin; nil if no document has words of scripts without spaces.
  let borders: WordBorders?
  /// The typed values of documents.
  let values: SegmentValues
  /// Which words stand beside which; nil if that is not kept.
  let neighbours: NeighbourSet?

  /// Opens a segment and checks its structure.
  ///
  /// - Throws: ``IndexError/corrupt(file:offset:what:)``; or, if the file is not there,
  ///   ``IndexError/io(operation:path:errno:)`` with ENOENT.
  init(id: UInt64, seal: SealedFileSeal, on fileSystem: any FileSystem) throws(IndexError) {
    self.id = id
    let name = SegmentFormat.fileName(id)
    guard
      let file = try SealedFile.open(name, kind: .segment, seal: seal, on: fileSystem)
    else { throw .io(operation: "open", path: "\(fileSystem.path)/\(name)", errno: 2) }
    self.file = file
    guard file.fileID == id else {
      throw .corrupt(file: name, offset: 32, what: "is segment \(hexName(file.fileID))")
    }
    var reader = try file.reader(.segmentInfo)
    info = try SegmentInfo(reading: &reader, version: file.version)
    dictionary = try TermDictionary(
      file: file, termCount: info.termCount, documentCount: info.documentCount)
    keys = try DocumentKeys(file: file, documentCount: info.documentCount)
    store = try DocumentStore(file: file, documentCount: info.documentCount)
    borders = try WordBorders(file: file, documentCount: info.documentCount)
    values = try SegmentValues(file: file, documentCount: info.documentCount)
    neighbours = try NeighbourSet(file: file)
    guard file.byteCount(of: .lengths) == info.fields.count * info.documentCount else {
      throw file.corrupt(.lengths, 0, "does not fit \(info.documentCount) documents")
    }
  }

  /// The same segment, whose fields are asked for by other numbers.
  init(_ segment: SegmentReader, numbering: FieldNumbering) {
    id = segment.id
    file = segment.file
    var info = segment.info
    for index in info.fields.indices {
      info.fields[index].field = numbering.field(ofOwn: info.fields[index].field)
    }
    self.info = info
    var dictionary = segment.dictionary
    dictionary.numbering = numbering
    self.dictionary = dictionary
    keys = segment.keys
    store = segment.store
    borders = segment.borders
    values = segment.values
    neighbours = segment.neighbours
  }

  var documentCount: Int { info.documentCount }

  /// Bytes of all keys.
  var keyByteCount: Int { file.byteCount(of: .keys) ?? 0 }

  /// What is known of a field; nil if no document has it.
  func fieldInfo(_ field: FieldID) -> SegmentInfo.Field? {
    info.fields.first { $0.field == field }
  }

  /// Where the lengths of a field are, all checked.
  func lengths(of field: FieldID) throws(IndexError) -> LengthColumn? {
    guard let position = info.fields.firstIndex(where: { $0.field == field }) else { return nil }
    let start = position * documentCount
    let place = try file.verify(.lengths, start..<start + documentCount)
    return LengthColumn(file: file, start: place.lowerBound, count: documentCount)
  }

  /// The exact lengths of all fields, in the order of `info`, one a document.
  ///
  /// - Complexity: O(documents times fields).
  func exactLengths() throws(IndexError) -> [[UInt32]] {
    var lengths = try ExactLengths(self)
    var fields: [[UInt32]] = []
    while let exact = try lengths.next() { fields.append(exact) }
    return fields
  }

  /// A walk through the postings of a term of the dictionary.
  ///
  /// - Parameter interruption: what may end the walk.
  func cursor(_ info: TermInfo, _ interruption: Interruption? = nil) -> PostingsCursor {
    let field = self.info.fields.firstIndex { $0.field == info.field }
    return PostingsCursor(
      file: file, info: info, documentCount: documentCount,
      lengthsOffset: field.map { $0 * documentCount }, interruption: interruption)
  }
}

/// The exact lengths of a segment, field by field in the order of `info`.
struct ExactLengths {
  private let segment: SegmentReader
  private var reader: ByteReader
  private var position = 0

  init(_ segment: SegmentReader) throws(IndexError) {
    self.segment = segment
    reader = try segment.file.reader(.lengthRests)
  }

  /// The field that comes next; nil behind the last.
  var nextField: SegmentInfo.Field? {
    position < segment.info.fields.count ? segment.info.fields[position] : nil
  }

  /// The lengths of the next field, one a document; nil behind the last.
  mutating func next() throws(IndexError) -> [UInt32]? {
    guard let field = nextField else {
      guard reader.remainingCount == 0 else {
        throw reader.corrupt("exact lengths are those of more fields")
      }
      return nil
    }
    position += 1
    let length = try reader.length("exact lengths")
    let end = reader.remainingCount - length
    guard let coarse = try segment.lengths(of: field.field) else { return nil }
    var exact: [UInt32] = []
    exact.reserveCapacity(segment.documentCount)
    for document in 0..<segment.documentCount {
      let encoded = coarse[DocID(document)]
      let base = FieldLengths.decoded[Int(encoded)]
      let rest = try reader.varint32("rest of a length")
      guard rest <= UInt32(Int32.max) - base, FieldLengths.encode(base + rest) == encoded else {
        throw reader.corrupt("rest of a length does not fit its one-byte form")
      }
      exact.append(base + rest)
    }
    guard reader.remainingCount == end else {
      throw reader.corrupt("exact lengths do not fit their documents")
    }
    return exact
  }
}

/// The lengths of a field on the one-byte scale, one a document.
@safe
struct LengthColumn {
  private let file: SealedFile
  private let start: Int
  let count: Int

  /// - Precondition: the range has been verified.
  init(file: SealedFile, start: Int, count: Int) {
    self.file = file
    self.start = start
    self.count = count
  }

  subscript(document: DocID) -> UInt8 {
    precondition(Int(document.rawValue) < count)
    // Below the count; the range has been verified.
    return unsafe pointer[Int(document.rawValue)]
  }

  /// The bytes, for hot loops; they live as long as the column does.
  @unsafe
  var pointer: UnsafePointer<UInt8> {
    unsafe file.pointer(at: start).assumingMemoryBound(to: UInt8.self)
  }
}
