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
  var nextStart = 0
  var nextPlace: UInt32 = 0
  var nextTerm: UInt32 = 0
  for (index, token) in buffer.tokens.enumerated() {
    faults += faultsOf(token, in: text, buffer).map { "token \(index): \($0)" }
    if Int(token.start) < nextStart { faults.append("token \(index): overlaps the one before") }
    if token.position < nextPlace { faults.append("token \(index): position does not ascend") }
    if token.termStart != nextTerm { faults.append("token \(index): terms are not back to back") }
    nextStart = Int(token.end)
    nextPlace = token.position + UInt32(token.width)
    nextTerm = token.termEnd
  }
  if buffer.placeCount < nextPlace { faults.append("placeCount is before the last place") }
  if nextTerm != UInt32(buffer.termBytes.count) { faults.append("termBytes holds more than terms") }
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
