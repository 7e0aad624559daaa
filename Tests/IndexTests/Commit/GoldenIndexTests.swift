import Foundation
import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Indexes that earlier versions have written are read, or refused in so many words.
///
/// `make fixtures` writes the folder of today's format; those of older formats stay.
struct GoldenIndexTests {
  private static let folder = URL(filePath: #filePath).deletingLastPathComponent()
    .appending(path: "../Fixtures").standardizedFileURL
  private static let today = "index-v\(SealedFileFormat.version)"

  private static let documents = [
    Document(
      key: "en", title: "Chips", body: "Japan subsidises makers of chips; chip prices rose."),
    Document(
      key: "zh", title: "芯片", body: "日本经济产业省将为芯片企业提供补贴。半导体设备很贵。",
      fields: [
        Document.Field("lang", "zh"), Document.Field("tag", "半导体"), Document.Field("tag", "news"),
      ],
      note: [1, 2, 3]),
    Document(key: "ja", title: "半導体", body: "政府は半導体の製造を支援する。トートバッグ"),
    Document(key: "ko", body: "혈당에서 반도체 수치를 본다"),
    Document(key: "th", body: "เขากำลังกินข้าวที่กรุงเทพ"),
    Document(key: "vi", title: "Đường", body: "đường phố Hà Nội, tiếng Việt"),
    Document(
      key: "de", title: "Straße", body: "Die Halbleiterfertigung in Dresden wächst, DEC-0054."),
    Document(key: "ru", body: "Цены на полупроводники растут"),
  ]

  /// The document with typed values, which there are from version 6 on.
  private static func valued(_ document: Document) -> Document {
    var document = document
    if document.key == "zh" {
      document.values = [
        .integer("year", 2024), .keyword("kind", "news"), .boolean("draft", false),
      ]
    }
    return document
  }

  private static func table(documentCount: UInt32) -> FileTable {
    FileTable(
      base: "/base", roots: ["docs"], settings: ["hidden"],
      entries: [
        FileTable.Entry(
          path: "docs/a.txt", size: 1, modified: 2, inode: 3, contentHash: 4,
          documentCount: documentCount)
      ])
  }

  /// A query and the keys that it finds, in their order.
  private static let questions: [(String, [String])] = [
    ("chip", ["en"]), ("\"chip prices\"", ["en"]), ("芯片", ["zh"]), ("\"导体设\"", ["zh"]),
    ("title:半導体", ["ja"]), ("半导体 -title:半导体", ["zh"]), ("tag:news", ["zh"]),
    ("ト*", ["ja"]), ("반도체", ["ko"]), ("ข้าว", ["th"]), ("duong", ["vi"]), ("dec-0054", ["de"]),
    ("wachst", ["de"]), ("полупроводник", ["ru"]), ("NEAR(japan chips, 5)", ["en"]), ("gone", []),
  ]

  @Test(.enabled(if: ProcessInfo.processInfo.environment["SEARCH_RECORD"] != nil))
  func `the folder of today's format is written`() throws {
    let path = Self.folder.appending(path: Self.today).path()
    try? FileManager.default.removeItem(atPath: path)
    let index = try SearchIndex.openOrCreate(
      on: DiskFileSystem(path: path), identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    for document in Self.documents.prefix(4) { try writer.add(Self.valued(document)) }
    try writer.add(Document(key: "gone", body: "gone tomorrow"))
    try writer.commit(fileTable: Self.table(documentCount: 5))
    for document in Self.documents.dropFirst(4) { try writer.add(document) }
    try writer.delete(key: "gone")
    try writer.commit(fileTable: Self.table(documentCount: 8))
    writer.close()
    print("wrote \(path)")
    try Self.recordPackedTerms()
    try Self.recordPairs()
  }

  @Test func `there is one of today's format`() {
    let names = try? FileManager.default.contentsOfDirectory(atPath: Self.folder.path())
    #expect(names?.contains(Self.today) == true, "make fixtures writes it")
  }

  @Test(
    arguments: ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? [])
      .filter { $0.hasPrefix("index-") }.sorted()
  )
  func `an index of an earlier version is asked`(name: String) throws {
    let path = Self.folder.appending(path: name).path()
    let index: SearchIndex
    do {
      index = try SearchIndex.open(at: path)
    } catch {
      // What cannot be read any more says so.
      guard case .formatTooOld = error, name != Self.today else { throw error }
      return
    }
    let snapshot = try index.snapshot()
    for (question, keys) in Self.questions {
      #expect(try snapshot.search(question).hits.map(\.key) == keys, "\(name): \(question)")
    }
    for document in Self.documents {
      let address = try #require(try snapshot.address(ofKey: document.key))
      var read = try #require(try snapshot.document(at: address))
      let values = name.hasSuffix("-v5") ? [] : Self.valued(document).values
      #expect(Set(read.values) == Set(values), "\(name): \(read.values)")
      read.values = []
      #expect(read == document)
    }
    if !name.hasSuffix("-v5") {
      for question in ["year:[2020 TO 2024]", "kind:news -year:2023", "draft:false"] {
        #expect(try snapshot.search(question).hits.map(\.key) == ["zh"], "\(name): \(question)")
      }
    }
    #expect(try snapshot.fileTable()?.entries.map(\.path) == ["docs/a.txt"])
    #expect(snapshot.documentCount == Self.documents.count)
    #expect(try index.check(isFull: true).problems.isEmpty)
  }

  // MARK: - Pairs of words

  /// What documents say, and phrases with how many of them hold each.
  private struct Pairs: Sendable {
    var rules: CommonWords.Rules
    var sayings: [String]
    var phrases: [(String, Int)]
  }

  private static let pairs: [String: Pairs] = [
    // The pairs of one list.
    "pairs-v7": Pairs(
      rules: .list,
      sayings: [
        "which all of them had", "she said to him that it is", "all which is the end of it",
        "to be or not to be", "it was to him she said", "that which was to be all",
      ],
      phrases: [
        ("which all", 1), ("all which", 1), ("to him", 2), ("she said", 2), ("him that it", 1),
        ("to be", 2), ("not to be", 1), ("him to", 0), ("said she", 0), ("that which was to be", 1),
      ]),
    // Few pairs of Han characters.
    "pairs-v9": Pairs(
      rules: .formerLevels,
      sayings: [
        "一 年 現 在 的 人", "動 部 の 一 年", "的 動 部 一 人", "to be or not to be", "長 新 年 一 部",
      ],
      phrases: [
        ("一 年", 2), ("年 一", 1), ("動 部", 2), ("一 年 現", 1), ("的 動 部", 1), ("部 動", 0),
        ("部 の 一 年", 1), ("的 人", 1), ("一 部", 1), ("to be", 1), ("年 現 在 的", 1), ("長 新", 1),
      ]),
  ]

  /// Adds each of the sayings once; keys begin with a word.
  private static func add(_ pairs: Pairs, _ word: String, to writer: IndexWriter) throws {
    for (number, words) in pairs.sayings.enumerated() {
      try writer.add(Document(key: "\(word)\(number)", body: words))
    }
    try writer.commit()
  }

  /// Pairs as they are kept in the version of today, if it is among them.
  private static func recordPairs() throws {
    let name = "pairs-v\(SealedFileFormat.version)"
    guard let pairs = pairs[name] else { return }
    let path = folder.appending(path: name).path()
    try? FileManager.default.removeItem(atPath: path)
    let index = try SearchIndex.openOrCreate(
      on: DiskFileSystem(path: path),
      options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace)),
      identifiers: SeededIdentifiers(seed: 1))
    let writer = try index.makeWriter()
    try add(pairs, "old", to: writer)
    writer.close()
  }

  @Test(arguments: pairs.keys.sorted())
  func `pairs of words of older versions are merged with those of today`(name: String) throws {
    let pairs = try #require(Self.pairs[name])
    let path = FileManager.default.temporaryDirectory.appending(path: "pairs-\(UUID().uuidString)")
      .path()
    defer { try? FileManager.default.removeItem(atPath: path) }
    try FileManager.default.copyItem(
      atPath: Self.folder.appending(path: name).path(), toPath: path)
    let index = try SearchIndex.open(on: DiskFileSystem(path: path))
    let writer = try index.makeWriter()
    writer.mergePolicy.mergeCount = .max
    func ask() throws {
      let snapshot = try index.snapshot()
      let count = Double(snapshot.documentCount) / Double(pairs.sayings.count)
      for (phrase, matches) in pairs.phrases {
        let found = try snapshot.search(snapshot.parse("\"\(phrase)\""), limit: 100)
        #expect(Double(found.hits.count) == Double(matches) * count, "\(phrase)")
      }
    }
    func rules() throws -> [CommonWords.Rules] {
      try index.snapshot().state.segments.map(\.reader.info.pairRules)
    }
    func check() throws {
      // The texts say which pairs there should be; documents that come later are of no file.
      let problems = try index.check(isFull: true).problems
      #expect(problems.allSatisfy { "\($0)".hasSuffix("(file-table)") }, "\(problems)")
    }
    try ask()
    try check()
    #expect(try rules() == [pairs.rules])
    try Self.add(pairs, "new", to: writer)
    try ask()
    try check()
    #expect(try rules() == [pairs.rules, .today])
    try writer.optimize()
    try writer.commit()
    try ask()
    #expect(try rules() == [pairs.rules.union(.today)])
    try check()
    writer.close()
  }

  // MARK: - Packed terms

  /// Where the index of ``packedWords`` of today's format is: enough of them that their keys are packed.
  private static let packedTerms = folder.appending(path: "terms-v\(SealedFileFormat.version)")
    .path()

  /// Words of Latin letters, of kana, and of both scripts.
  private static let packedWords: [String] = (0..<2400).map { number in
    let kana = Array("あいうえおかきくけこさしすせそたちつてと")
    let latin = ["ing", "tion", "er", "in", "al", "ness"]
    let (word, rest) = (number * 7919 % 8000, number % 3)
    let left = String([kana[word % 20], kana[word / 20 % 20], kana[word / 400 % 20]])
    let right = latin[word % 6] + latin[word / 6 % 6] + "\(word % 97)" + latin[word / 36 % 6]
    return rest == 0 ? left + "る" : rest == 1 ? right : left + right
  }

  private static func addPackedWords(_ writer: IndexWriter) throws {
    for document in 0..<60 {
      let words = packedWords.indices.filter { $0 % 60 == document || $0 % 7 == document }
      try writer.add(
        Document(
          key: "\(document)", body: words.map { packedWords[$0] }.joined(separator: " ")))
    }
    try writer.commit()
    writer.close()
  }

  private static func recordPackedTerms() throws {
    try? FileManager.default.removeItem(atPath: packedTerms)
    let index = try SearchIndex.openOrCreate(
      on: DiskFileSystem(path: packedTerms),
      options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace), storesText: false),
      identifiers: SeededIdentifiers(seed: 1))
    try addPackedWords(index.makeWriter())
  }

  @Test(
    arguments: ((try? FileManager.default.contentsOfDirectory(atPath: folder.path())) ?? [])
      .filter { $0.hasPrefix("terms-") }.sorted()
  )
  func `packed terms of all versions are found, and none that are not there`(name: String) throws {
    let index = try SearchIndex.open(at: Self.folder.appending(path: name).path())
    let snapshot = try index.snapshot()
    let file = try #require(snapshot.state.segments.first).reader.file
    #expect(name == "terms-v\(file.version)" && file.byteCount(of: .symbols) != nil)
    let new = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace), storesText: false))
    try Self.addPackedWords(new.makeWriter())
    let today = try new.snapshot()
    for word in Self.packedWords {
      for query in [word, word + "x", "\(word.dropLast())", "\(word.dropLast())*"] {
        let keys = try snapshot.search(query, limit: 100).hits.map(\.key)
        #expect(try today.search(query, limit: 100).hits.map(\.key) == keys, "\(query)")
        #expect(query != word || !keys.isEmpty, "\(query)")
      }
    }
    #expect(try index.check(isFull: true).problems.isEmpty)
  }

  /// The words of the documents of `postings-v6`, which has blocks, groups of them and rests with impacts of
  /// two bytes.
  private static func words(_ number: Int) -> String {
    var words = Array(repeating: "all", count: 1 + number * 7 % 5)
    if number % 2 == 0 { words += Array(repeating: "half", count: 1 + number / 2 % 3) }
    if number % 3 == 0 { words.append("third") }
    if number % 6 == 0 { words += ["half", "third"] }
    if number % 40 == 0 { words += Array(repeating: "few", count: 1 + number / 40 % 4) }
    if number % 150 == 0 { words.append("rare") }
    words += Array(repeating: "filler", count: number * 13 % 11)
    return words.joined(separator: " ")
  }

  @Test(arguments: [1, 10, 100, 1500])
  func `blocks of version 6 give what blocks of today give`(limit: Int) throws {
    let old = try SearchIndex.open(at: Self.folder.appending(path: "postings-v6").path())
    let new = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace), storesText: false))
    let writer = try new.makeWriter()
    for number in 0..<4400 {
      try writer.add(Document(key: "words.jsonl\0d\(number)", body: Self.words(number)))
    }
    try writer.commit()
    writer.close()
    let (before, after) = (try old.snapshot(), try new.snapshot())
    for query in [
      "all", "few", "rare", "few OR rare", "all OR half OR third", "third OR rare OR filler",
      "+all +half", "+few +third +filler", "\"half third\"", "\"all half\"", "third^3 OR few",
    ] {
      for counting in [HitCounting.exact, .none] {
        let found = try before.search(
          before.parse(query), limit: limit, counting: counting)
        let expected = try after.search(
          after.parse(query), limit: limit, counting: counting)
        #expect(found.hits.map(\.score) == expected.hits.map(\.score), "\(query)")
        #expect(found.hits.map(\.key) == expected.hits.map(\.key), "\(query)")
        #expect(found.hits.count == min(limit, expected.totalCount) || counting == .none)
      }
    }
    #expect(try old.check().problems.isEmpty)
  }
}
