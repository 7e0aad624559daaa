import Testing

@testable import Tokenizer

/// Other forms of characters and other spellings of runs.
@Suite struct VariantTests {
  private func forms(of character: String, levels: FoldLevels = .all) -> [String] {
    CharacterVariants().forms(of: utf8(character), levels: levels).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
  }

  private func spellings(_ run: String, limit: Int = RunVariants.defaultLimit) throws -> [String] {
    RunVariants.spellings(of: try folded(run), limit: limit).map {
      String(decoding: $0.bytes, as: UTF8.self)
    }
  }

  @Test(arguments: [
    ("终", ["終"]), ("検", ["检", "檢"]), ("か", ["ゕ", "カ", "ヵ"]), ("ァ", ["ぁ", "あ", "ア"]),
    ("パ", ["ぱ"]), ("ゔ", ["ぶ", "ブ", "ヴ"]), ("ㇷ゚", ["ぷ", "プ"]), ("い", ["ぃ", "ゐ", "ィ", "イ", "ヰ"]),
    ("中", []), ("a", []), ("é", []), ("한", []), ("ก", []), ("ー", []), ("终终", []), ("", []),
  ])
  func `a character has its forms`(_ character: String, _ expected: [String]) {
    #expect(forms(of: character) == expected)
  }

  @Test func `a form of a form is the character again`() {
    var count = 0
    for range in [0x3041...0x30FF, 0x31F0...0x31FF, 0x3400...0x9FFF] as [ClosedRange<UInt32>] {
      for scalar in range.compactMap(Unicode.Scalar.init) {
        let character = String(Character(scalar))
        for form in forms(of: character) {
          #expect(forms(of: form).contains(character), "\(character) \(form)")
          count += 1
        }
      }
    }
    #expect(count > 6000)
  }

  @Test func `the dial decides which forms are given`() {
    #expect(forms(of: "终", levels: .kana) == [])
    #expect(forms(of: "か", levels: .han) == [])
    #expect(forms(of: "か", levels: .kana).count == 3)
    let form = CharacterVariants().forms(of: utf8("终")).first
    #expect(form?.distance.levels == .han && form?.distance.weight == FoldDistance.han)
  }

  @Test(arguments: [
    ("ヴィーガン", "ビーガン"), ("ビーガン", "ヴィーガン"), ("カー", "カア"), ("カア", "カー"), ("人々", "人人"),
    ("佐佐木", "佐々木"), ("一歩々々", "一歩一歩"), ("いすゞ", "いすず"), ("いすず", "いすゞ"), ("こゝろ", "こころ"),
    ("ヴュー", "ビュー"), ("ビュー", "ヴュー"), ("ヴァイオリン", "バイオリン"), ("おかあさん", "おかーさん"),
    ("スーパー", "スウパア"), ("ﾊﾞﾚｴ", "バレー"),
  ])
  func `a run has its other spellings`(_ run: String, _ expected: String) throws {
    #expect(try spellings(run).contains(expected))
  }

  @Test(arguments: ["中国", "パンダ", "", "a", "ー", "々", "ゝ", "한국", "ん"])
  func `a run that nobody spells otherwise has no other spellings`(_ run: String) throws {
    #expect(try spellings(run) == [])
  }

  @Test func `spellings are few, differ, and have the same loosest form`() throws {
    var fold = LooseFold()
    for seed in 0..<1_500 as Range<UInt64> {
      var terms = RandomTerms(seed: seed)
      for run in [terms.bytes(), try folded(terms.scalars())] {
        let spellings = RunVariants.spellings(of: run)
        #expect(spellings == RunVariants.spellings(of: run), "seed \(seed)")
        #expect(spellings.count <= RunVariants.defaultLimit, "seed \(seed)")
        #expect(Set(spellings.map(\.bytes) + [run]).count == spellings.count + 1, "seed \(seed)")
        for spelling in spellings {
          #expect(fold.loosest(spelling.bytes) == fold.loosest(run), "seed \(seed)")
          #expect(spelling.distance.weight < 1, "seed \(seed)")
        }
      }
    }
    let long = Array(repeatElement(utf8("カー"), count: 100_000).joined())
    #expect(RunVariants.spellings(of: long).isEmpty)
    #expect(RunVariants.spellings(of: utf8("カー"), limit: 0).isEmpty)
  }

  /// What users reported: the query's run, in one of its spellings, with forms at each place, must
  /// give the text's characters.
  @Test(arguments: [
    ("いゔぁんか", "イヴァンカ"), ("ビーガン", "ヴィーガン"), ("びーがん", "ヴィーガン"), ("少女终末旅行", "少女終末旅行"),
  ])
  func `queries of users' reports reach the text`(_ query: String, _ text: String) throws {
    let run = try folded(query)
    let indexed = try folded(text)
    let all = [run] + RunVariants.spellings(of: run).map(\.bytes)
    let isReached = all.contains { spelling in
      let places = String(decoding: spelling, as: UTF8.self).map {
        Set([utf8(String($0))] + CharacterVariants().forms(of: utf8(String($0))).map(\.bytes))
      }
      let characters = String(decoding: indexed, as: UTF8.self).map { utf8(String($0)) }
      return characters.indices.contains { start in
        start + places.count <= characters.count
          && places.indices.allSatisfy { places[$0].contains(characters[start + $0]) }
      }
    }
    #expect(isReached)
  }

  @Test func `ハンタ does not reach パンダ`() throws {
    let run = try folded("ハンタ")
    #expect(RunVariants.spellings(of: run).isEmpty)
    #expect(!forms(of: "ハ").contains("パ") && !forms(of: "タ").contains("ダ"))
  }
}
