/// Where words begin in the field `text` of documents that have words of scripts without spaces: what
/// tells a word from a part of a compound, and both from letters that only happen to stand side by
/// side. One bit a place; documents without such words have none.
///
/// ```
/// section 'borders'       for each document a record: its length as a varint, and that many bytes
///                           varint                number of parts (title, body, values)
///                           varint, for each part its number of places
///                           bits                  one for each place of all parts, the lowest bit
///                                                 first: 1 where a word begins
/// section 'border index'  where the record of each 16th document begins in 'borders', u64
/// ```
///
/// Parts lie ``gap`` places apart in the positions of the postings, and side by side in the bits.
/// Both sections are absent if no document has bits.
///
/// Example: `半导体 chips` has the places 半, 导, 体 and chips, and words begin at the first and the
/// last. Its record is `03 01 04 09`: three bytes; one part; of four places; bits 0 and 3.
struct WordBorders: Sendable {
  /// Places between the parts of a field; longer than any phrase may be.
  static let gap: UInt32 = 1024
  static let stride = 16

  private let file: SealedFile
  fileprivate let documentCount: Int

  /// nil if the segment has no borders.
  init?(file: SealedFile, documentCount: Int) throws(IndexError) {
    guard let byteCount = file.byteCount(of: .borderIndex) else { return nil }
    guard byteCount == 8 * ((documentCount + Self.stride - 1) / Self.stride) else {
      throw file.corrupt(.borderIndex, 0, "does not fit \(documentCount) documents")
    }
    self.file = file
    self.documentCount = documentCount
  }

  /// The record of a document; empty if it has none.
  ///
  /// - Complexity: O(``stride``).
  func record(of document: DocID) throws(IndexError) -> [UInt8] {
    var cursor = BordersCursor(self)
    return try cursor.record(of: document)
  }

  /// The records from a document on whose number is a multiple of ``stride``, up to the next one.
  fileprivate func reader(ofGroup group: Int) throws(IndexError) -> ByteReader {
    let isLast = (group + 1) * Self.stride >= documentCount
    var index = try file.reader(.borderIndex, 8 * group..<8 * group + (isLast ? 8 : 16))
    let start: UInt64 = try index.fixed()
    let total = UInt64(file.byteCount(of: .borders) ?? 0)
    let end: UInt64 = isLast ? total : try index.fixed()
    guard start <= end, end <= total else {
      throw file.corrupt(.borderIndex, 8 * group, "record lies outside its section")
    }
    return try file.reader(.borders, Int(start)..<Int(end))
  }

  /// Checks that the records fill their section, and each lies where the index says.
  func checkCoverage() throws(IndexError) {
    var end = 0
    for group in 0..<(documentCount + Self.stride - 1) / Self.stride {
      var reader = try reader(ofGroup: group)
      let count = reader.remainingCount
      for _ in group * Self.stride..<min(documentCount, (group + 1) * Self.stride) {
        try reader.skip(try reader.length("length of a document's borders"))
      }
      guard reader.remainingCount == 0 else { throw reader.corrupt("is more than the records") }
      end += count
    }
    guard end == file.byteCount(of: .borders) else {
      throw file.corrupt(.borders, end, "is no document's")
    }
  }

  fileprivate func corrupt(_ document: DocID) -> IndexError {
    file.corrupt(.borders, 0, "borders of document \(document.rawValue) make no sense")
  }
}

/// Reads the borders of ascending documents without starting over for each.
struct BordersCursor {
  private let borders: WordBorders
  private var group = -1
  private var reader: ByteReader?
  private var nextDocument = 0
  private var record: [UInt8] = []
  /// The borders of the document that was moved to.
  private(set) var current = DocumentBorders()

  init(_ borders: WordBorders) {
    self.borders = borders
  }

  /// The record of a document; empty if it has none.
  ///
  /// - Complexity: O(documents passed over, at most ``WordBorders/stride``).
  mutating func record(of document: DocID) throws(IndexError) -> [UInt8] {
    try read(document)
    return record
  }

  /// Moves to a document; false if it has no borders.
  ///
  /// - Complexity: as ``record(of:)``.
  mutating func move(to document: DocID) throws(IndexError) -> Bool {
    try read(document)
    if record.isEmpty { return false }
    guard current.take(&record) else { throw borders.corrupt(document) }
    return true
  }

  private mutating func read(_ document: DocID) throws(IndexError) {
    let number = Int(document.rawValue)
    precondition(number < borders.documentCount)
    if number / WordBorders.stride != group || number < nextDocument {
      group = number / WordBorders.stride
      reader = try borders.reader(ofGroup: group)
      nextDocument = group * WordBorders.stride
    }
    guard var reader else { throw borders.corrupt(document) }
    while nextDocument < number {
      try reader.skip(try reader.length("length of a document's borders"))
      nextDocument += 1
    }
    record.removeAll(keepingCapacity: true)
    try reader.bytes(try reader.length("length of a document's borders"), appendTo: &record)
    nextDocument += 1
    self.reader = reader
  }
}

/// Where the words of one document begin.
struct DocumentBorders {
  private var bytes: [UInt8] = []
  private var bitsStart = 0
  // For each part its first position and the number of its first bit.
  private var parts: [(position: UInt32, bit: Int)] = []
  private var bitCount = 0

  /// Takes the borders from a record; false if it makes no sense.
  mutating func set(_ record: [UInt8]) -> Bool {
    var record = record
    return take(&record)
  }

  /// The same, leaving the bytes of the record before, so that no memory is allocated.
  mutating func take(_ record: inout [UInt8]) -> Bool {
    swap(&bytes, &record)
    parts.removeAll(keepingCapacity: true)
    var offset = 0
    guard let partCount = varint(at: &offset), partCount <= bytes.count else { return false }
    var position = 0
    var bit = 0
    for _ in 0..<partCount {
      guard let placeCount = varint(at: &offset), position + placeCount < Int(UInt32.max) else {
        return false
      }
      parts.append((position: UInt32(position), bit: bit))
      position += placeCount + Int(WordBorders.gap)
      bit += placeCount
    }
    bitsStart = offset
    bitCount = bit
    return bytes.count - offset == (bit + 7) / 8
  }

  private func varint(at offset: inout Int) -> Int? {
    var value = 0
    var shift = 0
    while offset < bytes.count, shift < 35 {
      let byte = bytes[offset]
      offset += 1
      value |= Int(byte & 0x7F) << shift
      if byte < 0x80 { return value }
      shift += 7
    }
    return nil
  }

  /// How the places from `start` to `end`, exclusive, lie to the words.
  func alignment(from start: UInt32, to end: UInt32) -> WordAlignment {
    guard let part = parts.last(where: { $0.position <= start }) else { return .across }
    let first = part.bit + Int(start - part.position)
    let last = first + Int(end - start)
    let begins = isBorder(first)
    // A part ends where the next begins, or with the last place of all.
    if begins, isBorder(last) { return .word }
    for bit in first + 1..<max(last, first + 1) where isBorder(bit) { return .across }
    return begins ? .wordStart : .inside
  }

  /// How many words the document has.
  var wordCount: Int { bytes[bitsStart...].reduce(0) { $0 + $1.nonzeroBitCount } }

  /// Whether a word begins at a bit, or the text ends there. (The first place of every part begins
  /// a word, so the bit behind a part says that it ends.)
  private func isBorder(_ bit: Int) -> Bool {
    guard bit < bitCount else { return true }
    return bytes[bitsStart + bit >> 3] >> UInt8(bit & 7) & 1 == 1
  }
}

/// How a stretch of characters lies to the words around it, the best first.
enum WordAlignment: UInt8, Comparable, CaseIterable {
  /// It is a word, or several.
  case word
  /// It is the beginning of one word.
  case wordStart
  /// It lies inside one word.
  case inside
  /// It cuts words apart.
  case across

  static func < (left: WordAlignment, right: WordAlignment) -> Bool {
    left.rawValue < right.rawValue
  }
}

/// The borders of one document while it is analysed.
struct DocumentBordersBuilder {
  private var places: [UInt32] = []
  private var bits: [UInt8] = []
  private var bitCount = 0
  private var hasSpelledWords = false

  mutating func removeAll() {
    places.removeAll(keepingCapacity: true)
    bits.removeAll(keepingCapacity: true)
    bitCount = 0
    hasSpelledWords = false
  }

  /// Begins a part of so many places.
  mutating func beginPart(placeCount: UInt32) {
    bitCount += Int(places.last ?? 0)
    places.append(placeCount)
    let byteCount = (bitCount + Int(placeCount) + 7) / 8
    bits.append(contentsOf: repeatElement(0, count: byteCount - bits.count))
  }

  /// Notes that a word begins at a place of the part that was begun last.
  mutating func addWord(at place: UInt32, isSpelled: Bool) {
    let bit = bitCount + Int(place)
    bits[bit >> 3] |= 1 << UInt8(bit & 7)
    if isSpelled { hasSpelledWords = true }
  }

  /// The record without its length; empty if no word needs it.
  var record: [UInt8] {
    guard hasSpelledWords else { return [] }
    var writer = ByteWriter()
    writer.append(varint: places.count)
    for count in places { writer.append(varint: count) }
    writer.append(contentsOf: bits)
    return writer.bytes
  }
}

/// The borders of a segment while it is built; see ``WordBorders``.
struct WordBordersWriter {
  private var bytes = ByteWriter()
  private var index = ByteWriter()
  private var count = 0
  private var isEmpty = true

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { bytes.count + index.count }

  /// Adds the record of the next document.
  mutating func append(_ record: some Collection<UInt8>) {
    if count % WordBorders.stride == 0 { index.append(fixed: UInt64(bytes.count)) }
    count += 1
    bytes.append(varint: record.count)
    bytes.append(contentsOf: record)
    if !record.isEmpty { isEmpty = false }
  }

  /// Writes both sections, if any document has borders.
  ///
  /// - Precondition: every document has been added.
  func write(to writer: SealedFileWriter) throws(IndexError) {
    if isEmpty { return }
    try writer.write(.borders, bytes.bytes)
    try writer.write(.borderIndex, index.bytes)
  }
}
