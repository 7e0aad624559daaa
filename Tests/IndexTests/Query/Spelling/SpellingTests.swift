import TestSupport
import Testing

@testable import Index

@Suite struct SpellingTests {
  /// The distance by its definition: the shortest way through all slips, each letter touched once.
  private static func distance(
    _ one: ArraySlice<Unicode.Scalar>, _ other: ArraySlice<Unicode.Scalar>
  )
    -> Int
  {
    var table = Array(
      repeating: Array(repeating: 0, count: other.count + 1), count: one.count + 1)
    for i in 0...one.count {
      for j in 0...other.count {
        if i == 0 || j == 0 {
          table[i][j] = max(i, j)
          continue
        }
        let (a, b) = (one[one.startIndex + i - 1], other[other.startIndex + j - 1])
        var best = min(table[i - 1][j], table[i][j - 1]) + 1
        best = min(best, table[i - 1][j - 1] + (a == b ? 0 : 1))
        if i > 1, j > 1, a == other[other.startIndex + j - 2], one[one.startIndex + i - 2] == b {
          best = min(best, table[i - 2][j - 2] + 1)
        }
        table[i][j] = best
      }
    }
    return table[one.count][other.count]
  }

  private static let letters = Array("abcdé半ß𐐷".unicodeScalars)

  private static func word(_ random: inout SeededGenerator, _ lengths: ClosedRange<Int>) -> String {
    var view = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: lengths, using: &random) {
      view.append(letters[Int.random(in: 0..<letters.count, using: &random)])
    }
    return String(view)
  }

  @Test func `an automaton gives the distances of the definition, and gives up only in vain`() {
    for seed in UInt64(1)...300 {
      var random = SeededGenerator(seed: seed)
      let typed = Array(Self.word(&random, 0...9).unicodeScalars)
      let limit = Int.random(in: 0...2, using: &random)
      let automaton = EditAutomaton(to: typed, atMost: limit)
      for _ in 0..<6 {
        // Words near enough are rare unless they are made of it.
        var word = typed
        for _ in 0..<Int.random(in: 0...3, using: &random) where !word.isEmpty {
          let place = Int.random(in: 0..<word.count, using: &random)
          switch Int.random(in: 0..<4, using: &random) {
          case 0: word.remove(at: place)
          case 1: word.insert(Self.letters[0], at: place)
          case 2: word[place] = Self.letters[1]
          default: word.swapAt(place, max(0, place - 1))
          }
        }
        let expected = Self.distance(word[...], typed[...])
        let found = automaton.distance(of: word)
        #expect(found == (expected <= limit ? expected : nil), "seed \(seed) \(typed) \(word)")
      }
    }
  }

  @Test func `a walk finds what a comparison with every word finds`() throws {
    for seed in UInt64(1)...15 {
      var random = SeededGenerator(seed: seed)
      var words = Set<[UInt8]>()
      for _ in 0..<400 { words.insert(Array(Self.word(&random, 1...7).utf8)) }
      let keys = words.map { TermKey(field: .text, kind: .word, term: $0).bytes }
        .sorted { $0.lexicographicallyPrecedes($1) }
      let others = [TermKey(field: .text, kind: .character, term: "abc".utf8).bytes]
      let dictionary = try TermDictionaryTests().dictionary(keys + others)
      for limit in 0...2 {
        let typed = Array(Self.word(&random, 1...6).unicodeScalars)
        func walk(steps: Int) throws -> (found: [[UInt8]], stepsLeft: Int) {
          var walk = try WordWalk(
            EditAutomaton(to: typed, atMost: limit), dictionary, field: .text, steps: steps)
          var found: [[UInt8]] = []
          while try walk.next() { found.append(Array(walk.term)) }
          return (found, walk.stepsLeft)
        }
        let expected = keys.map { Array($0.dropFirst(TermKey.headerSize)) }.filter { term in
          let word = Array(String(decoding: term, as: UTF8.self).unicodeScalars)
          return Self.distance(word[...], typed[...]) <= limit
        }
        #expect(try walk(steps: .max).found == expected, "seed \(seed), limit \(limit), \(typed)")
        let short = try walk(steps: 5)
        #expect(short.found == Array(expected.prefix(short.found.count)))
        #expect(short.stepsLeft >= 0)
      }
    }
  }

  private func snapshot(_ texts: [String]) throws -> Snapshot {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    for (number, text) in texts.enumerated() {
      try writer.add(Document(key: "\(number)", body: text))
    }
    try writer.commit()
    return try index.snapshot()
  }

  private func suggestions(
    _ text: String, _ snapshot: Snapshot, _ mode: MatchMode = .any
  ) throws -> [SpellingSuggestion] {
    let query = try snapshot.parse(text, matching: mode)
    let found = try snapshot.search(query, limit: 1).totalCount
    return try snapshot.suggestions(for: query, matching: mode, found: found)
  }

  @Test(arguments: [
    ("semicnoductor", "semiconductor"), ("Semiconducter", "Semiconductor"), ("chpi", "chip"),
    ("полупроводнк", "полупроводник"), ("\"chpi design\"", "\"chip design\""),
    ("chpi AND desing", "chip AND design"), ("NOT chpi semicnoductor", "NOT chpi semiconductor"),
    ("半异体", "半导体"), ("新半异体设备", "新半导体设备"), ("光电融和技术", "光电融合技术"),
    ("반도채장비", "반도체장비"), ("AT&T chpi", "AT&T chip"),
  ])
  func `what was meant is found`(typed: String, meant: String) throws {
    let snapshot = try snapshot([
      "semiconductor chip design", "chip design", "полупроводник", "新半导体设备",
      "“光电融合”技术", "반도체장비", "ship", "AT&T",
    ])
    let found = try suggestions(typed, snapshot)
    #expect(found.first?.query == meant)
    for suggestion in found {
      let query = try snapshot.parse(suggestion.query)
      #expect(try snapshot.search(query).totalCount == suggestion.totalCount)
      #expect(suggestion.totalCount > 0)
      #expect(suggestion.changes.allSatisfy { $0.upperBound <= suggestion.query.utf8.count })
    }
  }

  @Test func `nothing is offered for what is found, is a number, or like nothing`() throws {
    let snapshot = try snapshot(
      ["chips and ships 2024"] + Array(repeating: "chip design", count: 5))
    for typed in ["design", "chip", "2025", "xx", "zzzzzzzz", "chips", "", "NOT chpi", "!!"] {
      #expect(try suggestions(typed, snapshot).isEmpty, "\(typed)")
    }
    // A rare word may be a slip, if another one is ten times as common.
    let common = try self.snapshot(["teh"] + Array(repeating: "the", count: 12))
    #expect(try suggestions("teh", common).first?.query == "the")
  }

  @Test func `a word that is being typed is completed`() throws {
    let snapshot = try snapshot(["semiconductor", "semiconductors", "chip"])
    #expect(try snapshot.completed("chip semicon") == "chip semicon semiconductor semiconductors")
    for text in ["chip", "semicon ", "s", "", "\"semicon\"", "NOT semicon", "xyz", "半"] {
      #expect(try snapshot.completed(text) == text)
    }
  }
}
