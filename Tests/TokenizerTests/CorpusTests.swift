import Foundation
import Testing

@testable import Tokenizer

/// Real text, when there is some: the environment variable SEARCH_CORPORA names a folder of
/// `.jsonl.zst` files.
@Suite struct CorpusTests {
  /// The first bytes of a file, unpacked by `zstdcat`; analysed as they are, JSON and all.
  static func sample(of file: URL, byteCount: Int) throws -> [UInt8] {
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = ["zstdcat", file.path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    try process.run()
    defer { process.terminate() }
    var bytes: [UInt8] = []
    while bytes.count < byteCount,
      let data = try pipe.fileHandleForReading.read(upToCount: 1 << 20),
      !data.isEmpty
    {
      bytes += data
    }
    return Array(bytes.prefix(byteCount))
  }

  @Test func `samples of real text give the tokens of ICU over the whole`() throws {
    guard let folder = ProcessInfo.processInfo.environment["SEARCH_CORPORA"] else {
      print("skipped: SEARCH_CORPORA is unset")
      return
    }
    let files = try FileManager.default.contentsOfDirectory(
      at: URL(filePath: folder), includingPropertiesForKeys: nil)
    for file in files where file.lastPathComponent.hasSuffix(".jsonl.zst") {
      let text = try Self.sample(of: file, byteCount: 600_000)
      // ICU's unlimited reading of the whole is the reference; line feeds are where it may be cut.
      var reference = try ReferenceAnalyzer()
      let expected = try reference.tokens(of: text)
      #expect(plainTokens(try analyzed(text)) == expected, "\(file.lastPathComponent)")
      print("compared \(expected.count) tokens of \(file.lastPathComponent)")
    }
  }

  @Test func `WordBreakTest of the Unicode data, where it is installed`() throws {
    let path = "/usr/share/unicode/auxiliary/WordBreakTest.txt"
    guard let data = FileManager.default.contents(atPath: path) else {
      print("skipped: no WordBreakTest.txt (Debian's package unicode-data)")
      return
    }
    var reference = try ReferenceAnalyzer()
    for line in String(decoding: data, as: UTF8.self).split(separator: "\n") {
      let rule = line.prefix { $0 != "#" }.split { $0 == " " || $0 == "\t" }
      // ICU's root locale tailors ':' and '@': documented differences.
      if rule.isEmpty || rule.contains("003A") || rule.contains("0040") { continue }
      var units: [UInt16] = []
      var ends: [Int32] = []
      for part in rule {
        if let value = UInt32(part, radix: 16), let scalar = Unicode.Scalar(value) {
          units += Array(String(Character(scalar)).utf16)
        } else if part == "÷", !units.isEmpty {
          ends.append(Int32(units.count))
        }
      }
      #expect(try reference.boundaries(of: units).ends == ends, "\(line)")
    }
  }
}
