import Index
import TestSupport
import Tokenizer

/// Small indexes in memory with something of everything: several segments, deletes, fields, stored
/// text, a file table, values of each type, words that many documents hold and words that few do, many
/// scripts.
struct SampleIndex {
  /// How an index is made.
  struct Kind: Sendable {
    var analyzer = AnalyzerOptions.Name.multilingual
    var storesText = true
    var segmentCount = 3
    var documentCount = 60
  }

  let files: MemoryFileSystem
  /// The names of all files but the lock, sorted.
  let names: [String]

  init(_ kind: Kind, seed: UInt64 = 7) throws {
    files = MemoryFileSystem()
    let index = try SearchIndex.openOrCreate(
      on: files,
      options: SearchIndex.Options(
        analyzer: AnalyzerOptions(kind.analyzer), storesText: kind.storesText),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    var random = SeededGenerator(seed: seed)
    for part in 0..<kind.segmentCount {
      for number in 0..<kind.documentCount / kind.segmentCount {
        try writer.add(Self.document(part, number, using: &random))
      }
      if part > 0 { try writer.delete(key: "k0-\(part)") }
      let entry = FileTable.Entry(
        path: "folder/file", size: 1, modified: 2, contentHash: 3, documentCount: UInt32(part))
      try writer.commit(fileTable: FileTable(base: "b", roots: ["r"], entries: [entry]))
    }
    writer.close()
    names = try files.list().filter { !$0.hasPrefix("write") }.sorted()
  }

  private init(files: MemoryFileSystem, names: [String]) {
    self.files = files
    self.names = names
  }

  private static func document(
    _ part: Int, _ number: Int, using random: inout SeededGenerator
  ) -> Document {
    let phrases = [
      "running dogs", "芯片量产", "東京タワー", "ประเทศไทย", "Straße", "don't", "user_name",
      "getUserById", "Москва", "한국어", "é́a", "2,000.5", "x",
    ]
    var words = ["common"]
    for _ in 0..<Int.random(in: 1...14, using: &random) {
      words.append("w\(Int.random(in: 0..<40, using: &random))")
      if Int.random(in: 0..<4, using: &random) == 0 {
        words.append(phrases.randomElement(using: &random) ?? "")
      }
    }
    return Document(
      key: "k\(part)-\(number)", title: "w1 title", body: words.joined(separator: " "),
      fields: [Document.Field("tag", "w2 t\(number % 5)")], values: values(part, number))
  }

  /// Values of each type; some documents have several under a name, and some none.
  private static func values(_ part: Int, _ number: Int) -> [Document.Value] {
    var values: [Document.Value] = [
      .keyword("type", ["md", "txt", "pdf"][number % 3]), .integer("year", Int64(2000 + number)),
      .boolean("draft", number % 4 == 0),
      .date("made", Timestamp(microseconds: Int64(number * part) * 86_400_000_000)),
    ]
    if number % 2 == 0 { values.append(.decimal("price", Double(number) / 8 - 1)) }
    if number % 5 == 0 { values += [.keyword("type", "日本"), .integer("year", -1)] }
    if number % 7 == 0 { values.append(.integer("price", Int64(number))) }
    return values
  }

  /// A copy whose bytes can be changed.
  func copy() -> SampleIndex {
    let other = MemoryFileSystem()
    try? other.createFolder()
    for name in names { other.replaceContents(of: name, with: files.contents(of: name) ?? []) }
    return SampleIndex(files: other, names: names)
  }

  /// Queries that have something to find in these indexes.
  static let queries = [
    "w1", "common", "w1 w2 w39", "w3 AND w4", "\"common w1\"", "w5 NOT w6",
    "common AND \"title w2\"",
    "year:2005", "w1 year:[2003 TO 2010}", "common -type:md", "common draft:true price:*",
    "type:t* made:1970-01", "芯片", "東京", "\"running dogs\"", "dog", "user", "ประเทศ", "strasse",
    "absent", "w7 OR 한국어",
  ]
}
