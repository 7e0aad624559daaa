/// Tells whether a document holds a query letter for letter: case, width, marks and all.
struct ExactFilter {
  private struct Part {
    var text: [UInt8]
    var isPattern: Bool
    var field: String?
  }

  private let parts: [Part]
  private let shape: Query

  init(_ query: ParsedQuery) {
    parts = query.parts.map {
      Part(text: Array($0.text.utf8), isPattern: $0.isPattern, field: $0.field)
    }
    shape = query.shape
  }

  /// Whether its title, body or a value holds what was typed, part by part as they are joined. (What
  /// is excluded has been excluded whatever its case; what patterns ask for is looked for folded.)
  func accepts(_ document: Document) -> Bool {
    var texts: [(field: String, bytes: [UInt8])] = [
      (Schema.titleName, Array(document.title.utf8)), ("text", Array(document.body.utf8)),
    ]
    texts += document.fields.map { ($0.name, Array($0.value.utf8)) }
    func holds(_ query: Query) -> Bool {
      switch query {
      case .term(let key, _):
        let part = parts[ParsedQuery.Part.number(of: key)]
        if part.isPattern { return true }
        return texts.contains { text in
          (part.field == nil || part.field == "text" || part.field == text.field)
            && Self.holds(text.bytes, part.text)
        }
      case .any(let queries): return queries.contains(where: holds)
      case .all(let queries): return queries.allSatisfy(holds)
      case .atLeast(let count, let queries): return queries.count(where: holds) >= count
      case .constant(let query, _), .excluding(let query, _), .verbatim(let query, _):
        return holds(query)
      case .everything, .condition: return true
      case .word, .synonyms, .forms, .phrase, .sequence, .pattern, .near, .nothing: return false
      }
    }
    return holds(shape)
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
