/// The documents of a segment in the order of their keys' bytes.
///
/// Documents mostly come in the order of their keys, or nearly, as the files of a folder do: then a document
/// lies near its place in the order, and how far from it takes few bits or none.
///
/// ```
/// order    group* numbers*
/// group    (for 128 places, or what is left) least document - place of its places i32 · where its
///          numbers begin u32, from behind the groups · width u8: 0 to 32
/// numbers  (one a place) document - place - the least one, in `width` bits, lowest first, up to a whole
///          byte
/// ```
///
/// Example: the documents 1, 0 and 2, whose differences are 1, -1 and 0, are
/// `FF FF FF FF 00 00 00 00 02 | 12`.
///
/// Before version 9 the documents stand one after another, each in as many bits as the greatest number
/// takes, lowest first, up to a whole byte; before version 8 each in whole bytes.
struct KeyOrder: Sendable {
  /// Places in a group.
  private static let groupSize = 128
  private static let entrySize = 9

  private let file: SealedFile
  private let documentCount: Int
  /// Where it begins in the section 'key index'.
  private let offset: Int
  /// How many bits a document takes; nil where it is told beside its place.
  private let numberBitCount: Int?

  /// - Parameter offset: where it begins in the section 'key index', which ends with it.
  init(file: SealedFile, documentCount: Int, offset: Int) throws(IndexError) {
    self.file = file
    self.documentCount = documentCount
    self.offset = offset
    let bitCount = DocID.bitCount(below: documentCount)
    if file.version >= SealedFileFormat.firstVersionWithKeyGroups {
      numberBitCount = nil
    } else if file.version >= SealedFileFormat.firstVersionWithPackedKeys {
      numberBitCount = bitCount
    } else {
      numberBitCount = (bitCount + 7) / 8 * 8
    }
    let byteCount = (file.byteCount(of: .keyIndex) ?? 0) - offset
    var expected = groupCount * Self.entrySize
    if let numberBitCount {
      expected = (numberBitCount * documentCount + 7) / 8
    } else if groupCount > 0, byteCount >= expected {
      let last = try group(groupCount - 1)
      expected += last.start + last.byteCount
    }
    guard byteCount == expected else {
      throw file.corrupt(.keyIndex, offset, "does not fit \(documentCount) documents")
    }
  }

  private var groupCount: Int {
    numberBitCount == nil ? (documentCount + Self.groupSize - 1) / Self.groupSize : 0
  }

  /// What is known of a group of places.
  private struct Group {
    var least: Int
    /// Where its numbers begin, from behind the groups.
    var start: Int
    var width: Int
    /// How many places it has.
    var count: Int
    var byteCount: Int { (width * count + 7) / 8 }
  }

  private func group(_ number: Int) throws(IndexError) -> Group {
    let start = offset + number * Self.entrySize
    var reader = try file.reader(.keyIndex, start..<start + Self.entrySize)
    let group = Group(
      least: Int(try reader.fixed(Int32.self)), start: Int(try reader.fixed(UInt32.self)),
      width: Int(try reader.byte()),
      count: min(Self.groupSize, documentCount - number * Self.groupSize))
    guard group.width <= 32 else {
      throw file.corrupt(.keyIndex, start, "numbers of \(group.width) bits")
    }
    return group
  }

  /// The document whose key has that place in the order of keys.
  func document(atRank rank: Int) throws(IndexError) -> DocID {
    precondition(rank >= 0 && rank < documentCount)
    var number = 0
    if let numberBitCount {
      number = try self.number(at: offset, bit: numberBitCount * rank, width: numberBitCount)
    } else {
      let group = try group(rank / Self.groupSize)
      let start = offset + groupCount * Self.entrySize + group.start
      let bit = rank % Self.groupSize * group.width
      number = rank + group.least + (try self.number(at: start, bit: bit, width: group.width))
    }
    guard (0..<documentCount).contains(number) else {
      throw file.corrupt(.keyIndex, offset, "names document \(number) of \(documentCount)")
    }
    return DocID(number)
  }

  /// A number of so many bits, at most 32, that begins so many bits behind a place in the section.
  private func number(at start: Int, bit: Int, width: Int) throws(IndexError) -> Int {
    if width == 0 { return 0 }
    let byteCount = (bit % 8 + width + 7) / 8
    let first = start + bit / 8
    guard first + byteCount <= file.byteCount(of: .keyIndex) ?? 0 else {
      throw file.corrupt(.keyIndex, offset, "a place in the order of keys lies outside")
    }
    var reader = try file.reader(.keyIndex, first..<first + byteCount)
    var bits = 0
    // No more than five.
    for index in 0..<byteCount { bits |= Int(try reader.byte()) << (8 * index) }
    return bits >> (bit % 8) & (1 << width - 1)
  }

  /// Checks that each group's numbers begin where those of the one before end, and are as they are written:
  /// one is 0, the greatest has all bits, and nothing stands behind the last.
  func checkCoverage() throws(IndexError) {
    var end = 0
    for number in 0..<groupCount {
      let group = try group(number)
      guard group.start == end else {
        throw file.corrupt(.keyIndex, offset, "the numbers of group \(number) lie elsewhere")
      }
      end += group.byteCount
      let start = offset + groupCount * Self.entrySize + group.start
      var (all, least) = (0, Int.max)
      for place in 0..<group.count {
        let difference = try self.number(at: start, bit: place * group.width, width: group.width)
        all |= difference
        least = min(least, difference)
      }
      let bitCount = group.width * group.count
      let behind = try self.number(at: start, bit: bitCount, width: 8 * group.byteCount - bitCount)
      guard least == 0, all >> max(0, group.width - 1) == (group.width == 0 ? 0 : 1), behind == 0
      else { throw file.corrupt(.keyIndex, start, "the numbers of group \(number) are others") }
    }
  }

  /// Appends the order.
  static func write(_ documents: [Int], to writer: inout ByteWriter) {
    var numbers = ByteWriter()
    for start in stride(from: 0, to: documents.count, by: groupSize) {
      let places = start..<min(start + groupSize, documents.count)
      let differences = places.map { documents[$0] - $0 }
      let least = differences.min() ?? 0
      let greatest = UInt64((differences.max() ?? 0) - least)
      let width = 64 - greatest.leadingZeroBitCount
      writer.append(fixed: Int32(least))
      writer.append(fixed: UInt32(numbers.count))
      writer.append(UInt8(width))
      var bits = BitWriter()
      for difference in differences { bits.append(UInt64(difference - least), count: width) }
      bits.finish(into: &numbers)
    }
    writer.append(contentsOf: numbers.bytes)
  }
}
