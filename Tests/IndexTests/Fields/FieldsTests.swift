import TestSupport
import Testing

@testable import Index

struct FieldLengthsTests {
  @Test func `every byte is its own length's byte, and lengths rise`() {
    for byte in UInt8.min...UInt8.max {
      #expect(FieldLengths.encode(FieldLengths.decode(byte)) == byte)
      if byte > 0 { #expect(FieldLengths.decode(byte) > FieldLengths.decode(byte - 1)) }
    }
  }

  @Test(arguments: [0, 1, 39, 40, 41, 42, 43, 100, 999, 1000, 65_535, 1_000_000])
  func `a length becomes the greatest that one byte can say`(length: Int) {
    let decoded = FieldLengths.decode(FieldLengths.encode(UInt32(length)))
    #expect(Int(decoded) == NaiveIndex.quantized(length))
  }

  @Test func `the documentation's examples hold`() {
    let examples: [(UInt32, UInt8)] = [
      (39, 39), (40, 40), (41, 40), (42, 41), (100, 57), (1000, 87), (UInt32(Int32.max), 255),
    ]
    for (length, byte) in examples { #expect(FieldLengths.encode(length) == byte) }
  }
}

struct DocumentStoreTests {
  @Test func `a record holds every part of a document`() {
    let document = Document(
      key: "k", title: "题", body: "正文\n…",
      fields: [Document.Field("a", "1"), Document.Field("a", "", isSearchedByDefault: false)])
    var writer = ByteWriter()
    DocumentRecord.encode(document, into: &writer)
    #expect(DocumentRecord.decode(writer.bytes, key: "k") == document)
    for count in 0..<writer.count {
      #expect(DocumentRecord.decode(Array(writer.bytes[..<count]), key: "k") == nil)
    }
  }
}

struct DocumentKeysTests {
  private func keys(_ keys: [[UInt8]]) throws -> (keys: DocumentKeys, file: SealedFile) {
    var writer = DocumentKeysWriter()
    for key in keys { writer.append(key) }
    let sealed = try SealedFile.segment { try writer.write(to: $0) }
    return (try DocumentKeys(file: sealed, documentCount: keys.count), sealed)
  }

  @Test func `the documentation's example comes out byte for byte`() throws {
    let (_, file) = try keys([Array("a/1".utf8), Array("a/2".utf8)])
    var reader = try file.reader(.keys)
    #expect(try reader.bytes(reader.remainingCount) == [3, 0x61, 0x2F, 0x31, 0x10, 0x32])
  }

  @Test(arguments: 1...40)
  func `keys are found by document, by key and by prefix`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let count = Int.random(in: 0...400, using: &generator)
    let letters = Array("ab/1é".utf8)
    let all = (0..<count).map { _ -> [UInt8] in
      (0..<Int.random(in: 1...5, using: &generator)).map { _ in
        letters.randomElement(using: &generator) ?? 0
      }
    }
    let (known, _) = try keys(all)
    for (number, key) in all.enumerated() {
      #expect(try known.key(of: DocID(number)) == key, "seed \(seed)")
    }
    for key in all.prefix(50) + [[], [0], [0xFF], Array("a/".utf8)] {
      let found = try known.documents(of: key)
      #expect(found == all.indices.filter { all[$0] == key }.map { DocID($0) }, "seed \(seed)")
      let prefixed = try known.documents(withPrefix: key).sorted()
      #expect(
        prefixed == all.indices.filter { all[$0].starts(with: key) }.map { DocID($0) },
        "seed \(seed)")
    }
  }

  /// Beginnings that are alike, of all lengths to beyond two words of eight bytes, and ends of zeros.
  @Test(arguments: 1...40)
  func `keys that begin alike are in order, and share what they share`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let start = Array("folder/folder/folder".utf8).prefix(Int(seed) / 2)
    let all = (0..<100).map { _ -> [UInt8] in
      let shared = Int.random(in: 0...20, using: &generator)
      let rest = (0..<Int.random(in: 1...6, using: &generator)).map { _ in
        UInt8.random(in: 0...1, using: &generator)
      }
      return start + Array("abcdefghijklmnopqrstu".utf8).prefix(shared) + rest
    }
    let (known, file) = try keys(all)
    let expected = all.indices.sorted {
      all[$0] == all[$1] ? $0 < $1 : all[$0].lexicographicallyPrecedes(all[$1])
    }
    #expect(
      try all.indices.map { try known.document(atRank: $0) } == expected.map { DocID($0) },
      "seed \(seed)")
    var byteCount = 0
    for (number, key) in all.enumerated() {
      #expect(try known.key(of: DocID(number)) == key, "seed \(seed)")
      if number % DocumentKeys.blockSize == 0 {
        byteCount += 1 + key.count
      } else {
        let last = all[number - 1]
        let shared = zip(key, last).prefix { $0 == $1 }.count
        let (leftOut, rest) = (last.count - shared, key.count - shared)
        let isShort = leftOut < 16 && (1...16).contains(rest) && leftOut + rest < 31
        byteCount += (isShort ? 1 : 3) + rest
      }
    }
    #expect(file.byteCount(of: .keys) == byteCount, "seed \(seed)")
  }

  @Test func `the order of keys is as documented`() throws {
    let (_, file) = try keys(["b", "a", "c"].map { Array($0.utf8) })
    var reader = try file.reader(.keyIndex)
    try reader.skip(4)
    let expected: [UInt8] = [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 2, 0x12]
    #expect(try reader.bytes(reader.remainingCount) == expected)
  }

  /// Ascending, one behind the other, shuffled, and shuffled a little.
  @Test(arguments: 0..<4, [1, 2, 127, 128, 129, 1000])
  func `documents are found by their place in the order of keys`(kind: Int, count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    var numbers = Array(0..<count)
    switch kind {
    case 0: break
    case 1: numbers.reverse()
    case 2: numbers.shuffle(using: &generator)
    default:
      for _ in 0..<count / 10 {
        let place = Int.random(in: 0..<count - 1, using: &generator)
        numbers.swapAt(place, place + 1)
      }
    }
    let all = numbers.map { Array("folder/\(100_000 + $0).md".utf8) }
    let (known, file) = try keys(all)
    for (document, number) in numbers.enumerated() {
      #expect(try known.document(atRank: number) == DocID(document), "seed \(count)")
    }
    try known.checkCoverage()
    if kind == 0 {
      #expect(file.byteCount(of: .keyIndex) == 4 * ((count + 31) / 32) + 9 * ((count + 127) / 128))
    }
  }

  @Test func `an order that makes no sense is refused`() throws {
    // One document, and one group: a document beyond, numbers too wide, elsewhere, and missing.
    let wrong: [[UInt8]] = [
      [1, 0, 0, 0, 0, 0, 0, 0, 0], [0xFF, 0xFF, 0xFF, 0xFF, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0, 0, 0, 0, 33, 0, 0, 0, 0, 0], [0, 0, 0, 0, 1, 0, 0, 0, 0, 0],
      [0, 0, 0, 0, 0xFF, 0xFF, 0xFF, 0xFF, 1, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1], [], [0],
      // Numbers wider than they need to be, and something behind the last.
      [0, 0, 0, 0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1, 2],
    ]
    for bytes in wrong {
      let file = try SealedFile.segment { writer in
        try writer.write(.keys, [1, 0x61])
        try writer.write(.keyIndex, [0, 0, 0, 0] + bytes)
      }
      #expect(throws: IndexError.self, "\(bytes)") {
        let keys = try DocumentKeys(file: file, documentCount: 1)
        _ = try keys.document(atRank: 0)
        try keys.checkCoverage()
      }
    }
  }

  @Test func `numbers of documents take as few bits as they need`() {
    let examples = [
      (0, 1), (1, 1), (2, 1), (3, 2), (256, 8), (257, 9), (65_537, 17), (1 << 31, 31),
    ]
    for (count, bitCount) in examples {
      #expect(DocID.bitCount(below: count) == bitCount)
    }
  }
}
