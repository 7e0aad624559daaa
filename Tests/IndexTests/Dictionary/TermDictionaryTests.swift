import TestSupport
import Testing

@testable import Index

struct TermDictionaryTests {
  /// A dictionary of some keys, in order.
  func dictionary(_ keys: [[UInt8]]) throws -> TermDictionary {
    var writer = TermDictionaryWriter()
    for (key, info) in zip(keys, infos(keys.count)) { writer.add(key, info) }
    let files = MemoryFileSystem()
    let file = try SealedFileWriter(
      "seg-0000000000000001.idx", kind: .segment, indexID: IndexID(high: 0, low: 0), fileID: 1,
      on: files)
    try file.write(.postings, [UInt8](repeating: 0, count: 10 * keys.count))
    try file.write(.terms, writer.terms.bytes)
    try file.write(.termIndex, writer.index.bytes)
    let seal = try file.finish()
    let opened = try SealedFile.open(
      "seg-0000000000000001.idx", kind: .segment, seal: seal, on: files)
    return try TermDictionary(file: try #require(opened), termCount: keys.count)
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

  @Test func `the documentation's example comes out byte for byte`() {
    var writer = TermDictionaryWriter()
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
      5, 0, 0, 1, 0x61, 0x62, 0, 0x14, 7, 0x10, 0x64, 7, 0, 9,
    ]
    #expect(writer.terms.bytes == expected)
  }

  @Test(arguments: [0, 1, 2, 31, 32, 33, 64, 65, 1000])
  func `every term is found, and no other`(count: Int) throws {
    var generator = SeededGenerator(seed: UInt64(count))
    var texts: Set<String> = []
    while texts.count < count {
      let length = Int.random(in: 0...6, using: &generator)
      texts.insert(
        String((0..<length).map { _ in "abcé中文".randomElement(using: &generator) ?? "a" }))
    }
    let keys = texts.map(key).sorted { $0.lexicographicallyPrecedes($1) }
    let dictionary = try dictionary(keys)
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
    let texts =
      (0..<others.0).map { "a\($0)" } + (0..<count).map { "resemblance\(2 * $0)" }
      + (0..<others.1).map { "x\($0)" }
    let keys = texts.map(key).sorted { $0.lexicographicallyPrecedes($1) }
    let dictionary = try dictionary(keys)
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

  @Test(arguments: UInt64(1)...8)
  func `a walk that jumps comes to what a walk through all terms passes`(seed: UInt64) throws {
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
    let dictionary = try dictionary(keys)
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
