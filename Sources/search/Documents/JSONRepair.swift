/// JSON that a strict parser refuses, with what is beyond doubt put right: ill-formed UTF-8 and
/// escapes of half a surrogate pair become U+FFFD, and numbers too large for 64 bits become strings
/// of their digits. Whatever else is wrong stays wrong.
///
/// - Complexity: O(n).
func repairedJSON(_ line: UnsafeRawBufferPointer) -> [UInt8] {
  // Copied at once.
  let text = unsafe Array(String(decoding: line, as: UTF8.self).utf8)
  var repair = JSONRepair(text: text)
  return repair.run()
}

private struct JSONRepair {
  let text: [UInt8]
  private var at = 0
  private var result: [UInt8] = []

  init(text: [UInt8]) {
    self.text = text
    result.reserveCapacity(text.count)
  }

  mutating func run() -> [UInt8] {
    while at < text.count {
      switch text[at] {
      case UInt8(ascii: "\""): copyString()
      case UInt8(ascii: "-"), UInt8(ascii: "0")...UInt8(ascii: "9"): copyNumber()
      default:
        result.append(text[at])
        at += 1
      }
    }
    return result
  }

  /// Copies a string, from its first quotation mark to its second.
  private mutating func copyString() {
    repeat {
      if text[at] == UInt8(ascii: "\\") {
        copyEscape()
      } else {
        result.append(text[at])
        at += 1
      }
    } while at < text.count && text[at] != UInt8(ascii: "\"")
    if at < text.count {
      result.append(text[at])
      at += 1
    }
  }

  private mutating func copyEscape() {
    var length = min(2, text.count - at)
    if let unit = escapedUnit(at: at) {
      length = 6
      let isPair =
        0xD800..<0xDC00 ~= unit && escapedUnit(at: at + 6).map { 0xDC00..<0xE000 ~= $0 } == true
      if isPair {
        length = 12
      } else if 0xD800..<0xE000 ~= unit {
        result.append(contentsOf: "\\uFFFD".utf8)
        at += 6
        return
      }
    }
    result.append(contentsOf: text[at..<at + length])
    at += length
  }

  /// The UTF-16 unit that `\uXXXX` at an index stands for.
  private func escapedUnit(at index: Int) -> UInt16? {
    guard index + 6 <= text.count, text[index] == UInt8(ascii: "\\"),
      text[index + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt16 = 0
    for digit in text[index + 2..<index + 6] {
      guard let value = Character(Unicode.Scalar(digit)).hexDigitValue else { return nil }
      unit = unit << 4 | UInt16(value)
    }
    return unit
  }

  private mutating func copyNumber() {
    let start = at
    while at < text.count, isNumberByte(text[at]) { at += 1 }
    let number = text[start..<at]
    // Any number of up to 18 digits without an exponent is within 64 bits.
    let mayBeTooLarge =
      number.count > 18 || number.contains { $0 == UInt8(ascii: "e") || $0 == UInt8(ascii: "E") }
    if mayBeTooLarge, isWellFormed(number) {
      result.append(UInt8(ascii: "\""))
      result.append(contentsOf: number)
      result.append(UInt8(ascii: "\""))
    } else {
      result.append(contentsOf: number)
    }
  }

  private func isNumberByte(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "+"),
      UInt8(ascii: "."), UInt8(ascii: "e"), UInt8(ascii: "E"):
      true
    default: false
    }
  }

  /// Whether these bytes are a number by JSON's grammar.
  private func isWellFormed(_ number: ArraySlice<UInt8>) -> Bool {
    var rest = number
    if rest.first == UInt8(ascii: "-") { rest = rest.dropFirst() }
    let whole = digitCount(&rest)
    guard whole == 1 || whole > 1 && number[rest.startIndex - whole] != UInt8(ascii: "0") else {
      return false
    }
    if rest.first == UInt8(ascii: ".") {
      rest = rest.dropFirst()
      guard digitCount(&rest) > 0 else { return false }
    }
    if let mark = rest.first, mark == UInt8(ascii: "e") || mark == UInt8(ascii: "E") {
      rest = rest.dropFirst()
      if rest.first == UInt8(ascii: "+") || rest.first == UInt8(ascii: "-") {
        rest = rest.dropFirst()
      }
      guard digitCount(&rest) > 0 else { return false }
    }
    return rest.isEmpty
  }

  /// Passes over digits and answers how many.
  private func digitCount(_ rest: inout ArraySlice<UInt8>) -> Int {
    let digits = rest.prefix { 0x30...0x39 ~= $0 }
    rest = rest[digits.endIndex...]
    return digits.count
  }
}
