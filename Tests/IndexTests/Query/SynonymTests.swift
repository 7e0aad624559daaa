import TestSupport
import Testing
import Tokenizer

@testable import Index

/// With synonyms a query finds what it would find rewritten in all ways.
struct SynonymTests {
  private static func index(
    _ bodies: [String], analyzer: AnalyzerOptions = .multilingual
  ) throws -> Snapshot {
    let index = try SearchIndex.inMemory(options: SearchIndex.Options(analyzer: analyzer))
    let writer = try index.makeWriter()
    for (number, body) in bodies.enumerated() {
      try writer.add(
        Document(key: "\(number)", title: body.contains("1987") ? "TSMC" : "", body: body))
    }
    try writer.commit()
    return try index.snapshot()
  }

  private func found(
    _ query: String, _ snapshot: Snapshot, _ mode: MatchMode = .all, _ synonyms: Synonyms? = nil
  ) throws -> [String] {
    try snapshot.search(query, matching: mode, limit: 1_000, synonyms: synonyms).hits.map(\.key)
  }

  private static let vocabulary = ["ka", "ri", "no", "su", "芯片", "补贴", "qu", "zo"]

  private static func words(
    _ range: ClosedRange<Int>, _ generator: inout SeededGenerator
  ) -> [String] {
    (0..<Int.random(in: range, using: &generator)).map { _ in
      vocabulary.randomElement(using: &generator) ?? ""
    }
  }

  /// Every way of writing a list of words: what is typed, or a synonym in quotation marks.
  private static func rewritings(
    _ words: [String], _ entries: [[String]: [String]]
  ) -> [[String]] {
    if words.isEmpty { return [[]] }
    for count in stride(from: min(3, words.count), to: 0, by: -1) {
      let typed = Array(words.prefix(count))
      guard let others = entries[typed] else { continue }
      let rest = rewritings(Array(words.dropFirst(count)), entries)
      let first = [typed] + others.map { ["\"\($0)\""] }
      return first.flatMap { first in rest.map { first + $0 } }
    }
    return rewritings(Array(words.dropFirst()), entries).map { [words[0]] + $0 }
  }

  @Test(arguments: 1...6)
  func `what is found is the union of the rewritten queries`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let bodies = (0..<60).map { _ in Self.words(1...6, &generator).joined(separator: " ") }
    let snapshot = try Self.index(bodies, analyzer: seed % 2 == 0 ? .multilingual : .whitespace)
    for _ in 0..<20 {
      var text = ""
      var entries: [[String]: [String]] = [:]
      for _ in 0..<3 {
        let line = Array(Set((0..<3).map { _ in Self.words(1...2, &generator) }))
        guard line.count > 1 else { continue }
        text += line.map { $0.joined(separator: " ") }.joined(separator: ", ") + "\n"
        for entry in line {
          let others = line.filter { $0 != entry }.map { $0.joined(separator: " ") }
          entries[entry, default: []] += others
        }
      }
      let synonyms = try Synonyms(parsing: text)
      let query = Self.words(1...4, &generator)
      for mode in MatchMode.allCases {
        var expected = Set<String>()
        for rewriting in Self.rewritings(query, entries) {
          expected.formUnion(try found(rewriting.joined(separator: " "), snapshot, mode))
        }
        let typed = query.joined(separator: " ")
        #expect(
          Set(try found(typed, snapshot, mode, synonyms)) == expected,
          "seed \(seed), \(mode), \(typed) with \(text)")
      }
    }
  }

  private static let makers = """
    # makers
    TSMC, 台积电, 台積電
    New York, NYC
    phone => smartphone, mobile device
    """

  @Test(arguments: [
    ("tsmc", ["0", "1", "2", "3"]), ("台積電", ["0", "1", "2", "3"]), ("台积电股价", ["1", "3"]),
    ("TSMC 股价", ["1", "3"]), ("股价 -TSMC", ["4"]), ("title:台积电", ["0"]),
    ("\"台积电\"", ["1", "2"]), ("new york", ["5", "6"]), ("NYC", ["5", "6"]),
    ("phone", ["7", "8"]), ("smartphone", ["7"]), ("york", ["5"]),
    ("股价 AND (TSMC OR NYC)", ["1", "3"]),
    ("(TSMC NYC 股价)@2", ["1", "3"]), ("TSMC^2", ["0", "1", "2", "3"]), ("tsm*", ["0", "3"]),
  ])
  func `an entry finds its others`(query: String, keys: [String]) throws {
    let snapshot = try Self.index(
      [
        "founded in 1987", "台积电的股价上涨", "台積電宣布", "TSMC 股价 rises", "苹果股价",
        "the new town of York", "NYC", "a smartphone", "a mobile device", "mobile phones",
      ].map { $0 })
    let synonyms = try Synonyms(parsing: Self.makers)
    var expected = keys
    // The word itself, and York, which stands apart from New there.
    if query == "phone" { expected.append("9") }
    let result = try found(query, snapshot, .all, synonyms).sorted()
    if query == "NYC" {
      // As a synonym, two words stand side by side.
      #expect(result == ["6"])
    } else {
      #expect(result == expected.sorted(), "\(query)")
    }
  }

  @Test func `what was typed comes before its synonym, however rare that is`() throws {
    var bodies = (0..<40).map { _ in "car park" }
    bodies += ["automobile park"] + (0..<40).map { _ in "tree park" }
    let snapshot = try Self.index(bodies)
    let synonyms = try Synonyms(parsing: "car, automobile")
    let query = try snapshot.parse("car", synonyms: synonyms)
    let hits = try snapshot.search(query, limit: 100).hits
    #expect(hits.count == 41)
    #expect(hits.last?.key == "40")
    #expect(query.parts.map(\.synonymOf) == [nil, "car"])
    let rare = try snapshot.search("automobile", limit: 100, synonyms: synonyms).hits
    #expect(rare.first?.key == "40")
  }

  @Test(arguments: [
    ("a, b\n\nc", 3, "stands alone"), ("a,, b", 1, "empty"), ("a => b => c", 1, "more than one"),
    ("=> b", 1, "empty"), ("a =>", 1, "empty"),
    (String(repeating: "x", count: 513) + ", b", 1, "longer"),
    ((0..<65).map { "w\($0)" }.joined(separator: ","), 1, "more than 64"),
  ])
  func `a line that makes no sense is named`(text: String, line: Int, reason: String) {
    do {
      _ = try Synonyms(parsing: text)
      Issue.record("accepted")
    } catch {
      #expect(error.line == line)
      #expect(error.reason.contains(reason), "\(error)")
    }
  }

  @Test func `comments, marks at the beginning and other line ends are passed over`() throws {
    let plain = try Synonyms(parsing: "a, b")
    #expect(try Synonyms(parsing: "\u{FEFF}# x\r\n  a ,b \r\n") == plain)
    #expect(try Synonyms(parsing: "a，b") == plain)
    #expect(try Synonyms(parsing: "") == Synonyms())
  }
}
