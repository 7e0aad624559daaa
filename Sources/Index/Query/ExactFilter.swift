/// Tells whether a document holds a query letter for letter: case, width, marks and all.
struct ExactFilter {
  private let parts: [[UInt8]]
  private let needsAll: Bool

  init(_ query: ParsedQuery) {
    parts = query.parts.filter { !$0.isExcluded && !$0.terms.isEmpty }.map { Array($0.text.utf8) }
    if case .any = query.query { needsAll = false } else { needsAll = true }
  }

  /// Whether its title, body or a value holds what was typed: any part of it, or all of them where
  /// all must match.
  func accepts(_ document: Document) -> Bool {
    let texts = [document.title, document.body] + document.fields.map(\.value)
    func holds(_ part: [UInt8]) -> Bool {
      texts.contains { Self.holds(Array($0.utf8), part) }
    }
    return needsAll ? parts.allSatisfy(holds) : parts.contains(where: holds)
  }

  /// Whether a text holds a word or phrase, not only inside a longer word of a script with spaces.
  static func holds(_ text: [UInt8], _ part: [UInt8]) -> Bool {
    guard let first = part.first, text.count >= part.count else { return false }
    for start in 0...text.count - part.count where text[start] == first {
      guard text[start..<start + part.count].elementsEqual(part) else { continue }
      let end = start + part.count
      if !joins(text, at: start), !joins(text, at: end) { return true }
    }
    return false
  }

  /// Whether letters or digits of scripts with spaces stand on both sides.
  private static func joins(_ text: [UInt8], at offset: Int) -> Bool {
    guard offset > 0, offset < text.count else { return false }
    var before = offset - 1
    while before > 0, text[before] & 0xC0 == 0x80 { before -= 1 }
    let left = String(decoding: text[before..<offset], as: UTF8.self).unicodeScalars.last
    let right = String(decoding: text[offset..<min(offset + 4, text.count)], as: UTF8.self)
      .unicodeScalars.first
    guard let left, let right else { return false }
    return isLetterOfSpacedScript(left) && isLetterOfSpacedScript(right)
  }

  private static func isLetterOfSpacedScript(_ scalar: Unicode.Scalar) -> Bool {
    (scalar.properties.isAlphabetic || scalar.properties.numericType != nil)
      && scalar.value < 0x0E00
  }
}
