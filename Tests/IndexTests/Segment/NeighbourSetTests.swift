import TestSupport
import Testing
import Tokenizer

@testable import Index

/// Whatever stands side by side is in the set, and phrases are found as if there were none.
struct NeighbourSetTests {
  /// Of all segments, and all words in two documents or more.
  private static let everywhere = NeighbourRule(
    leastDocumentCount: 2, leastFrequency: 2, leastPostingsShare: 0)

  private static func info(_ documentFrequency: UInt32) -> TermInfo {
    TermInfo(
      documentFrequency: documentFrequency, totalFrequency: UInt64(documentFrequency),
      keepsPositions: true)
  }

  private static func word(_ text: String, field: FieldID = .text) -> TermKey {
    TermKey(field: field, kind: .word, term: text.utf8)
  }

  @Test func `the worked example is read as documented`() throws {
    let bytes: [UInt8] = [0x40, 0, 0, 0, 0, 2, 0, 0, 0, 0, 0, 0, 0, 0x40, 0, 0]
    let file = try SealedFile.segment { try $0.write(.neighbours, bytes) }
    let set = try #require(try NeighbourSet(file: file))
    func lacks(_ first: TermKey, _ second: TermKey, _ count: UInt32 = 64) throws -> Bool {
      try set.lacks((first, Self.info(count)), (second, Self.info(512)))
    }
    let (new, york) = (Self.word("new"), Self.word("york"))
    #expect(try !lacks(new, york))
    #expect(try lacks(york, new))
    // Of other words nothing is known.
    #expect(try !lacks(york, new, 63))
    #expect(try !lacks(york, new, 513))
    #expect(try !lacks(york, Self.word("n")))
    #expect(try !lacks(york, Self.word("文")))
    #expect(try lacks(york, Self.word("文字")))
    #expect(try !lacks(york, Self.word("new", field: FieldID(rawValue: 1))))
    #expect(try !lacks(york, TermKey(field: .text, kind: .character, term: "new".utf8)))
  }

  @Test(arguments: [
    [], [1, 0, 0, 0, 1, 0, 0, 0], [UInt8](repeating: 1, count: 12),
    [UInt8](repeating: 1, count: 20),
    [UInt8](repeating: 1, count: 32), [UInt8](repeating: 0, count: 16),
    [2, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0],
  ])
  func `a set that makes no sense is refused`(bytes: [UInt8]) throws {
    let file = try SealedFile.segment { try $0.write(.neighbours, bytes) }
    #expect(throws: IndexError.self) { try NeighbourSet(file: file) }
  }

  // MARK: - Random documents

  /// Texts over a vocabulary of which few pairs are ever used.
  private struct Corpus {
    static let vocabulary = (0..<130).map { ["w\($0)", "語\($0)", "文", "x", "ภาษา\($0)"][$0 % 5] }
    var titles: [[String]] = []
    var bodies: [[String]] = []

    init(_ count: Int, _ random: inout SeededGenerator) {
      // Behind each word stand few others.
      let followers = Self.vocabulary.indices.map { _ in
        (0..<4).map { _ in Int.random(in: 0..<Self.vocabulary.count, using: &random) }
      }
      for _ in 0..<count {
        titles.append(Self.text(Int.random(in: 0...3, using: &random), followers, &random))
        bodies.append(Self.text(Int.random(in: 0...25, using: &random), followers, &random))
      }
    }

    private static func text(
      _ count: Int, _ followers: [[Int]], _ random: inout SeededGenerator
    ) -> [String] {
      var word = Int.random(in: 0..<vocabulary.count, using: &random)
      return (0..<count).map { _ in
        defer { word = followers[word].randomElement(using: &random) ?? 0 }
        return vocabulary[word]
      }
    }

    /// The documents that hold two words side by side, for each two that any does.
    var pairs: [[String]: Set<String>] {
      var pairs: [[String]: Set<String>] = [:]
      for (number, texts) in zip(titles, bodies).enumerated() {
        for text in [texts.0, texts.1] {
          for (first, second) in zip(text, text.dropFirst()) {
            pairs[[first, second], default: []].insert("\(number)")
          }
        }
      }
      return pairs
    }
  }

  private func index(
    _ corpus: Corpus, on files: MemoryFileSystem = MemoryFileSystem(), threadCount: Int, step: Int,
    seed: UInt64
  ) throws -> SearchIndex {
    let index = try SearchIndex.openOrCreate(
      on: files,
      options: SearchIndex.Options(analyzer: AnalyzerOptions(.whitespace), storesText: false),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter(threadCount: threadCount)
    writer.neighbourRule = Self.everywhere
    writer.batchByteCount = 300
    for number in corpus.bodies.indices {
      try writer.add(
        Document(
          key: "\(number)", title: corpus.titles[number].joined(separator: " "),
          body: corpus.bodies[number].joined(separator: " ")))
      if number % step == step - 1 { try writer.commit() }
    }
    if step < corpus.bodies.count { try writer.optimize() }
    try writer.commit()
    writer.close()
    return index
  }

  @Test(arguments: 1...4)
  func `what stands side by side is in the set, and little else`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let corpus = Corpus(Int.random(in: 150...500, using: &random), &random)
    let threadCount = Int(seed % 2) * 2 + 1
    let index = try index(
      corpus, threadCount: threadCount, step: [40, 1_000][Int(seed / 2 % 2)], seed: seed)
    let snapshot = try index.snapshot()
    let segment = try #require(snapshot.state.segments.first).reader
    let set = try #require(segment.neighbours)
    let pairs = corpus.pairs
    var (knownCount, absentCount, takenCount) = (0, 0, 0)
    for first in Corpus.vocabulary {
      for second in Corpus.vocabulary {
        let (one, other) = (Self.word(first), Self.word(second))
        guard let info = try segment.dictionary.find(one.bytes),
          let otherInfo = try segment.dictionary.find(other.bytes)
        else { continue }
        let expected = pairs[[first, second]] ?? []
        let lacks = try set.lacks((one, info), (other, otherInfo))
        #expect(!(lacks && !expected.isEmpty), "seed \(seed): \(first) \(second)")
        let isTaken =
          set.limits.takes(one.bytes, info) && set.limits.takes(other.bytes, otherInfo)
        takenCount += isTaken ? 1 : 0
        absentCount += expected.isEmpty && isTaken ? 1 : 0
        knownCount += lacks ? 1 : 0
        if Int.random(in: 0..<20, using: &random) > 0 { continue }
        let query = try snapshot.parse("\"\(first) \(second)\"")
        let found = try snapshot.search(query, limit: 1_000, counting: .exact)
        #expect(
          Set(found.hits.map(\.key)) == expected, "seed \(seed): \(first) \(second)")
      }
    }
    #expect(takenCount > 300)
    // At most half of the bits are set.
    #expect(knownCount * 100 > absentCount * 45, "seed \(seed): \(knownCount) of \(absentCount)")
    #expect(try index.check(isFull: true).problems.isEmpty)
  }

  @Test func `the set depends on the documents alone`() throws {
    var random = SeededGenerator(seed: 5)
    let corpus = Corpus(300, &random)
    let sections = try [(1, 1_000), (3, 1_000), (1, 70), (2, 50)].map { threadCount, step in
      let index = try index(corpus, threadCount: threadCount, step: step, seed: 9)
      let file = try #require(try index.snapshot().state.segments.first).reader.file
      var reader = try file.reader(.neighbours)
      return try reader.bytes(reader.remainingCount)
    }
    #expect(Set(sections).count == 1)
  }

  @Test func `small segments keep no set, and large ones keep one`() throws {
    let rule = NeighbourRule()
    #expect(rule.limits(documentCount: 4_095) == nil)
    #expect(rule.limits(documentCount: 4_096) == NeighbourLimits(least: 64, most: 341))
    #expect(rule.limits(documentCount: 100_000) == NeighbourLimits(least: 500, most: 8_333))
  }

  // MARK: - Odd documents

  /// A segment of words at given positions of documents.
  private func section(
    _ documentCount: Int, _ words: [(text: String, documents: Range<Int>, position: UInt32)]
  ) throws -> [UInt8]? {
    var collector = NeighbourCollector(
      NeighbourLimits(least: 2, most: 1_000), documentCount: documentCount)
    var infos: [(key: TermKey, info: TermInfo)] = []
    let file = try SealedFile.segment { writer in
      try writer.beginSection(.postings)
      for word in words {
        var postings = PostingsWriter()
        postings.begin(keepsPositions: true, weights: [Float](repeating: 1, count: 256))
        for document in word.documents {
          postings.add(
            DocID(document), frequency: 1, positions: [word.position], length: 0)
        }
        var info = postings.finish()
        info.postingsOffset = writer.sectionOffset
        info.keepsPositions = true
        infos.append((Self.word(word.text), info))
        try writer.append(postings.bytes.bytes)
      }
    }
    for (key, info) in infos { collector.note(key.bytes, info) }
    return try collector.section(file, lengthsOffsets: [:], leastPostingsShare: 0, on: nil)
  }

  @Test func `neighbours far behind in a document are seen`() throws {
    for start: UInt32 in [0, (1 << 20) - 2, (1 << 20) - 1, 1 << 20, UInt32(Int32.max) - 1] {
      let section = try #require(
        try section(200, [("new", 0..<150, start), ("york", 3..<160, start + 1)]))
      // Bit 46 of 64.
      #expect(section[8...] == [0, 0, 0, 0, 0, 0x40, 0, 0], "\(start): \(section)")
      #expect(
        try self.section(200, [("new", 0..<150, start), ("york", 150..<160, start + 1)]) == nil)
    }
  }

  @Test func `where two words stand in one place nothing is kept`() throws {
    for start: UInt32 in [7, 1 << 21] {
      let words = [("a1", 0..<9, start), ("a2", 0..<9, start + 1), ("a3", 8..<10, start + 1)]
      #expect(try section(20, words) == nil)
      #expect(try section(20, Array(words.prefix(2))) != nil)
    }
  }

  @Test func `of many words those in the most documents are taken`() throws {
    var collector = NeighbourCollector(NeighbourLimits(least: 1, most: 100), documentCount: 1_000)
    // 8,000 words in 3 documents, 190 in 2 and 10 in 5; then 100 in 2 of another field.
    for number in 0..<8_200 {
      let count: UInt32 = number < 8_000 ? 3 : number < 8_190 ? 2 : 5
      collector.note(Self.word("w\(number)").bytes, Self.info(count))
    }
    let other = FieldID(rawValue: 1)
    for number in 0..<100 {
      collector.note(Self.word("w\(number)", field: other).bytes, Self.info(2))
    }
    #expect(collector.wordCount == 8_300)
    collector.dropRarest()
    #expect(collector.wordCount == 8_010 && collector.limits.least == 3)
    collector.dropRarest()
    #expect(collector.wordCount == 8_010 && collector.limits.least == 3)
  }

  // MARK: - Damage

  @Test func `a changed set is noticed, or changes no answer`() throws {
    var random = SeededGenerator(seed: 11)
    let corpus = Corpus(200, &random)
    let files = MemoryFileSystem()
    let whole = try index(corpus, on: files, threadCount: 1, step: 1_000, seed: 3)
    let answers = try answers(whole)
    let image = HostileImage(files: files, names: try files.list().sorted())
    let name = try #require(image.names.first { $0.hasSuffix(".idx") })
    var noticedCount = 0
    for seed in 0..<40 {
      var random = SeededGenerator(seed: UInt64(seed))
      let copy = image.copy()
      try copy.mutate(name, .neighbours, using: &random)
      try copy.sealManifest()
      let report: CheckReport
      do {
        report = try SearchIndex.open(on: copy.files).check(isFull: true)
      } catch {
        noticedCount += 1
        continue
      }
      if report.problems.isEmpty {
        #expect(try self.answers(try SearchIndex.open(on: copy.files)) == answers, "seed \(seed)")
      } else {
        noticedCount += 1
        let codes: [CheckReport.Code] = [.neighbours, .structure]
        #expect(report.problems.allSatisfy { codes.contains($0.code) }, "seed \(seed)")
      }
    }
    #expect(noticedCount > 25)
  }

  /// How many documents hold some pairs of words.
  private func answers(_ index: SearchIndex) throws -> [Int] {
    let snapshot = try index.snapshot()
    return try (0..<100).map { number in
      let words = [number, number * 7 / 3].map {
        Corpus.vocabulary[$0 % Corpus.vocabulary.count]
      }
      let query = try snapshot.parse("\"\(words[0]) \(words[1])\"")
      return try snapshot.search(query, limit: 0, counting: .exact).totalCount
    }
  }
}
