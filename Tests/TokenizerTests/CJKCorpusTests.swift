import Foundation
import Testing

@_spi(Benchmarks) @testable import Tokenizer

/// Real Chinese and Japanese: the seeds, and what the environment variables SEARCH_CORPORA and
/// SEARCH_EVAL name. Of each text the stretches of Han and kana are compared.
@Suite struct CJKCorpusTests {
  /// The stretches of Han, kana and marks in a text, with a full stop between each and the next.
  static func stretches(of text: String) -> String {
    var kinds: [Unicode.Scalar: Bool] = [:]
    var result = String.UnicodeScalarView()
    var isOpen = false
    for scalar in text.unicodeScalars {
      let isOther =
        kinds[scalar] ?? (OwnCJKBoundaries.kind(of: scalar) == .other)
      kinds[scalar] = isOther
      if !isOther {
        result.append(scalar)
      } else if isOpen {
        result.append("\u{3002}")
      }
      isOpen = !isOther
    }
    return String(result)
  }

  private func compare(_ text: String, _ name: String) throws {
    let text = Self.stretches(of: text)
    var own = try #require(OwnCJKBoundaries())
    var icu = try ICUBoundaries()
    let expected = try icu.ends(of: text)
    let found = try #require(try own.ends(of: text))
    #expect(found == expected, "\(name)")
    print("compared \(expected.count) boundaries of \(name)")
  }

  @Test func `the seeds are cut as ICU cuts them`() throws {
    let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().appending(path: "seeds")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(!files.isEmpty)
    for file in files {
      let data = try Data(contentsOf: file)
      try compare(String(decoding: data, as: UTF8.self), file.lastPathComponent)
    }
  }

  @Test(arguments: ["wiki-zh", "aozora-ja"])
  func `samples of corpora are cut as ICU cuts them`(name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["SEARCH_CORPORA"] else {
      print("skipped: SEARCH_CORPORA is unset")
      return
    }
    let file = URL(filePath: folder).appending(path: name + ".jsonl.zst")
    guard FileManager.default.fileExists(atPath: file.path) else {
      print("skipped: no \(name) in SEARCH_CORPORA")
      return
    }
    let text = try CorpusTests.sample(of: file, byteCount: Self.sampleByteCount)
    try compare(String(decoding: text, as: UTF8.self), name)
  }

  @Test(arguments: ["cmrc2018-zh", "jsquad-ja", "xquad-zh"])
  func `judged collections are cut as ICU cuts them`(name: String) throws {
    guard let folder = ProcessInfo.processInfo.environment["SEARCH_EVAL"] else {
      print("skipped: SEARCH_EVAL is unset")
      return
    }
    let file = URL(filePath: folder).appending(path: name).appending(path: "corpus.jsonl")
    guard let data = FileManager.default.contents(atPath: file.path) else {
      print("skipped: no \(name) in SEARCH_EVAL")
      return
    }
    let text = data.prefix(Self.sampleByteCount)
    try compare(String(decoding: text, as: UTF8.self), name)
  }

  @Test func `what benchmarks compare has as many words by both`() {
    let text = "今日は、東京スカイツリーに行きました。Swift で書く 𠮷野家 ﾃｽﾄ"
    guard var comparison = CJKComparison(Array(text.utf8)) else {
      Issue.record("no dictionary")
      return
    }
    let count = comparison.countICUWords()
    #expect(count > 10)
    #expect(comparison.countOwnWords() == count)
    #expect(comparison.byteCount > 60)
  }

  /// How much of each is compared; SEARCH_SAMPLE_BYTES asks for another number.
  private static var sampleByteCount: Int {
    ProcessInfo.processInfo.environment["SEARCH_SAMPLE_BYTES"].flatMap { Int($0) } ?? 2_000_000
  }
}
