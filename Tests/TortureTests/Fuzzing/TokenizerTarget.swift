import TestSupport
import Tokenizer

/// Any bytes, by each analyzer.
struct TokenizerTarget: FuzzTarget {
  static let name = "tokenizer"
  static let usualByteCount = 32
  static let longCount = 10_000_000
  static let maximumByteCount = 8192
  static let seeds = bytes([
    "mHello, world. It's 3.14!", "m芯片 Rapidus 将量产", "m東京タワーへ行く", "mภาษาไทยเป็นภาษา",
    "mgetUserById c++ .net", "m한국어 문장", "ma\u{301}\u{327}\u{302}", "wsome plain words", "m",
    "mрусский язык и слова", "mعربي ١٢٣", "mខ្មែរ ລາວ မြန်မာ", "m👨‍👩‍👧‍👦🇩🇪", "mﷺ ﬃ ㌀ Å",
  ])
  static let dictionary = bytes([
    "\u{200D}", "\u{200C}", "\u{200B}", "\u{AD}", "\u{FEFF}", "\u{301}", "\u{327}", "\u{3099}",
    "\u{309A}", "\u{FE0F}", "\u{E0100}", "\u{640}", "\u{93C}", "\u{94D}", "\u{1F3FD}", "\u{1F1E6}",
    "\u{20E3}", "'", "’", ".", ",", "_", "-", ":", "@", "/", "\\", "#", "+", "++", ".net", "\r\n",
    "\u{2028}", "\0", "İ", "ß", "ŉ", "ǰ", "ﬁ", "Ⅷ", "①", "ｱﾞ", "ー", "々", "〆", "가", "각", "ᄀ", "ᅡ",
    "ᆨ", "ก", "ำ", "เ", "ໍ", "ក្ក", "က္က", "ا", "لا", "ﷺ", "א", "ा", "क्ष", "𝔸", "𠀀", "\u{E000}",
    "\u{FFFF}", "\u{10FFFF}", "the ", "running", "naïve", "Donaudampfschiff", "I'm", "1,000", "1e9",
  ])

  private var multilingual: any Analyzer
  private var whitespace: any Analyzer
  private var buffer = TokenBuffer()

  init() throws {
    multilingual = try AnalyzerOptions(.multilingual).makeAnalyzer()
    whitespace = try AnalyzerOptions(.whitespace).makeAnalyzer()
  }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    let isPlain = input.first == UInt8(ascii: "w")
    let text = Array(input.dropFirst())
    if depth == .all {
      if isPlain { return checkAnalyzer(&whitespace, on: text) }
      return checkAnalyzer(&multilingual, on: text)
    }
    if isPlain {
      whitespace.analyze(text.span, into: &buffer)
    } else {
      multilingual.analyze(text.span, into: &buffer)
    }
    let termCount = buffer.termBytes.count
    for token in buffer.tokens
    where token.start >= token.end || token.end > text.count || token.termStart >= token.termEnd
      || token.termEnd > termCount
    {
      return ["a token outside the text or its terms"]
    }
    return []
  }
}
