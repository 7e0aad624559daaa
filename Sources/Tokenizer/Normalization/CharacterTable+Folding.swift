extension CharacterTable {
  /// Appends a word whose code points fold each by itself, folded. There is room for it.
  func appendFolded(_ text: Span<UInt8>, _ range: Range<Int>, to writer: inout TokenWriter) {
    var index = range.lowerBound
    var end = writer.byteCount
    var bytes = writer.bytes.mutableSpan
    while index < range.upperBound {
      let decoded = decodeScalar(in: text, at: index)
      if entry(of: decoded.scalar) & CharacterEntry.changes == 0 {
        for offset in 0..<decoded.length { bytes[end + offset] = text[index + offset] }
        end += decoded.length
      } else {
        end += Self.encode(fold(of: decoded.scalar), into: &bytes, at: end)
      }
      index += decoded.length
    }
    writer.byteCount = end
  }

  /// Writes a code point below U+10000. Returns how many bytes it takes.
  @inline(__always)
  private static func encode(
    _ unit: UInt16, into bytes: inout MutableSpan<UInt8>, at end: Int
  ) -> Int {
    if unit < 0x80 {
      bytes[end] = UInt8(truncatingIfNeeded: unit)
      return 1
    }
    let last = UInt8(truncatingIfNeeded: 0x80 | unit & 0x3F)
    if unit < 0x800 {
      bytes[end] = UInt8(truncatingIfNeeded: 0xC0 | unit >> 6)
      bytes[end + 1] = last
      return 2
    }
    bytes[end] = UInt8(truncatingIfNeeded: 0xE0 | unit >> 12)
    bytes[end + 1] = UInt8(truncatingIfNeeded: 0x80 | unit >> 6 & 0x3F)
    bytes[end + 2] = last
    return 3
  }

  /// The script of a word whose code points fold each by itself: that of its first letter, or else
  /// of its first number or symbol.
  func script(of text: Span<UInt8>, _ range: Range<Int>) -> ScriptClass {
    var script = ScriptClass.other
    var index = range.lowerBound
    while index < range.upperBound {
      let decoded = decodeScalar(in: text, at: index)
      let entry = CharacterEntry(bits: entry(of: decoded.scalar))
      if entry.bits & CharacterEntry.decidesScript != 0 { return entry.scriptClass }
      if script == .other { script = entry.scriptClass }
      index += decoded.length
    }
    return script
  }
}

extension WordScanner {
  /// Whether two code points that fold like marks stand side by side, or one stands at the beginning.
  /// Their order may then matter.
  func holdsMarksSideBySide(_ text: Span<UInt8>, _ range: Range<Int>) -> Bool {
    var index = range.lowerBound
    var isBehindMark = true
    while index < range.upperBound {
      let decoded = decodeScalar(in: text, at: index)
      let isMark = table.entry(of: decoded.scalar) & CharacterEntry.mark != 0
      if isMark, isBehindMark { return true }
      isBehindMark = isMark
      index += decoded.length
    }
    return false
  }
}
