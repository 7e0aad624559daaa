import Testing

@testable import Tokenizer

/// The rules of single code points over all of Unicode.
@Suite struct FoldRuleTests {
  private static let scalars = (0...0x10FFFF as ClosedRange<UInt32>).compactMap {
    Unicode.Scalar($0)
  }

  @Test func `what a rule gives has no rule itself`() {
    var count = 0
    for scalar in Self.scalars {
      guard let rule = FoldRule.of(scalar.value) else { continue }
      count += 1
      for result in [rule.first, rule.second].prefix(rule.count) {
        #expect(FoldRule.of(result) == nil, "\(scalar) gives \(result)")
      }
    }
    #expect(count > 5000)
  }

  @Test func `only marks that spell no vowel of an Indic script vanish`() {
    for scalar in Self.scalars where FoldRule.of(scalar.value)?.count == 0 {
      let category = scalar.properties.generalCategory
      // Tatweel is the one letter that vanishes; some code points of the blocks are not assigned.
      #expect(
        category == .nonspacingMark || category == .enclosingMark || category == .unassigned
          || scalar == "ـ", "U+\(String(scalar.value, radix: 16))")
    }
    for range in [0x0900...0x109F, 0x1780...0x17D3, 0x3099...0x309A] as [ClosedRange<UInt32>] {
      for scalar in range where Unicode.Scalar(scalar)?.properties.numericType == nil {
        #expect(FoldRule.of(scalar) == nil)
      }
    }
  }

  @Test func `letters lose their marks as ICU's transliterator takes them off`() throws {
    let strip = try #require(
      Transliterator("[[:Latin:][:Greek:][:Cyrillic:][:Mn:]] nfd; [:Mn:] remove; nfc"))
    var count = 0
    for range in [0xC0...0x52F, 0x1E00...0x1FFF] as [ClosedRange<UInt32>] {
      for scalar in range.compactMap(Unicode.Scalar.init) {
        // Letters of which folds leave nothing but ASCII spelling are strokes: ICU keeps those.
        let text = String(Character(scalar))
        guard scalar.properties.isAlphabetic, !MarkForms.isMark(scalar.value),
          try folded(text) == utf8(text)
        else { continue }
        let expected = try #require(strip.apply(text))
        let rule = FoldRule.of(scalar.value)
        guard rule == nil || rule?.level == .marks else { continue }
        if expected != text {
          // What ICU leaves may be a letter with a stroke.
          #expect(LevelFold.fold(utf8(expected), .marks) == LevelFold.fold(utf8(text), .marks))
          #expect(rule?.level == .marks, "\(scalar)")
          count += 1
        } else if let rule {
          #expect(MarkForms.parts(of: scalar.value).marks == [scalar.value], "\(scalar) \(rule)")
        }
      }
    }
    #expect(count > 350)
  }

  @Test func `a class of Han characters is small, closed, and no character is in two`() {
    let classes = HanClasses.shared
    var seen: Set<UInt32> = []
    for number in 0..<classes.count {
      let members = classes.members(ofClass: number)
      #expect((2...HanClasses.largestClass).contains(members.count))
      for member in members {
        #expect(seen.insert(member).inserted)
        #expect(classes.members(with: member) == members)
        #expect((classes.representative(of: member) ?? member) == members.first)
      }
    }
    #expect(classes.count > 2800)
  }

  @Test func `every kana of the blocks has a plain form that voiced marks survive`() {
    for table in [KanaForms.voiced, KanaForms.semivoiced] {
      for scalar in 0x3041...0x3096 as ClosedRange<UInt32> {
        let marked = KanaForms.look(scalar, in: table)
        if marked != 0, KanaForms.look(marked, in: KanaForms.unvoiced) != scalar {
          // わ゙ and を゙ are ば and ぼ, whose plain letters are は and ほ.
          #expect([0x308F, 0x3092].contains(scalar))
        }
      }
    }
    for scalar in 0x30A1...0x30F4 as ClosedRange<UInt32> {
      let large = KanaForms.plain(scalar - 0x60) ?? scalar - 0x60
      #expect(KanaForms.plain(scalar) == large)
    }
  }
}
