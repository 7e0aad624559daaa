import Glibc
import Index
import TestSupport
import Testing

@testable import search

@Suite struct DocumentReaderTests {
  private static let seeds: String = {
    // Tests/searchTests/Documents/ThisFile.swift
    #filePath.split(separator: "/", omittingEmptySubsequences: false).dropLast(4)
      .joined(separator: "/") + "/seeds/"
  }()

  @Test func `the seed with front matter is markdown with fields`() throws {
    let reading = try Reading(atPath: Self.seeds + "001_68fa6b8e709814f9.txt")
    #expect(reading.report.format == .markdown)
    #expect(reading.title == "巨额补贴之下，Rapidus将专注于AI芯片")
    let fields = try #require(reading.documents.first).fields
    #expect(
      fields.map(\.name) == [
        "layout", "date", "author", "from", "tags", "comments", "categories", "link",
      ])
    #expect(fields[2] == Document.Field("author", "陈博"))
    #expect(fields[4].value == "日本経済新聞")
    let lines = reading.body.split(separator: "\n")
    #expect(lines.first == "巨额补贴之下，Rapidus将专注于AI芯片")
    // The link, and twelve paragraphs, the last with a line of its own after it.
    #expect(lines.count == 14)
    #expect(lines[1].hasPrefix("力争量产最尖端芯片"))
    for markup in ["<", "1712108792000", "img", "nikkei.com", "---"] {
      #expect(!reading.body.contains(markup), "\(markup)")
    }
  }

  @Test(arguments: [
    "000_5117b9dc78eacb10.txt", "002_e9ef66e5f935d4ec.txt", "003_4cf60f6cd00351f1.txt",
    "004_d38a6fc719d6b211.txt",
  ])
  func `the other seeds are plain text`(name: String) throws {
    let reading = try Reading(atPath: Self.seeds + name)
    #expect(reading.report.format == .plainText)
    #expect(reading.report.warnings.isEmpty)
    #expect(!reading.title.isEmpty && !reading.body.isEmpty)
    let size = try #require(reading.report.stamp).size
    #expect(reading.title.utf8.count + 1 + reading.body.utf8.count == size)
  }

  @Test func `text with angle brackets stays plain`() throws {
    let source = "#include <stdio.h>\nint main(void) { return a<b> c; } // <html>\n"
    let reading = try Reading("main.c", source)
    #expect(reading.report.format == .plainText)
    #expect(reading.title + "\n" + reading.body == source)
  }

  @Test func `an empty file and one of white space have no text`() throws {
    for text in ["", " \n\t\n\u{3000}\n", "\u{FEFF}"] {
      let reading = try Reading("a.txt", text)
      #expect(reading.documents == [ExtractedDocument()])
    }
    #expect(try Reading("a.jsonl", "\n \n").documents.isEmpty)
    #expect(try Reading("a.md", "").documents == [ExtractedDocument()])
    #expect(try Reading("a.html", "").documents == [ExtractedDocument()])
  }

  @Test func `byte order marks are understood`() throws {
    let text = "Titel\n検知機"
    let little = utf16(text)
    let big = utf16(text).indices.map { utf16(text)[$0 ^ 1] }
    for bytes in [[0xEF, 0xBB, 0xBF] + Array(text.utf8), little, big] {
      let reading = try Reading("a.txt", bytes)
      #expect(reading.title == "Titel" && reading.body == "検知機")
    }
    #expect(try Reading("a.jsonl", utf16("{\"text\":\"x\"}\n")).body == "x")
    #expect(try Reading("a.jsonl", "\u{FEFF}{\"text\":\"x\"}").body == "x")
  }

  @Test func `line ends are line feeds`() throws {
    #expect(try Reading("a.txt", "a\r\nb\r\n\r\nc\rd").body == "b\n\nc\nd")
    let matter = try Reading("a.txt", "---\r\ntitle: T\r\n---\r\nx\r\n")
    #expect(matter.title == "T" && matter.body == "x")
    #expect(try Reading("a.tsv", "1\tx\r\n").body == "x")
  }

  @Test func `binary files are left out`() throws {
    #expect(try Reading("a.txt", [0x61, 0, 0x62]).report.skipReason == .binary)
    var generator = SeededGenerator(seed: 3)
    let noise = (0..<2_000).map { _ in UInt8.random(in: 1...255, using: &generator) }
    #expect(try Reading("a.txt", noise).report.skipReason == .binary)
    #expect(try Reading("a.jsonl", [0, 1, 2]).report.skipReason == .binary)
    let few = try Reading("a.txt", Array("Some words, caf".utf8) + [0xE9] + Array(" and".utf8))
    #expect(few.title == "Some words, café and")
    #expect(few.report.encoding?.charset.name == "windows-1252")
    // Among many characters in UTF-8 one byte that is not is damage, and no other encoding.
    let damaged = try Reading("a.txt", Array("käfig äöü ßß".utf8) + [0xE9] + Array(" und".utf8))
    #expect(damaged.title == "käfig äöü ßß\u{FFFD} und")
    #expect(damaged.report.warnings.count == 1)
  }

  @Test func `limits hold at their borders`() throws {
    var reader = DocumentReader()
    reader.limits.fileByteCount = 10
    reader.limits.recordByteCount = 14
    #expect(try Reading("a.txt", "0123456789", reader: reader).title == "0123456789")
    #expect(
      try Reading("a.txt", "0123456789a", reader: reader).report.skipReason
        == .tooLarge(byteCount: 11, limit: 10))
    let lines = try Reading("a.tsv", "1\t234567890123\n1\t2345678901234\n2\tx", reader: reader)
    #expect(lines.documents.map(\.body) == ["234567890123", "x"])
    #expect(lines.report.brokenRecords.map(\.line) == [2])
  }

  @Test func `a file that changes is read again, then given up`() throws {
    let folder = TemporaryDirectory()
    let path = folder.write("a.txt", "one")
    var reader = DocumentReader()
    let count = Counter()
    reader.afterReading = {
      if count.next() == 1 { unsafe truncate(path, 2) }
    }
    #expect(try Reading(atPath: path, reader: reader).title == "on")
    reader.afterReading = { unsafe truncate(path, off_t(10 + count.next())) }
    let reading = try Reading(atPath: path, reader: reader)
    #expect(reading.report.skipReason == .changed && reading.documents.isEmpty)
  }

  @Test func `special files are not opened`() throws {
    let folder = TemporaryDirectory()
    let fifo = folder.path("fifo")
    #expect(unsafe mkfifo(fifo, 0o644) == 0)
    let link = folder.path("link")
    #expect(unsafe symlink(fifo, link) == 0)
    #expect(try Reading(atPath: fifo).report.skipReason == .notRegular)
    #expect(try Reading(atPath: link).report.skipReason == .symbolicLink)
    #expect(try Reading(atPath: "/dev/null").report.skipReason == .notRegular)
    #expect(try Reading(atPath: folder.path).report.skipReason == .notRegular)
    #expect(try Reading(atPath: folder.path("none")).report.skipReason == .missing)
    #expect(try Reading(atPath: "a\0b").report.skipReason == .missing)
    // A regular file whose first page cannot be read.
    let memory = try Reading(atPath: "/proc/self/mem").report.skipReason
    #expect(memory == .unreadable(errno: EIO))
  }

  @Test func `the hash is XXH64`() throws {
    let known: [(String, UInt64)] = [
      ("", 0xEF46_DB37_51D8_E999), ("a", 0xD24E_C4F1_A98C_6E5B), ("abc", 0x44BC_2CF5_AD77_0999),
    ]
    for (text, value) in known {
      #expect(try Reading("a.txt", text).report.contentHash == value)
    }
    let bytes = (0..<1_000).map { UInt8(truncatingIfNeeded: $0 * 7) }
    for step in [1, 3, 31, 32, 33, 1_000] {
      var hash = ContentHash()
      for start in stride(from: 0, to: bytes.count, by: step) {
        // A slice of the array.
        unsafe bytes[start..<min(bytes.count, start + step)].withUnsafeBytes {
          unsafe hash.update($0)
        }
      }
      #expect(hash.value == 2_677_203_098_703_741_288, "\(step)")
    }
  }
}

/// A text in little-endian UTF-16 with a byte order mark.
private func utf16(_ text: String) -> [UInt8] {
  var bytes: [UInt8] = [0xFF, 0xFE]
  for unit in text.utf16 {
    bytes.append(UInt8(unit & 0xFF))
    bytes.append(UInt8(unit >> 8))
  }
  return bytes
}

/// Counts calls; used from one thread.
private final class Counter: @unchecked Sendable {
  private var count = 0

  func next() -> Int {
    count += 1
    return count
  }
}
