/// The keywords of a column in the order of their bytes; see ``ColumnShape``.
struct KeywordTable: Sendable {
  static let blockSize = 16

  private let file: SealedFile
  // Of the table in the section.
  private let range: Range<Int>
  let count: Int
  private let blockCount: Int

  init(file: SealedFile, range: Range<Int>, count: Int) throws(IndexError) {
    self.file = file
    self.range = range
    self.count = count
    blockCount = (count + Self.blockSize - 1) / Self.blockSize
    guard 4 * blockCount <= range.count else {
      throw file.corrupt(.values, range.lowerBound, "table is too short for \(count) keywords")
    }
  }

  /// The keyword of that place in the order.
  ///
  /// - Precondition: it is below the count.
  /// - Complexity: O(``blockSize``).
  func keyword(at place: Int) throws(IndexError) -> [UInt8] {
    precondition(place >= 0 && place < count)
    var reader = try reader(ofBlock: place / Self.blockSize)
    var keyword: [UInt8] = []
    for index in 0...place % Self.blockSize {
      try Self.read(&reader, into: &keyword, isFirst: index == 0)
    }
    return keyword
  }

  /// Calls for keywords from a place on, in their order, until told to stop.
  func forEach(
    from start: Int = 0, _ body: (Int, [UInt8]) throws(IndexError) -> Bool
  ) throws(IndexError) {
    guard start < count else { return }
    var keyword: [UInt8] = []
    for block in (start / Self.blockSize)..<blockCount {
      var reader = try reader(ofBlock: block)
      let first = block * Self.blockSize
      for place in first..<min(count, first + Self.blockSize) {
        try Self.read(&reader, into: &keyword, isFirst: place == first)
        if place >= start, try !body(place, keyword) { return }
      }
    }
  }

  /// The place of the first keyword that is not before another one.
  func lowerBound(_ target: [UInt8]) throws(IndexError) -> Int {
    var low = 0
    var high = count
    while low < high {
      let middle = (low + high) / 2
      if try keyword(at: middle).lexicographicallyPrecedes(target) {
        low = middle + 1
      } else {
        high = middle
      }
    }
    return low
  }

  /// The place of a keyword; nil if it is not there.
  func place(of keyword: [UInt8]) throws(IndexError) -> Int? {
    let place = try lowerBound(keyword)
    guard place < count else { return nil }
    return try self.keyword(at: place) == keyword ? place : nil
  }

  /// The places of all keywords that begin so.
  func places(withPrefix prefix: [UInt8]) throws(IndexError) -> Range<Int> {
    let low = try lowerBound(prefix)
    // What follows all of them: the last byte that can be raised is.
    var end = prefix
    while end.last == .max { end.removeLast() }
    guard let last = end.popLast() else { return low..<count }
    end.append(last + 1)
    return low..<max(low, try lowerBound(end))
  }

  private static func read(
    _ reader: inout ByteReader, into keyword: inout [UInt8], isFirst: Bool
  ) throws(IndexError) {
    let shared = isFirst ? 0 : try reader.varint(atMost: keyword.count, "shared part of a keyword")
    let rest = try reader.length("keyword")
    guard shared + rest <= DocumentKeys.maximumKeyByteCount else {
      throw reader.corrupt("keyword has \(shared + rest) bytes")
    }
    keyword.removeSubrange(shared...)
    try reader.bytes(rest, appendTo: &keyword)
  }

  private func reader(ofBlock block: Int) throws(IndexError) -> ByteReader {
    let isLast = block + 1 == blockCount
    let place = range.lowerBound + 4 * block
    var index = try file.reader(.values, place..<place + (isLast ? 4 : 8))
    let first = range.lowerBound + 4 * blockCount
    let start = first + Int(try index.fixed(UInt32.self))
    let end = isLast ? range.upperBound : first + Int(try index.fixed(UInt32.self))
    guard start <= end, end <= range.upperBound else {
      throw file.corrupt(.values, place, "block of keywords lies outside its table")
    }
    return try file.reader(.values, start..<end)
  }

  /// The bytes of a table.
  ///
  /// - Precondition: keywords ascend.
  static func encoded(_ keywords: [[UInt8]]) -> [UInt8] {
    var blocks = ByteWriter()
    var index = ByteWriter()
    for (place, keyword) in keywords.enumerated() {
      var shared = 0
      if place % blockSize == 0 {
        index.append(fixed: UInt32(blocks.count))
      } else {
        for (byte, other) in zip(keyword, keywords[place - 1]) {
          if byte != other { break }
          shared += 1
        }
        blocks.append(varint: shared)
      }
      blocks.append(varint: keyword.count - shared)
      blocks.append(contentsOf: keyword.dropFirst(shared))
    }
    return index.bytes + blocks.bytes
  }
}
