import TestSupport
import Testing

@testable import Tokenizer

@Suite struct MultilingualAnalyzerTests {
  /// Fragments whose borders are where mistakes would hide.
  static let fragments: [String] =
    AnalyzerProbes.texts + [
      " ", "  ", "\n", "\r\n", "\r", "。", "，", "、", ",", ".", "'", ":", "\"", "_", "1", "12",
      "a", "é", "e\u{301}", "\u{301}", "\u{200D}", "\u{AD}", "\u{3000}", "\u{2028}", "漢", "字",
      "かな", "カナ", "ー", "가", "한국", "ก", "ไทย", "🇫🇷", "🇫", "👩‍👧", "1️⃣", "😀", "\u{FFFD}",
      "\u{FE0F}", "\u{10FFFF}", "\u{E000}", "ß", "ﬁ", "㍿", "א\"א", "א", "٣", "\u{0F73}", "\u{FF9E}",
      "hello world, this is a stretch of plain letters that is longer than sixty-four bytes. ",
    ]

  private func randomText(_ generator: inout SeededGenerator) -> [UInt8] {
    var text: [UInt8] = []
    for _ in 0..<Int.random(in: 1...40, using: &generator) {
      if Int.random(in: 0..<12, using: &generator) == 0 {
        text.append(UInt8.random(in: 0...255, using: &generator))
      } else if let fragment = Self.fragments.randomElement(using: &generator) {
        text += Array(fragment.utf8)
      }
    }
    return text
  }

  @Test func `random texts give the tokens of ICU over the whole text`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var reference = try ReferenceAnalyzer()
    var analyzer = try AnalyzerOptions(.multilingual).makeAnalyzer()
    for _ in 0..<250 {
      let text = randomText(&generator)
      #expect(checkAnalyzer(&analyzer, on: text).isEmpty, "seed \(seed), text \(text)")
      var buffer = TokenBuffer()
      analyzer.analyze(text.span, into: &buffer)
      let expected = try reference.tokens(of: text)
      #expect(plainTokens(buffer) == expected, "seed \(seed), text \(text)")
    }
  }

  @Test func `a long mixed text, cut into many pieces, gives the tokens of the whole`() throws {
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var text: [UInt8] = []
    while text.count < 300_000 { text += randomText(&generator) }
    var reference = try ReferenceAnalyzer()
    let expected = try reference.tokens(of: text)
    #expect(plainTokens(try analyzed(text)) == expected, "seed \(seed)")
  }

  @Test func `every code point there is, alone and inside a word, keeps the laws`() throws {
    var analyzer = try AnalyzerOptions(.multilingual).makeAnalyzer()
    var buffer = TokenBuffer()
    // In the planes between, Unicode has assigned nothing; of those with little in them, that and some more.
    let counts: [UInt32: UInt32] = [
      0: 0x10000, 1: 0x10000, 2: 0x10000, 3: 0x3800, 14: 0x400, 16: 0x800,
    ]
    for (plane, count) in counts.sorted(by: { $0.key < $1.key }) {
      var text: [UInt8] = []
      for value in plane << 16..<plane << 16 + count {
        // Surrogates go in too, as the ill-formed bytes that they are in UTF-8.
        appendEncoded(value, to: &text)
        text.append(0x0A)
        text.append(0x61)
        appendEncoded(value, to: &text)
        text.append(0x62)
        text.append(0x0A)
      }
      analyzer.analyze(text.span, into: &buffer)
      #expect(buffer.tokens.count > count)
      #expect(buffer.illFormedCount == (plane == 0 ? 2 * 3 * 0x800 : 0))
      // Every plane has been analysed; the laws are looked at where the variety is.
      if plane < 2 { #expect(checkAnalyzer(&analyzer, on: Array(text.prefix(200_000))).isEmpty) }
    }
  }

  private func appendEncoded(_ value: UInt32, to text: inout [UInt8]) {
    let tail = UInt8(truncatingIfNeeded: 0x80 | value & 0x3F)
    let middle = UInt8(truncatingIfNeeded: 0x80 | value >> 6 & 0x3F)
    let upper = UInt8(truncatingIfNeeded: 0x80 | value >> 12 & 0x3F)
    switch value {
    case 0..<0x80: text.append(UInt8(truncatingIfNeeded: value))
    case 0x80..<0x800:
      text.append(UInt8(truncatingIfNeeded: 0xC0 | value >> 6))
      text.append(tail)
    case 0x800..<0x10000:
      text.append(UInt8(truncatingIfNeeded: 0xE0 | value >> 12))
      text.append(middle)
      text.append(tail)
    default:
      text.append(UInt8(truncatingIfNeeded: 0xF0 | value >> 18))
      text.append(upper)
      text.append(middle)
      text.append(tail)
    }
  }

  @Test func `floods of combining marks are folded`() throws {
    let floods = ["\u{301}", "\u{323}\u{301}", "\u{0F73}", "\u{301}\u{AD}", "\u{FF9E}"]
    for flood in floods {
      let text = "a" + String(repeating: flood, count: 20_000) + " end"
      // Quadratic time would be noticed: 20,000 marks once took minutes.
      #expect(try terms(text).last == "end", "\(flood.unicodeScalars.map(\.value))")
    }
  }

  @Test func `a huge run of Han without a space is cut as ICU cuts it`() throws {
    let text = Array(String(repeating: "半导体产业的发展取决于科学家研究", count: 5_000).utf8)
    var reference = try ReferenceAnalyzer()
    let buffer = try analyzed(text)
    let expected = try reference.tokens(of: text)
    #expect(plainTokens(buffer) == expected)
    #expect(buffer.placeCount == 80_000)
  }

  @Test(arguments: [
    ("ﬁnance", ["finance"]), ("ＡＢＣ１２３", ["abc123"]), ("Straße", ["strasse"]),
    ("pass\u{200D}word", ["password"]), ("can't 3.14 a:b", ["can't", "3.14", "a", "b"]),
    ("👍 😀", ["👍", "😀"]), ("❤️!", ["❤"]), ("\u{FFFD} a", ["a"]), ("", []), ("x", ["x"]),
    ("__ _ -", ["__"]), ("ﾃｽﾄ", ["テスト"]),
    ("me@example.com @ 3", ["me@example.com", "@", "3"]), ("ΣΊΣΥΦΟΣ", ["σίσυφοσ"]), ("\u{AD}", []),
    ("꧋ꦧꦱ", ["ꦧꦱ"]),
  ])
  func `terms are what a reader would type`(text: String, expected: [String]) throws {
    #expect(try terms(text) == expected)
  }

  @Test(arguments: [
    ("半导体", 3), ("word", 1), ("コーヒー", 4), ("한국어", 3), ("㍿", 4), ("ﾊﾟ", 1),
    ("\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}", 2), ("e\u{301}t\u{E9}", 1), ("กิน", 2),
  ])
  func `a token takes the places of its graphemes`(text: String, places: Int) throws {
    #expect(try analyzed(Array(text.utf8)).placeCount == UInt32(places))
  }

  @Test(arguments: [
    ("L\u{2019}\u{E9}t\u{E9} na\u{EF}ve", "L\u{2019}e\u{301}te\u{301} nai\u{308}ve"),
    ("\u{D55C}\u{AD6D}", "\u{1112}\u{1161}\u{11AB}\u{1100}\u{116E}\u{11A8}"),
    ("Vi\u{1EC7}t", "Vie\u{323}\u{302}t"),
    ("\u{439}\u{43E}\u{433}", "\u{438}\u{306}\u{43E}\u{433}"),
  ])
  func `composed and decomposed text give the same terms`(nfc: String, nfd: String) throws {
    let (left, right) = (try analyzed(Array(nfc.utf8)), try analyzed(Array(nfd.utf8)))
    #expect(left.termBytes == right.termBytes)
    #expect(left.tokens.map(\.width) == right.tokens.map(\.width))
    #expect(left.tokens.map(\.position) == right.tokens.map(\.position))
  }

  @Test(arguments: [254, 255, 256])
  func `a term ends after 255 code points`(count: Int) throws {
    for letter in ["a", "漢", "д", "e\u{302}\u{323}"] {
      let text = Array((String(repeating: letter, count: count) + " end").utf8)
      let buffer = try analyzed(text)
      let first = try #require(buffer.tokens.first)
      if letter != "漢" {
        #expect(buffer.term(of: first).unicodeScalars.count == min(count, 255))
        #expect(Int(first.end) == text.count - 4)
      }
      #expect(plainTokens(buffer).last?.term == "end")
    }
  }

  @Test(arguments: ["ﷺ", "ﷺ ﷺ", "ȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺȺ", "ﷺ 芯片"])
  func `what grows by folding leaves room for what follows`(_ text: String) throws {
    // Found by fuzzing: the room for ASCII was taken by what came before it, and the process died.
    let words = ["abcdefghij", "klm", "nopqrstuvwxyz0123456789"]
    for word in words {
      let buffer = try analyzed(Array("\(text) \(word)".utf8))
      #expect(plainTokens(buffer).last?.term == word)
    }
  }

  @Test func `ill-formed bytes are counted and separate words`() throws {
    let buffer = try analyzed([0x61, 0xFF, 0x62, 0xE4, 0xB8, 0x63, 0xF0])
    #expect(plainTokens(buffer).map(\.term) == ["a", "b", "c"])
    #expect(buffer.illFormedCount == 3)
  }

  /// The bytes that each place of a text stands for.
  private func highlights(_ text: String) throws -> [String] {
    let bytes = Array(text.utf8)
    let buffer = try analyzed(bytes)
    return buffer.tokens.filter { $0.kind == .character }.map { token in
      let source = String(decoding: bytes[Int(token.start)..<Int(token.end)], as: UTF8.self)
      return "\(buffer.term(of: token))<\(source)"
    }
  }

  @Test(arguments: [
    ("㍿", ["株<㍿", "式<㍿", "会<㍿", "社<㍿"]),
    ("ｶﾞｷﾞ", ["ガ<ｶﾞ", "ギ<ｷﾞ"]),
    ("\u{1112}\u{1161}\u{11AB}글", ["한<\u{1112}\u{1161}\u{11AB}", "글<글"]),
    ("น้ำตก", ["น้<น้", "\u{E4D}<\u{E33}", "\u{E32}<\u{E33}", "ต<ต", "ก<ก"]),
    ("漢字", ["漢<漢", "字<字"]),
  ])
  func `a place stands for the bytes it came from`(text: String, expected: [String]) throws {
    let found = try highlights(text)
    #expect(found.map { Array($0.unicodeScalars) } == expected.map { Array($0.unicodeScalars) })
  }
}
