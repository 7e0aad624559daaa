public import Tokenizer

/// Checks the laws of ``Token`` and ``TokenBuffer`` on one analysis, and that a second one is equal.
///
/// Returns what is broken, in words; an empty list is a pass. So it serves any test framework.
public func checkAnalyzer(_ analyzer: inout any Analyzer, on text: [UInt8]) -> [String] {
  var buffer = TokenBuffer()
  analyzer.analyze(text.span, into: &buffer)
  var faults: [String] = []
  var again = TokenBuffer()
  again.tokens = buffer.tokens
  again.placeCount = 7
  analyzer.analyze(text.span, into: &again)
  if again.tokens != buffer.tokens || again.termBytes != buffer.termBytes
    || again.placeCount != buffer.placeCount || again.illFormedCount != buffer.illFormedCount
  {
    faults.append("a second analysis differs")
  }
  var states: [TokenKind: OrderState] = [:]
  for (index, token) in buffer.tokens.enumerated() {
    faults += faultsOf(token, in: text, buffer).map { "token \(index): \($0)" }
    let line = token.kind == .spelledWord ? .word : token.kind
    faults += states[line, default: OrderState()].add(token).map { "token \(index): \($0)" }
  }
  faults += charactersFaults(buffer)
  faults += derivedFaults(buffer)
  if buffer.placeCount < states.values.map(\.nextPlace).max() ?? 0 {
    faults.append("placeCount is before the last place")
  }
  return faults
}

/// The laws of one token by itself.
private func faultsOf(_ token: Token, in text: [UInt8], _ buffer: TokenBuffer) -> [String] {
  var faults: [String] = []
  if token.start >= token.end || Int(token.end) > text.count {
    return ["empty or outside the text"]
  }
  if token.width < 1 { faults.append("takes no place") }
  for border in [Int(token.start), Int(token.end)] where border < text.count {
    // Inside a well-formed scalar, a continuation byte would stand at the border.
    let before = text[max(0, border - 3)..<border]
    if text[border] & 0xC0 == 0x80, let lead = before.lastIndex(where: { $0 & 0xC0 == 0xC0 }),
      String(validating: text[lead...border], as: UTF8.self) != nil
    {
      faults.append("border inside a scalar")
    }
  }
  guard token.termStart < token.termEnd, Int(token.termEnd) <= buffer.termBytes.count else {
    return faults + ["empty term"]
  }
  let bytes = buffer.termBytes[Int(token.termStart)..<Int(token.termEnd)]
  guard let term = String(validating: bytes, as: UTF8.self) else {
    return faults + ["term not UTF-8"]
  }
  if term.unicodeScalars.count > 255 { faults.append("term of more than 255 code points") }
  return faults
}

/// What the tokens of one kind have reached.
private struct OrderState {
  var nextPlace: UInt32 = 0
  private var lastStart: UInt32 = 0
  private var lastEnd: UInt32 = 0
  private var lastPosition: UInt32 = 0

  mutating func add(_ token: Token) -> [String] {
    var faults: [String] = []
    if token.start < lastStart { faults.append("start does not ascend") }
    if token.position < lastPosition { faults.append("position does not ascend") }
    if token.kind == .word || token.kind == .spelledWord {
      if token.start < lastEnd { faults.append("overlaps the word before") }
    }
    if token.kind != .stem, token.kind != .part, token.position < nextPlace {
      faults.append("takes a place that is taken")
    }
    (lastStart, lastEnd, lastPosition) = (token.start, token.end, token.position)
    nextPlace = token.position + UInt32(token.width)
    return faults
  }
}

/// Characters must take the places of spelled words, one by one.
private func charactersFaults(_ buffer: TokenBuffer) -> [String] {
  let spelled = buffer.tokens.filter { $0.kind == .spelledWord && $0.width < .max }
  var expected: [UInt32] = []
  for word in spelled { expected += word.position..<word.position + UInt32(word.width) }
  let isCut = buffer.tokens.contains { $0.width == .max }
  let found = buffer.tokens.filter { $0.kind == .character }.map(\.position)
  return isCut || found == expected ? [] : ["characters do not take the places of the words"]
}

/// A stem must be a word's twin but for term and kind; a part must lie in its word, at most one byte
/// before it (`.net`) or a few behind it (`c++`), and differ from it.
private func derivedFaults(_ buffer: TokenBuffer) -> [String] {
  let words = buffer.tokens.filter { $0.kind == .word || $0.kind == .spelledWord }
  let byPosition = Dictionary(words.map { ($0.position, $0) }) { first, _ in first }
  var faults: [String] = []
  for token in buffer.tokens where token.kind == .stem || token.kind == .part {
    guard let word = byPosition[token.position] else {
      faults.append("\(token.kind) \(buffer.term(of: token)) has no word")
      continue
    }
    var twin = token
    (twin.termStart, twin.termEnd, twin.kind) = (word.termStart, word.termEnd, word.kind)
    if token.kind == .stem {
      let term = buffer.term(of: token)
      let isPrefixed = term.utf8.count > 3 && term.utf8.dropFirst(2).first == UInt8(ascii: ":")
      if twin != word || word.kind != .word { faults.append("stem \(term) is not of its word") }
      if !isPrefixed { faults.append("stem \(term) names no language") }
    } else {
      let isNear = token.start + 1 >= word.start && token.end <= word.end + 2
      if !isNear || (token.start, token.end) == (word.start, word.end) {
        faults.append("part \(buffer.term(of: token)) is not of its word")
      }
    }
  }
  return faults
}
