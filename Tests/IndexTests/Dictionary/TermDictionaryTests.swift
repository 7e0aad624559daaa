import TestSupport
import Testing

@testable import Index

struct TermDictionaryTests {
  /// With what keys are packed.
  enum Packing: CaseIterable {
    case none
    /// Symbols of these keys.
    case fitting
    /// Symbols of others, so that most bytes stand for themselves.
    case strange

    func symbols(for keys: [[UInt8]]) -> SymbolTable? {
      switch self {
      case .none: return nil
      case .fitting:
        let bytes = keys.flatMap { $0 }
        var ends = 0
        let texts = keys.map { key in
          ends += key.count
          return ends - key.count..<ends
        }
        return SymbolTable(SymbolTrainer.symbols(for: texts, of: bytes))
      case .strange:
        return SymbolTable([
          .init(word: 0x6161, count: 2), .init(word: 0x62, count: 1),
          .init(word: 0x7878_7878_7878_7878, count: 8),
        ])
      }
    }
  }

  /// The bytes of a dictionary's file whose writer has these terms.
  private func sections(
    _ writer: TermDictionaryWriter, packedWith symbols: SymbolTable?, postings: Int = 0,
    threads: ThreadTeam? = nil
  ) throws -> SealedFile {
    try SealedFile.segment { file in
      try file.write(.postings, [UInt8](repeating: 0, count: postings))
      try writer.write(to: file, on: threads, packedWith: symbols)
    }
  }

  /// A dictionary of some keys, in order.
  func dictionary(_ keys: [[UInt8]], _ packing: Packing = .none) throws -> TermDictionary {
    var writer = TermDictionaryWriter()
    for (key, info) in zip(keys, infos(keys.count)) { writer.add(key, info) }
    let file = try sections(
      writer, packedWith: packing.symbols(for: keys), postings: 10 * keys.count)
    return try TermDictionary(file: file, termCount: keys.count)
  }

  /// Terms of every form, one behind the other; all keep positions, since they are words.
  private func infos(_ count: Int) -> [TermInfo] {
    var end = 0
    return (0..<count).map { index in
      var info = TermInfo(keepsPositions: true, postingsOffset: end)
      info.documentFrequency = index % 2 == 0 ? 1 : UInt32(index + 1)
      info.totalFrequency = UInt64(info.documentFrequency) + UInt64(index % 3)
      if info.documentFrequency == 1 { info.onlyDocument = UInt32(1000 * index) }
      if info.totalFrequency == 1 {
        info.onlyPosition = UInt32(3 * index)
      } else {
        info.postingsByteCount = 10
      }
      end += info.postingsByteCount
      return info
    }
  }

  private func key(_ text: String) -> [UInt8] {
    TermKey(field: .text, kind: .word, term: text.utf8).bytes
  }

  @Test func `the documentation's example comes out byte for byte`() throws {
    var writer = TermDictionaryWriter(documentCount: 10)
    writer.add(
      key("ab"),
      TermInfo(
        documentFrequency: 1, totalFrequency: 1, keepsPositions: true, onlyDocument: 5,
        onlyPosition: 7))
    writer.add(
      key("ad"),
      TermInfo(
        documentFrequency: 3, totalFrequency: 4, keepsPositions: true, postingsByteCount: 9))
    let expected: [UInt8] = [
      5, 0, 0, 1, 0x61, 0x62, 0, 0xD4, 3, 0x10, 0x64, 7, 0, 9,
    ]
    let file = try sections(writer, packedWith: nil)
    var reader = try file.reader(.terms)
    #expect(try reader.bytes(reader.remainingCount) == expected)
    #expect(file.byteCount(of: .symbols) == nil)
  }

  /// A head has up to 64 bits then: 31 of the document, 31 of the position.
  @Test func `a walk passes over the highest document and position`() throws {
    var writer = TermDictionaryWriter()
    let texts = ["a", "ab", "b"]
    let infos = texts.map { _ in
      TermInfo(
        documentFrequency: 1, totalFrequency: 1, keepsPositions: true,
        onlyDocument: UInt32(Int32.max) - 1, onlyPosition: UInt32(Int32.max))
    }
    for (text, info) in zip(texts, infos) { writer.add(key(text), info) }
    let file = try sections(writer, packedWith: nil)
    let dictionary = try TermDictionary(file: file, termCount: 3)
    var walk = try TermWalk(dictionary, field: .text, kind: .word)
    for (text, info) in zip(texts, infos) {
      #expect(try dictionary.find(key(text)) == info)
      #expect(try walk.next() != nil)
      #expect(Array(walk.term) == Array(text.utf8))
      #expect(try walk.info() == info)
    }
    #expect(try walk.next() == nil)
  }

  @Test func `a rest that is too long is refused before it is unpacked`() throws {
    var terms = ByteWriter()
    terms.append(varint: 100_000)
    terms.append(contentsOf: [UInt8](repeating: 0, count: 100_010))
    let file = try SealedFile.segment { segment in
      try segment.write(.terms, terms.bytes)
      try segment.write(.termIndex, [UInt8](repeating: 0, count: 16))
      try segment.write(.symbols, SymbolTable([.init(word: 0x0100_00, count: 8)]).encoded)
    }
    let dictionary = try TermDictionary(file: file, termCount: 1)
    #expect(throws: IndexError.self) {
      var terms = try dictionary.terms()
      _ = try terms.next()
    }
    #expect(throws: IndexError.self) {
      var walk = try TermWalk(dictionary, field: .text, kind: .word)
      // A walk that meets what makes no sense ends or says so.
      if try walk.next() == nil { throw file.corrupt(.terms, 0, "the walk has ended") }
    }
  }

  @Test func `symbols are chosen by the terms alone, and only where they pay`() throws {
    func writer(_ texts: [String]) -> TermDictionaryWriter {
      var writer = TermDictionaryWriter()
      for text in texts.sorted(by: { $0.utf8.lexicographicallyPrecedes($1.utf8) }) {
        writer.add(
          key(text),
          TermInfo(
            documentFrequency: 1, totalFrequency: 1, keepsPositions: true, onlyDocument: 5))
      }
      return writer
    }
    #expect(writer([]).bestSymbols() == nil)
    #expect(writer((0..<100).map { "word\($0)" }).bestSymbols() == nil)
    var generator = SeededGenerator(seed: 7)
    // As good as random: nothing comes again.
    let noise = Set(
      (0..<4000).map { _ in
        String(
          String.UnicodeScalarView(
            (0..<4).map { _ in
              Unicode.Scalar(UInt32.random(in: 0x4E00..<0x9FFF, using: &generator)) ?? "a"
            }))
      })
    let kana = Set(
      (0..<4000).map { _ in
        String(
          String.UnicodeScalarView(
            (0..<6).map { _ in
              Unicode.Scalar(UInt32.random(in: 0x3041..<0x3094, using: &generator)) ?? "a"
            }))
      })
    func packed(_ texts: Set<String>, _ threads: ThreadTeam? = nil) throws -> [UInt8] {
      let writer = writer(Array(texts))
      let file = try sections(writer, packedWith: writer.bestSymbols(), threads: threads)
      var reader = try file.reader(.terms)
      return try reader.bytes(reader.remainingCount)
    }
    func plain(_ texts: Set<String>) throws -> Int {
      try sections(writer(Array(texts)), packedWith: nil).byteCount(of: .terms) ?? 0
    }
    let (plainNoise, plainKana) = (try plain(noise), try plain(kana))
    #expect(try packed(noise).count <= plainNoise)
    #expect(try packed(kana).count * 3 < plainKana * 2)
    let byThree = try packed(kana, ThreadTeam(count: 3))
    #expect(try packed(kana) == byThree)
  }

  @Test(arguments: [0, 1, 2, 31, 32, 33, 64, 65, 1000], Packing.allCases)
  func `every term is found, and no other`(count: Int, packing: Packing) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    var texts: Set<String> = []
    while texts.count < count {
      let length = Int.random(in: 0...6, using: &generator)
      texts.insert(
        String((0..<length).map { _ in "abcé中文".randomElement(using: &generator) ?? "a" }))
    }
    let keys = texts.map(key).sorted { $0.lexicographicallyPrecedes($1) }
    let dictionary = try dictionary(keys, packing)
    for (known, info) in zip(keys, infos(count)) {
      #expect(try dictionary.find(known) == info)
    }
    for text in ["", "a", "b!", "zz", "中中中中中中中", "\u{10FFFF}"] where !texts.contains(text) {
      #expect(try dictionary.find(key(text)) == nil)
    }
    var iterator = try dictionary.terms(from: key("b"))
    var found: [[UInt8]] = []
    while try iterator.next() { found.append(iterator.key) }
    #expect(found == keys.filter { !$0.lexicographicallyPrecedes(key("b")) })
  }

  /// How blocks begin says nothing of them if all do alike.
  @Test(arguments: [1, 31, 33, 100, 3000], [(0, 0), (40, 0), (0, 40), (70, 500)])
  func `terms that begin alike are found among others`(count: Int, others: (Int, Int)) throws {
    for packing in Packing.allCases { try findTermsThatBeginAlike(count, others, packing) }
  }

  private func findTermsThatBeginAlike(
    _ count: Int, _ others: (Int, Int), _ packing: Packing
  ) throws {
    let texts =
      (0..<others.0).map { "a\($0)" } + (0..<count).map { "resemblance\(2 * $0)" }
      + (0..<others.1).map { "x\($0)" }
    let keys = texts.map(key).sorted { $0.lexicographicallyPrecedes($1) }
    let dictionary = try dictionary(keys, packing)
    for (known, info) in zip(keys, infos(keys.count)) {
      #expect(try dictionary.find(known) == info)
    }
    for number in 0...count {
      #expect(try dictionary.find(key("resemblance\(2 * number + 1)")) == nil)
    }
    for text in ["resembl", "resemblance", "resemblances", "", "a", "zz"] {
      #expect(try dictionary.find(key(text)) == nil, "\(text)")
    }
  }

  @Test(arguments: UInt64(1)...8, Packing.allCases)
  func `a walk that jumps comes to what a walk through all terms passes`(
    seed: UInt64, packing: Packing
  ) throws {
    var generator = SeededGenerator(seed: seed)
    func text() -> String {
      let length = Int.random(in: 0...7, using: &generator)
      return String((0..<length).map { _ in "abé中".randomElement(using: &generator) ?? "a" })
    }
    var texts: Set<String> = []
    for _ in 0..<[1, 40, 500, 3_000][Int(seed) % 4] { texts.insert(text()) }
    let others = [FieldID(rawValue: 0), FieldID(rawValue: 2)].map {
      TermKey(field: $0, kind: .character, term: "a".utf8).bytes
    }
    let field = FieldID(rawValue: 1)
    let words = texts.map { TermKey(field: field, kind: .word, term: $0.utf8).bytes }
    let keys = (words + others).sorted { $0.lexicographicallyPrecedes($1) }
    let dictionary = try dictionary(keys, packing)
    let known = Dictionary(uniqueKeysWithValues: zip(keys, infos(keys.count)))
    var left = words.map { Array($0.dropFirst(TermKey.headerSize)) }
      .sorted { $0.lexicographicallyPrecedes($1) }[...]
    var walk = try TermWalk(dictionary, field: field, kind: .word)
    while true {
      let last = Array(walk.term)
      let target = Array(text().utf8)
      let jumps = Bool.random(using: &generator) && last.lexicographicallyPrecedes(target)
      if jumps { left = left.drop { $0.lexicographicallyPrecedes(target) } }
      let shared = try jumps ? walk.seek(keeping: 0, target) : walk.next()
      guard let expected = left.popFirst() else {
        #expect(shared == nil)
        return
      }
      #expect(Array(walk.term) == expected, "seed \(seed)")
      let before = jumps ? target : last
      #expect(expected.starts(with: before.prefix(try #require(shared))), "seed \(seed)")
      var info = known[TermKey(field: field, kind: .word, term: expected).bytes]
      info?.field = field
      #expect(try walk.info() == info, "seed \(seed)")
    }
  }

  @Test func `keys are taken apart as they were made`() {
    let key = TermKey(field: FieldID(rawValue: 0x0102), kind: .word, term: "芯".utf8)
    #expect(key.bytes == [1, 2, 1, 0xE8, 0x8A, 0xAF])
    #expect(key.field.rawValue == 0x0102 && key.kind == .word && key.term == "芯")
  }
}
