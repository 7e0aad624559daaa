import Testing

@testable import Tokenizer

/// The loosest form, its fixtures and its laws.
@Suite struct LooseFoldTests {
  @Test(arguments: [
    // Kana.
    ("イヴァンカ", "いゔぁんか"), ("ヴィーガン", "ビーガン"), ("カー", "カア"), ("ヴ", "ブ"), ("ヴュー", "ビュー"),
    ("ﾊﾟﾝﾀﾞ", "ぱんだ"), ("いすゞ", "イスズ"), ("こゝろ", "こころ"), ("ウヰスキー", "ういすきい"), ("キャラ", "きやら"),
    ("ㇷ゚", "プ"), ("ヷ", "バ"), ("わ゙", "ば"), ("一ヶ月", "一け月"), ("マイレージ", "まいれえじ"),
    // Han.
    ("人々", "人人"), ("一歩々々", "一歩一步"), ("佐々木", "佐佐木"), ("少女終末旅行", "少女终末旅行"), ("学", "學"),
    ("国際", "國際"), ("国际", "国際"), ("斎藤", "齊藤"), ("斉藤", "齋藤"), ("検索", "檢索"), ("检索", "検索"),
    ("機", "机"), ("髪", "发"), ("渡邉", "渡辺"), ("説明", "說明"), ("広島", "广岛"),
    // Marks.
    ("xịt chống nắng", "xit chong nang"), ("đường", "duong"), ("café", "CAFE"),
    ("Ørsted", "orsted"),
    ("Łódź", "lodz"), ("æther", "aether"), ("straße", "STRASSE"), ("ещё", "еще"), ("й", "и"),
    ("Άθήνα", "αθηνα"), ("ǿ", "o"), ("ǽ", "ae"), ("كِتَابٌ", "كتاب"), ("שָׁלוֹם", "שלומ"), ("q̃", "q"),
    // Letters.
    ("كتاب", "کتاب"), ("علی", "على"), ("أحمد", "احمد"), ("إسلام", "اسلام"), ("مكتبة", "مكتبه"),
    ("كـــتاب", "كتاب"), ("Işık", "ışık"), ("istanbul", "İstanbul"), ("ISIK", "ışık"),
    ("שלום", "שלומ"),
    ("٢٠٢٦", "2026"), ("१२", "12"), ("l’homme", "l'homme"), ("צה״ל", "צה\"ל"), ("ײ", "יי"),
    ("thuỵ", "thụy"),
  ])
  func `spellings of one word have one loosest form`(_ first: String, _ second: String) throws {
    #expect(try loose(first) == loose(second))
  }

  @Test(arguments: [
    ("パンダ", "ハンタ"), ("パ", "バ"), ("ば", "は"), ("か", "が"), ("か\u{309A}", "か"), ("ん", "んー"), ("辨", "瓣"),
    ("欠", "缺"), ("कि", "क"), ("กา", "กำ"), ("ไก่", "ไก"), ("မြန်မာ", "မန်မာ"), ("கா", "க"), ("ន", "នា"),
    ("한", "하"), ("あゞ", "あ"), ("日本田", "日本地"), ("ß", "s"), ("اب", "ات"), ("ש", "ס"),
  ])
  func `different words keep different forms`(_ first: String, _ second: String) throws {
    #expect(try loose(first) != loose(second))
  }

  @Test(arguments: [
    "search", "a-b's", "", "中文索引", "한국어", "ภาษาไทยง่าย", "हिन्दी", "தமிழ்", "ひらがな", "привет", "שלו",
    "々", "ーん", "\u{301}", "ـ", "⭐",
  ])
  func `what has no looser form is left alone`(_ term: String) {
    var fold = LooseFold()
    var output: [UInt8] = []
    #expect(!fold.fold(utf8(term).span, into: &output))
    #expect(fold.loosest(utf8(term)) == utf8(term))
  }

  @Test func `folding is the same each time, and once is enough`() throws {
    var fold = LooseFold()
    for seed in 0..<4_000 as Range<UInt64> {
      var terms = RandomTerms(seed: seed)
      for term in [terms.bytes(), try folded(terms.scalars())] {
        let once = fold.loosest(term)
        #expect(fold.loosest(term) == once, "seed \(seed)")
        #expect(
          fold.loosest(once) == once, "seed \(seed): \(String(decoding: term, as: UTF8.self))")
        #expect(once == term || String(validating: once, as: UTF8.self) != nil, "seed \(seed)")
        #expect(term.isEmpty || !once.isEmpty, "seed \(seed)")
      }
    }
  }

  @Test func `the tables agree with the rules, applied one by one`() throws {
    var fold = LooseFold()
    for seed in 0..<4_000 as Range<UInt64> {
      var terms = RandomTerms(seed: seed)
      for term in [terms.bytes(), try folded(terms.scalars())] {
        #expect(
          fold.loosest(term) == LevelFold.fold(term, .all),
          "seed \(seed): \(String(decoding: term, as: UTF8.self))")
      }
    }
  }

  @Test(arguments: [
    "a", "é", "人", "々", "人々", "か", "ー", "かー", "\u{301}", "ヴァ", "\u{3099}", "کت",
  ])
  func `long terms fold, whatever they repeat`(_ piece: String) {
    var fold = LooseFold()
    // Doubled rather than joined: unoptimised tests would spend their time on making the text.
    var term = utf8("人" + piece)
    while term.count < 50_000 { term += term }
    if piece == "a" { while term.count < 10_000_000 { term += term } }
    let once = fold.loosest(term)
    #expect(!once.isEmpty && once.count <= term.count)
    #expect(fold.loosest(once) == once)
  }

  @Test func `a fold that was used before gives the same form`() {
    var used = LooseFold()
    for seed in 0..<300 as Range<UInt64> {
      var terms = RandomTerms(seed: seed)
      let term = terms.bytes()
      var new = LooseFold()
      #expect(used.loosest(term) == new.loosest(term), "seed \(seed)")
    }
  }
}
