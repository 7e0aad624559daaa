import TestSupport
import Testing

@testable import Index

struct ChecksumTests {
  @Test func `the check value of RFC 3720 comes out`() {
    let digits = Array("123456789".utf8)
    #expect(Checksum.crc32c(digits.span) == 0xE306_9283)
  }

  @Test func `eight bytes at a time give what one bit at a time gives`() {
    var generator = SeededGenerator(seed: 1)
    for count in [0, 1, 7, 8, 9, 15, 16, 63, 4096] {
      let bytes = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(Checksum.crc32c(bytes.span) == bitwise(bytes), "\(count) bytes")
    }
  }

  private func bitwise(_ bytes: [UInt8]) -> UInt32 {
    var crc: UInt32 = .max
    for byte in bytes {
      crc ^= UInt32(byte)
      for _ in 0..<8 { crc = crc & 1 == 1 ? crc >> 1 ^ 0x82F6_3B78 : crc >> 1 }
    }
    return ~crc
  }
}

struct ByteWriterTests {
  @Test(
    arguments: [
      (0, [0x00]), (127, [0x7F]), (128, [0x80, 0x01]), (300, [0xAC, 0x02]),
      (UInt64.max, [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x01]),
    ] as [(UInt64, [UInt8])])
  func `variable-length integers are those of the documentation`(value: UInt64, bytes: [UInt8]) {
    var writer = ByteWriter()
    writer.append(varint: value)
    #expect(writer.bytes == bytes)
  }
}

struct SealedFileTests {
  private func write(_ sections: [(SectionKind, [UInt8])], on files: MemoryFileSystem) throws
    -> SealedFileSeal
  {
    let writer = try SealedFileWriter(
      "seg-0000000000000001.idx", kind: .segment, indexID: IndexID(high: 1, low: 2), fileID: 1,
      on: files)
    for (kind, bytes) in sections { try writer.write(kind, bytes) }
    return try writer.finish()
  }

  private func open(_ files: MemoryFileSystem, _ seal: SealedFileSeal?) throws -> SealedFile {
    let file = try SealedFile.open(
      "seg-0000000000000001.idx", kind: .segment, seal: seal, on: files)
    return try #require(file)
  }

  @Test(arguments: [0, 1, 8, 4031, 4032, 4033, 4096, 300_000])
  func `what is written is read back`(count: Int) throws {
    let files = MemoryFileSystem()
    let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 31) }
    let seal = try write([(.terms, bytes), (.postings, [7])], on: files)
    let file = try open(files, seal)
    var terms = try file.reader(.terms)
    var postings = try file.reader(.postings)
    #expect(try terms.bytes(count) == bytes)
    #expect(try postings.bytes(1) == [7])
    #expect(terms.remainingCount == 0 && file.indexID == IndexID(high: 1, low: 2))
  }

  @Test(arguments: [1 as UInt64, 2, 3])
  func `a file does not depend on the pieces that it was written in`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let bytes = (0..<3_000_000).map { _ in UInt8.random(in: 0...255, using: &random) }
    let greatest = [5_000, 300_000, 1_500_000].map { size in
      // Around whole blocks too.
      (0..<100).map { _ in
        Bool.random(using: &random)
          ? Int.random(in: 0...size, using: &random)
          : 4096 * Int.random(in: 0...(size / 4096), using: &random)
      }
    }
    var files: [[UInt8]?] = []
    for pieces in greatest {
      let memory = MemoryFileSystem()
      let writer = try SealedFileWriter(
        "seg-0000000000000001.idx", kind: .segment, indexID: IndexID(high: 1, low: 2), fileID: 1,
        on: memory)
      try writer.beginSection(.postings)
      var (start, number) = (0, 0)
      while start < bytes.count {
        let end = min(start + pieces[number % pieces.count], bytes.count)
        try writer.append(Array(bytes[start..<end]))
        #expect(writer.sectionOffset == end)
        (start, number) = (end, number + 1)
      }
      let seal = try writer.finish()
      var postings = try open(memory, seal).reader(.postings)
      #expect(try postings.bytes(bytes.count) == bytes)
      files.append(memory.contents(of: "seg-0000000000000001.idx"))
    }
    #expect(files[0] == files[1] && files[1] == files[2])
  }

  @Test func `reading past a section is an error, not a trap`() throws {
    let files = MemoryFileSystem()
    let file = try open(files, try write([(.terms, [1, 2, 3])], on: files))
    var reader = try file.reader(.terms)
    #expect(throws: IndexError.self) { try reader.bytes(4) }
    #expect(throws: IndexError.self) { try reader.fixed(UInt32.self) }
    #expect(throws: IndexError.self) { try file.reader(.terms, 0..<4) }
    #expect(throws: IndexError.self) { try file.reader(.keys) }
    #expect(try reader.bytes(3) == [1, 2, 3])
    #expect(throws: IndexError.self) { try reader.byte() }
  }

  @Test func `every changed byte and every other length is noticed or has no effect`() throws {
    let files = MemoryFileSystem()
    let bytes = (0..<6000).map { UInt8(truncatingIfNeeded: $0 &* 7) }
    let seal = try write([(.terms, bytes)], on: files)
    let name = "seg-0000000000000001.idx"
    let sound = try #require(files.contents(of: name))
    for offset in sound.indices {
      var damaged = sound
      damaged[offset] ^= 0x10
      files.replaceContents(of: name, with: damaged)
      let isNoticed =
        (try? {
          var reader = try open(files, seal).reader(.terms)
          return try reader.bytes(6000) != bytes
        }()) ?? true
      let padding = 64 + 6000..<8192
      #expect(isNoticed || padding.contains(offset), "byte \(offset)")
    }
    for count in stride(from: 0, to: sound.count, by: 61) {
      files.replaceContents(of: name, with: Array(sound[..<count]))
      #expect(throws: IndexError.self) { try open(files, nil) }
    }
    files.replaceContents(of: name, with: sound + [0])
    #expect(throws: IndexError.self) { try open(files, nil) }
  }

  @Test func `another format is refused by name`() throws {
    let version = SealedFileFormat.version
    let files = MemoryFileSystem()
    let expected = try write([(.terms, [1])], on: files)
    let name = "seg-0000000000000001.idx"
    var bytes = try #require(files.contents(of: name))
    // Every version has the checksum of the header there.
    func seal(_ bytes: inout [UInt8]) {
      let checksum = Checksum.crc32c(Array(bytes[..<60]).span)
      for index in 0..<4 { bytes[60 + index] = UInt8(truncatingIfNeeded: checksum >> (8 * index)) }
    }
    bytes[8] = UInt8(version) + 1
    seal(&bytes)
    files.replaceContents(of: name, with: bytes)
    #expect(
      throws: IndexError.formatTooNew(file: name, found: version + 1, supported: version)
    ) {
      try open(files, expected)
    }
    let older = SealedFileFormat.oldestVersion - 1
    bytes[8] = UInt8(older)
    seal(&bytes)
    files.replaceContents(of: name, with: bytes)
    #expect(
      throws: IndexError.formatTooOld(file: name, found: older, supported: version)
    ) {
      try open(files, expected)
    }
  }
}
