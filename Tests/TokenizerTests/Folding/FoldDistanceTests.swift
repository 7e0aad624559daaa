import Testing

@testable import Tokenizer

/// Which levels lead from a typed term to an indexed one, and what that costs.
@Suite struct FoldDistanceTests {
  private static let levels: [(String, String, FoldLevels)] = [
    ("パンダ", "パンダ", []), ("Cafe", "ｃａｆｅ", []), ("１０", "10", []),
    ("カ", "か", .kana), ("ビーガン", "ヴィーガン", .kana), ("いゔぁんか", "イヴァンカ", .kana), ("人人", "人々", .kana),
    ("少女终末旅行", "少女終末旅行", .han), ("国际", "國際", .han), ("检索エンジン", "検索エンジン", .han),
    ("检索えんじん", "検索エンジン", [.han, .kana]),
    ("cafe", "café", .marks), ("xit", "xịt", .marks), ("thụy", "thuỵ", .marks),
    ("אדם", "אָדָם", .marks),
    ("كتاب", "کتاب", .letters), ("istanbul", "İstanbul", .letters),
    ("Isik", "ışık", [.letters, .marks]),
    ("Işık", "ışık", .letters), ("كِتاب", "کتاب", [.letters, .marks]), ("2026", "٢٠٢٦", .letters),
  ]

  @Test(arguments: levels)
  func `the fewest levels that suffice are named, both ways`(
    _ typed: String, _ indexed: String, _ levels: FoldLevels
  ) throws {
    #expect(try distance(typed, indexed)?.levels == levels)
    #expect(try distance(indexed, typed)?.levels == levels)
  }

  @Test(arguments: [("パンダ", "ハンタ"), ("本田", "本地"), ("duong", "duongs"), ("a", ""), ("", "ー")])
  func `no level leads to another word`(_ typed: String, _ indexed: String) throws {
    #expect(try distance(typed, indexed) == nil)
  }

  @Test(arguments: [
    ("cafe", "café", MarkChange.added, FoldDistance.addedMark),
    ("café", "cafe", .lost, FoldDistance.lostMark),
    ("duong", "đường", .added, FoldDistance.addedMark),
    ("đuong", "đường", .added, FoldDistance.addedMark),
    ("dương", "đường", .added, FoldDistance.addedMark),
    ("đường", "dương", .lost, FoldDistance.lostMark),
    ("đường", "duong", .lost, FoldDistance.lostMark),
    ("má", "mà", .replaced, FoldDistance.replacedMark),
    ("résume", "resumé", .replaced, FoldDistance.replacedMark),
    ("thuỵ", "thụy", .moved, FoldDistance.movedMark),
    ("hoà", "hòa", .moved, FoldDistance.movedMark),
    ("khỏe", "khoẻ", .moved, FoldDistance.movedMark),
    ("thuy", "thụy", .added, FoldDistance.addedMark),
    ("еще", "ещё", .added, FoldDistance.optionalMark),
    ("ещё", "еще", .lost, FoldDistance.optionalMark),
    ("мои", "мой", .added, FoldDistance.lostMark),
    ("мой", "мои", .lost, FoldDistance.ownLetter),
    ("aether", "æther", .added, FoldDistance.addedMark),
    ("æther", "aether", .lost, FoldDistance.lostMark),
  ])
  func `a typed mark counts more than one that was not typed`(
    _ typed: String, _ indexed: String, _ change: MarkChange, _ weight: Float
  ) throws {
    let distance = try #require(try distance(typed, indexed))
    #expect(distance.marks == change)
    #expect(distance.weight == weight)
  }

  @Test(arguments: [
    ("xit", "xịt"), ("chong", "chống"), ("nang", "nắng"), ("duong", "đường"), ("cafe", "café"),
    ("и", "й"), ("αθηνα", "αθήνα"), ("كتاب", "كِتَاب"),
  ])
  func `marks that were typed and are missing rank below marks that were not typed`(
    _ plain: String, _ marked: String
  ) throws {
    let toMarked = try #require(try distance(plain, marked))
    let toPlain = try #require(try distance(marked, plain))
    #expect(toPlain.weight < toMarked.weight && toMarked.weight < 1)
    #expect(toPlain.levels == .marks && toMarked.levels == .marks)
  }

  @Test func `equal terms are worth most, and no match is worth nothing`() throws {
    var fold = LooseFold()
    for seed in 0..<1_500 as Range<UInt64> {
      var terms = RandomTerms(seed: seed)
      let term = try folded(terms.scalars())
      let loose = fold.loosest(term)
      #expect(FoldDistance(from: term, to: term) == .zero)
      let down = try #require(FoldDistance(from: term, to: loose), "seed \(seed)")
      let up = try #require(FoldDistance(from: loose, to: term), "seed \(seed)")
      #expect((term == loose) == down.levels.isEmpty, "seed \(seed)")
      #expect(down.levels == up.levels, "seed \(seed)")
      #expect(down.weight > 0 && (down.weight < 1) == (term != loose), "seed \(seed)")
      #expect(down.weight <= up.weight, "seed \(seed)")
      #expect(LevelFold.fold(term, down.levels) == LevelFold.fold(loose, down.levels))
    }
  }

  @Test func `bytes of any kind have a distance or none`() {
    var fold = LooseFold()
    for seed in 0..<1_500 as Range<UInt64> {
      var terms = RandomTerms(seed: seed)
      let (first, second) = (terms.bytes(), terms.bytes())
      let isReached = FoldDistance(from: first, to: second) != nil
      #expect(isReached == (fold.loosest(first) == fold.loosest(second)), "seed \(seed)")
    }
  }

  @Test func `the dial allows more with each step`() throws {
    let sets = FoldLevel.allCases.map(FoldLevels.init(upTo:))
    for (lower, upper) in zip(sets, sets.dropFirst()) { #expect(lower.isSubset(of: upper)) }
    #expect(sets.first == [] && sets.last == .all)
    #expect(try distance("a", "a")?.level == .case)
    #expect(try distance("か", "カ")?.level == .kana)
    #expect(try distance("检えん", "検エン")?.level == .han)
    #expect(try distance("isik", "ışık")?.level == .letters)
  }
}
