import Foundation
import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Every substring of 1 to 12 graphemes of Han, kana, Hangul, Thai, Lao, Khmer and Burmese finds its
/// document, quoted and unquoted, any word and all; judged by ``PlainRuns``.
struct RecallTests {
  private static let alphabets: [[String]] = [
    "的一是不了人我在有他这中大来上国説國際空港東京都健𠮷𠀋々〇豈㍿".map(String.init),
    "あいうがぎぱひらがなアイウガパヴーカナンッャゝヾ".map(String.init)
      + ["か\u{3099}", "ハ\u{309A}", "ｱ", "ﾊﾞ", "ｶﾞ", "ｰ", "㌔", "㈱"],
    "가나다라마바사아자차카타파하한글말게임을혈당에서ㅋㅎㅏ".map(String.init)
      + ["\u{1112}\u{1161}\u{11AB}", "\u{1100}", "\u{1161}"],
    ["ก", "ข", "กิ", "กำ", "น้ำ", "ไ", "ท", "ย", "เ", "ข้า", "ว", "ภาษา", "ไทย", "กิน", "ๆ"],
    ["ກ", "ຂ", "ກິ", "ນ້ຳ", "ພາສາ", "ລາວ", "ໄ", "ເ", "ວ"],
    ["ក", "ខ្មែរ", "ភាសា", "ស្រី", "ណា", "ង", "ៗ"],
    ["က", "မြန်မာ", "စာ", "ဘာ", "သာ", "င်", "ခ", "ကို"],
    ["a", "B", "ß", "é", "gen", "C++", "Ｗ", "2024", "３", "²", "_", "-", ".", ":", "'"],
    [" ", " ", "\n", "\t", "　", "，", "。", "・", "!", "(", "\u{200B}", "\u{00AD}", "\u{FE0F}"],
    ["⭐️", "🚀", "👩‍👩‍👧", "№", "℃", "①", "١", "ا", "न", "א", "\u{301}", "ﬁ"],
  ]

  private func randomText(_ generator: inout SeededGenerator) -> String {
    var text = ""
    var alphabet = Self.alphabets[0]
    for _ in 0..<Int.random(in: 1...40, using: &generator) {
      // Scripts come in stretches, as in language, now and then letter by letter.
      if Int.random(in: 0..<4, using: &generator) == 0 {
        alphabet = Self.alphabets[Int.random(in: 0..<Self.alphabets.count, using: &generator)]
      }
      text += alphabet[Int.random(in: 0..<alphabet.count, using: &generator)]
    }
    return text
  }

  /// Documents, indexed, and a parser to ask with.
  private struct Collection {
    var snapshot: Snapshot
    var parser: QueryParser
    var texts: [String]

    init(_ texts: [String]) throws {
      self.texts = texts
      let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
      let writer = try index.makeWriter()
      writer.mergePolicy.mergeCount = .max
      for (number, text) in texts.enumerated() {
        try writer.add(Document(key: String(number), body: text))
        // Several segments.
        if number % 64 == 63 { try writer.commit() }
      }
      try writer.commit()
      snapshot = try index.snapshot()
      parser = try QueryParser(analyzerName: index.options.analyzer.name.rawValue)
    }

    /// The queries that must find what holds a substring.
    mutating func queries(_ substring: String) throws -> [ParsedQuery] {
      [
        try parser.parse("\"\(substring)\"", matching: .any),
        try parser.parse(substring, matching: .any),
        try parser.parse(substring, matching: .all),
      ]
    }

    /// The substrings that do not find a document, with how they were asked; at most a few.
    mutating func failures(of number: Int, _ substrings: some Sequence<String>) throws -> [String] {
      let expander = QueryExpander(snapshot.state.segments)
      let address = try #require(try snapshot.address(ofKey: String(number)))
      let matcher = DocumentMatcher(address, snapshot.state.segments, expander)
      var failures: [String] = []
      for substring in substrings where failures.count < 5 {
        for (form, query) in zip(["quoted", "any", "all"], try queries(substring))
        where try !matcher.matches(query.query) {
          failures.append("\(substring) (\(form))")
        }
      }
      return failures
    }
  }

  @Test(arguments: 1...2)
  func `every substring of random strings finds its document`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let texts = (0..<12).map { _ in randomText(&generator) }
    var collection = try Collection(texts)
    for (number, text) in texts.enumerated() {
      let substrings = PlainRuns.substrings(of: PlainRuns.folded(text)).sorted()
      let failures = try collection.failures(of: number, substrings)
      #expect(failures.isEmpty, "seed \(seed): \(text.unicodeScalars.map(\.escaped).joined())")
    }
  }

  @Test(arguments: 1...2)
  func `asking about one document and searching give the same answer`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed &+ 100)
    let texts = (0..<45).map { _ in randomText(&generator) }
    var collection = try Collection(texts)
    for _ in 0..<15 {
      let text = texts[Int.random(in: 0..<texts.count, using: &generator)]
      let other = texts[Int.random(in: 0..<texts.count, using: &generator)]
      let pieces = [
        String(text.prefix(Int.random(in: 1...6, using: &generator))),
        String(other.suffix(Int.random(in: 1...6, using: &generator))),
      ]
      let joined = pieces.joined(
        separator: [" ", " NOT ", " AND ", ""].randomElement(using: &generator) ?? "")
      let queries = try collection.queries(joined)
      let found = try queries.map { query in
        Set(try collection.snapshot.search(query, limit: 1000).hits.map(\.address))
      }
      for number in texts.indices {
        let address = try #require(try collection.snapshot.address(ofKey: String(number)))
        let matches = try collection.snapshot.matches(queries, address)
        #expect(
          matches == found.map { $0.contains(address) }, "seed \(seed): \(joined), \(number)")
      }
    }
  }

  @Test func `without folds a quoted substring finds only what holds its letters side by side`()
    throws
  {
    var generator = SeededGenerator(seed: 7)
    let texts = (0..<40).map { _ in randomText(&generator) }
    var collection = try Collection(texts)
    let segments = collection.snapshot.state.segments
    let expander = QueryExpander(segments, fold: .exact)
    // White space and punctuation take no place, so that they may stand between.
    let letters = texts.map { text in
      PlainRuns.folded(text).unicodeScalars.filter { !$0.isBetween }.map(\.escaped).joined()
    }
    for text in texts {
      for substring in PlainRuns.substrings(of: PlainRuns.folded(text)).sorted().prefix(15) {
        let wanted = substring.unicodeScalars.map(\.escaped).joined()
        let query = try collection.queries(substring)[0]
        for number in texts.indices {
          let address = try #require(try collection.snapshot.address(ofKey: String(number)))
          let matcher = DocumentMatcher(address, segments, expander)
          let matches = try matcher.matches(query.query)
          #expect(!matches || letters[number].contains(wanted), "\(substring) in \(texts[number])")
        }
      }
    }
  }

  @Test func `substrings of the seeds find their documents`() throws {
    var parts = #filePath.split(separator: "/")
    // This file is Tests/IndexTests/Query/Audit/RecallTests.swift.
    parts.removeLast(5)
    let folder = URL(filePath: "/" + parts.joined(separator: "/") + "/seeds")
    let files = try FileManager.default.contentsOfDirectory(
      at: folder, includingPropertiesForKeys: nil)
    #expect(files.count == 5)
    let texts = try files.map { try String(contentsOf: $0, encoding: .utf8) }
    var collection = try Collection(texts)
    var generator = SeededGenerator(seed: 3)
    for (number, text) in texts.enumerated() {
      // Sorted first, so that the seed chooses the same ones.
      var substrings = PlainRuns.substrings(of: PlainRuns.folded(text)).sorted()
      substrings.shuffle(using: &generator)
      let failures = try collection.failures(of: number, substrings.prefix(200))
      #expect(failures.isEmpty)
    }
  }

  @Test func `substrings of real text find their documents`() throws {
    let texts = try Self.samples()
    if texts.isEmpty { return }
    var collection = try Collection(texts)
    var generator = SeededGenerator(seed: 5)
    for (number, text) in texts.enumerated() {
      var substrings = PlainRuns.substrings(of: PlainRuns.folded(text)).sorted()
      substrings.shuffle(using: &generator)
      let failures = try collection.failures(of: number, substrings.prefix(20))
      #expect(failures.isEmpty, "document \(number): \(text.prefix(40))")
    }
    print("asked for substrings of \(texts.count) documents of real text")
  }

  /// The beginnings of the documents of the corpora and judged collections, if there are some.
  private static func samples() throws -> [String] {
    let environment = ProcessInfo.processInfo.environment
    let folders = ["SEARCH_CORPORA", "SEARCH_EVAL"].compactMap { environment[$0] }
    if folders.isEmpty { print("skipped: SEARCH_CORPORA and SEARCH_EVAL are unset") }
    var texts: [String] = []
    for folder in folders {
      let names = FileManager.default.enumerator(atPath: folder)?.compactMap { $0 as? String } ?? []
      for name in names.sorted() where name.hasSuffix(".jsonl") || name.hasSuffix(".jsonl.zst") {
        let process = Process()
        process.executableURL = URL(filePath: "/bin/sh")
        let reader = name.hasSuffix(".zst") ? "zstdcat" : "cat"
        process.arguments = [
          "-c", "\(reader) \"$0\" 2>/dev/null | head -n 40", "\(folder)/\(name)",
        ]
        let pipe = Pipe()
        process.standardOutput = pipe
        try process.run()
        let data = try pipe.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        for line in data.split(separator: UInt8(ascii: "\n")) {
          let object = try JSONSerialization.jsonObject(with: line) as? [String: Any]
          if let text = object?["text"] as? String { texts.append(String(text.prefix(4_000))) }
        }
      }
    }
    return texts
  }
}

extension Unicode.Scalar {
  /// The scalar as it can be told apart from others that look alike.
  fileprivate var escaped: String { isASCII ? String(self) : "{\(String(value, radix: 16))}" }

  /// Whether it takes no place: neither a letter, a mark, a number nor a symbol.
  fileprivate var isBetween: Bool {
    switch properties.generalCategory {
    case .control, .format, .spaceSeparator, .lineSeparator, .paragraphSeparator, .dashPunctuation,
      .openPunctuation, .closePunctuation, .otherPunctuation, .initialPunctuation,
      .finalPunctuation:
      true
    default: false
    }
  }
}
