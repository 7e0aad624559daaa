import Index
import TestSupport
import Tokenizer

/// An index of random documents in memory: several segments, deletes, sometimes merged into one.
struct RandomCollection {
  /// What the documents are like.
  enum Kind {
    /// Made-up words, cut at white space; in few documents also kept by the naive index.
    case spacedFew, spacedMany
    /// English words with endings, capitals, titles.
    case words
    /// Han, kana, Hangul, Thai and Latin words mixed.
    case mixed
  }

  /// What consecutive seeds make: more of what is quickly asked.
  private static let kinds: [Kind] = [
    .spacedFew, .spacedMany, .mixed, .spacedMany, .words, .spacedFew, .spacedMany, .mixed,
  ]

  let kind: Kind
  let snapshot: Snapshot
  /// What queries are made of.
  let texts: [String]
  /// The oracle over the same documents, for the kind that has one.
  let naive: NaiveIndex?

  /// The collection of a seed.
  init(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let kind = Self.kinds[Int(seed % UInt64(Self.kinds.count))]
    let maker = TextMaker(kind, &generator)
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(),
      options: SearchIndex.Options(
        analyzer: .init(maker.isSpaced ? .whitespace : .multilingual), storesText: false),
      identifiers: SeededIdentifiers(seed: seed))
    let writer = try index.makeWriter()
    if Bool.random(using: &generator) { writer.neighbourRule = Self.everywhere }
    let count = Self.documentCount(kind, &generator)
    // Fewer than the merge policy would merge.
    let segmentCount = Int.random(in: 1...6, using: &generator)
    var naive = kind == .spacedFew ? NaiveIndex() : nil
    var texts: [String] = []
    for number in 0..<count {
      let title = maker.title(&generator)
      let body = maker.body(number, of: count, &generator)
      // For filters: any share of the documents, spread over all or side by side.
      let values: [Document.Value] = [
        .integer("spread", Int64(number) * 7_919 % 1_000),
        .integer("part", Int64(number * 1_000 / count)),
      ]
      try writer.add(Document(key: "\(number)", title: title, body: body, values: values))
      naive?.add("\(number)", Self.occurrences(title, body))
      if texts.count < 400 { texts.append(title + " " + body) }
      if Int.random(in: 0..<count, using: &generator) < segmentCount - 1 {
        try writer.commit()
        naive?.commit()
      }
    }
    try writer.commit()
    naive?.commit()
    if naive == nil { try Self.delete(from: writer, count, &generator) }
    snapshot = try index.snapshot()
    (self.kind, self.texts, self.naive) = (kind, texts, naive)
  }

  /// Also small segments know which words stand side by side, and of rare words, too.
  private static let everywhere = NeighbourRule(
    leastDocumentCount: 2, leastFrequency: 1, leastPostingsShare: 0)

  private static func documentCount(_ kind: Kind, _ generator: inout SeededGenerator) -> Int {
    switch kind {
    case .spacedFew: Int.random(in: 1...150, using: &generator)
    case .spacedMany:
      [300, 1_200, 4_000, 9_000][Int.random(in: 0..<4, using: &generator)]
    case .words: Int.random(in: 1...700, using: &generator)
    case .mixed: Int.random(in: 1...700, using: &generator)
    }
  }

  /// Deletes some documents, and sometimes merges what is left.
  private static func delete(
    from writer: IndexWriter, _ count: Int, _ generator: inout SeededGenerator
  ) throws {
    if Bool.random(using: &generator) {
      for _ in 0..<count / 6 {
        try writer.delete(key: "\(Int.random(in: 0..<count, using: &generator))")
      }
    }
    if Int.random(in: 0..<3, using: &generator) == 0 { try writer.optimize() }
    try writer.commit()
  }

  /// Where the words of a document stand: the fields lie 1,024 places apart.
  private static func occurrences(_ title: String, _ body: String) -> [NaiveIndex.Occurrence] {
    let words = [title, body].map { $0.split(separator: " ") }
    let start = words[0].isEmpty ? 0 : words[0].count + 1_024
    return words[0].enumerated().map { .init(String($1), at: $0) }
      + words[1].enumerated().map { .init(String($1), at: start + $0) }
  }
}

/// Makes texts of one kind.
private struct TextMaker {
  private let kind: RandomCollection.Kind
  private let vocabulary: [String]
  /// From 1 (all words alike) to 3 (few words nearly everywhere).
  private let skew: Double
  /// Which of the first words, the common ones, the last tenth of the documents lacks, as bits.
  private let missing: Int

  init(_ kind: RandomCollection.Kind, _ generator: inout SeededGenerator) {
    self.kind = kind
    skew = Double.random(in: 1...3, using: &generator)
    missing = Bool.random(using: &generator) ? Int.random(in: 0..<64, using: &generator) : 0
    switch kind {
    // Five of them make pairs.
    case .spacedFew:
      vocabulary = ["the", "of", "to", "in", "a"] + (5..<25).map { "w\($0)" }
    case .spacedMany:
      let count = [12, 60, 1_000][Int.random(in: 0..<3, using: &generator)]
      vocabulary = (0..<count).map { "w\($0)" }
    case .words: vocabulary = Self.words
    case .mixed: vocabulary = Self.pieces
    }
  }

  var isSpaced: Bool { kind == .spacedFew || kind == .spacedMany }

  func title(_ generator: inout SeededGenerator) -> String {
    Int.random(in: 0..<3, using: &generator) == 0
      ? text(Int.random(in: 1...3, using: &generator), &generator) : ""
  }

  /// The later documents are longer in some collections, so that blocks differ.
  func body(_ number: Int, of count: Int, _ generator: inout SeededGenerator) -> String {
    let longest = kind == .spacedMany ? [4, 12, 30, 60][number * 4 / count] : 60
    return text(
      Int.random(in: 0...longest, using: &generator), &generator,
      without: number * 10 / count == 9 ? missing : 0)
  }

  private func text(
    _ count: Int, _ generator: inout SeededGenerator, without missing: Int = 0
  ) -> String {
    let pieces = (0..<count).map { _ in
      // A power of an even number: the first words are the common ones.
      var share = Double.random(in: 0..<1, using: &generator)
      if skew > 2 { share *= Double.random(in: 0..<1, using: &generator) }
      if skew > 1.5 { share *= Double.random(in: 0..<1, using: &generator) }
      let index = Int(share * Double(vocabulary.count))
      return missing >> index & 1 == 1 ? vocabulary[vocabulary.count - 1] : vocabulary[index]
    }
    return pieces.joined(separator: kind == .mixed ? "" : " ")
  }

  private static let words = [
    "the", "of", "and", "to", "run", "running", "runs", "chip", "chips", "market", "markets",
    "Berlin",
    "house", "houses", "housing", "school", "café", "cafe", "naïve", "AI", "getUserById", "user",
    "C++",
    "write", "writer", "writing", "wrote", "x86", "2024", "U.S.", "don't", "state-of-the-art",
    "river",
    "rivers", "Straße", "strasse", "semiconductor", "semiconductors", "nation", "national", "zebra",
  ]

  /// Common characters, one in three spellings (后 後), rare ones that make no pairs (鼙, 麤), words.
  private static let pieces = [
    "的", "中", "国", "國", "学", "后", "後", "大学", "中国", "北京", "，", " ", "か", "カ", "の", "ん",
    "大", "学生", "東京", "都", "학", "교", "학교", "AI", " x2 ", "鼙", "麤", "ไทย", "ภาษา", "ประเทศ", "。",
    "半导体", "半導體", "\u{20BB7}", " chip ", "年", "2024", "ー", "ラーメン", "lao ",
  ]
}
