import TestSupport
import Testing

@testable import Index

struct SymbolTableTests {
  private func symbol(_ text: String) -> SymbolTable.Symbol {
    var word: UInt64 = 0
    for (index, byte) in text.utf8.enumerated() { word |= UInt64(byte) << UInt64(8 * index) }
    return SymbolTable.Symbol(word: word, count: text.utf8.count)
  }

  /// A file whose section has these bytes.
  private func reader(_ bytes: [UInt8]) throws -> ByteReader {
    try SealedFile.segment { try $0.write(.symbols, bytes) }.reader(.symbols)
  }

  private func pack(_ text: [UInt8], _ table: SymbolTable) -> [UInt8] {
    var packed = ByteWriter()
    SymbolPacker(table.symbols).pack(0..<text.count, of: text, into: &packed)
    return packed.bytes
  }

  private func unpack(_ packed: [UInt8], _ table: SymbolTable) -> [UInt8]? {
    var text: [UInt8] = []
    let isSound = unsafe packed.withUnsafeBytes {
      unsafe table.codes.unpack($0, appendTo: &text)
    }
    return isSound ? text : nil
  }

  @Test func `the documentation's example comes out byte for byte`() throws {
    let table = SymbolTable([symbol("ing"), symbol("e")])
    #expect(table.encoded == [1, 0, 1, 0, 0, 0, 0, 0, 0x65, 0x69, 0x6E, 0x67])
    let packed = pack(Array("being".utf8), table)
    #expect(packed == [0xFF, 0x62, 0, 1])
    #expect(unpack(packed, table) == Array("being".utf8))
    var reader = try reader(table.encoded)
    #expect(try SymbolTable(reading: &reader).symbols == table.symbols)
  }

  @Test(arguments: UInt64(1)...20)
  func `what is packed is unpacked`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let alphabet = Array("abcéのをに中文\u{0}\u{7F}😀".utf8)
    let texts = (0..<300).map { _ in
      (0..<Int.random(in: 1...20, using: &generator)).map { _ in
        alphabet.randomElement(using: &generator) ?? 0
      }
    }
    let bytes = texts.flatMap { $0 }
    var end = 0
    let ranges = texts.map { text in
      end += text.count
      return end - text.count..<end
    }
    let some = Array(ranges.prefix(Int(seed) * 15))
    let table = SymbolTable(SymbolTrainer.symbols(for: some, of: bytes))
    #expect(table.symbols.count <= SymbolTable.maximumCount)
    #expect(Set(table.symbols).count == table.symbols.count)
    let packer = SymbolPacker(table.symbols)
    var byteCount = 0
    for (text, range) in zip(texts, ranges) {
      var packed = ByteWriter()
      packer.pack(range, of: bytes, into: &packed)
      byteCount += packed.count
      #expect(unpack(packed.bytes, table) == text, "seed \(seed)")
      #expect(pack(text, table) == packed.bytes, "seed \(seed)")
    }
    #expect(byteCount < bytes.count, "seed \(seed)")
  }

  @Test func `the longest symbol is taken, and none beyond the end`() {
    let table = SymbolTable(
      ["a", "ab", "abc", "abcdefgh", "b", "bcd"].map(symbol))
    // Codes by length: a, b, ab, abc, bcd, abcdefgh.
    #expect(pack(Array("abcdefgh".utf8), table) == [5])
    #expect(
      pack(Array("abcdefg".utf8), table) == [3, 0xFF, 0x64, 0xFF, 0x65, 0xFF, 0x66, 0xFF, 0x67])
    #expect(pack(Array("ab".utf8), table) == [2])
    #expect(pack(Array("abb".utf8), table) == [2, 1])
    // A part of more bytes ends where it ends.
    var packed = ByteWriter()
    SymbolPacker(table.symbols).pack(1..<3, of: Array("xabcdefghx".utf8), into: &packed)
    #expect(packed.bytes == [2])
  }

  @Test func `codes that stand for nothing are told`() {
    let table = SymbolTable([symbol("e")])
    #expect(unpack([0, 0], table) == [0x65, 0x65])
    #expect(unpack([1], table) == nil)
    #expect(unpack([0, 0xFF], table) == nil)
    #expect(unpack([0xFF, 0xFF], table) == [0xFF])
    #expect(unpack([], table) == [])
  }

  @Test func `tables that make no sense are refused`() throws {
    let wrong: [[UInt8]] = [
      [], [1, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0], [0, 0, 0, 0, 0, 0, 0, 0, 1],
      // Out of order, twice, and too many.
      [2, 0, 0, 0, 0, 0, 0, 0, 0x66, 0x65], [2, 0, 0, 0, 0, 0, 0, 0, 0x65, 0x65],
      [255, 1, 0, 0, 0, 0, 0, 0] + (0...255).map { UInt8($0) } + [7, 8],
    ]
    for bytes in wrong {
      var reader = try reader(bytes)
      #expect(throws: IndexError.self, "\(bytes.prefix(9))") {
        _ = try SymbolTable(reading: &reader)
      }
    }
  }

  @Test func `symbols are the same for the same texts`() {
    let bytes = Array(String(repeating: "internationalisation of nations ", count: 50).utf8)
    let texts = (0..<50).map { 32 * $0..<32 * $0 + 32 }
    let first = SymbolTrainer.symbols(for: texts, of: bytes)
    for _ in 0..<3 { #expect(SymbolTrainer.symbols(for: texts, of: bytes) == first) }
    #expect(SymbolTrainer.symbols(for: [], of: []).isEmpty)
  }
}
