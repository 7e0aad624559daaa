/// What somebody typed.
enum Key: Equatable, Sendable {
  /// Characters: one, or several at once as input methods commit them.
  case text(String)
  /// Text that was pasted, with whatever it holds.
  case paste(String)
  case enter
  case tab
  case backTab
  case backspace
  case delete
  case escape
  case left, right, up, down
  case wordLeft, wordRight
  case home, end
  case pageUp, pageDown
  /// A letter with the control key, lower case.
  case control(Character)
  /// A letter with the alt key.
  case alt(Character)
}

/// Bytes of a terminal → keys.
///
/// Sequences are those of ECMA-48 and xterm. What is not known is passed over whole, so that nothing of it
/// is taken for text. A sequence or character that is not complete waits for the rest; an escape by itself
/// is told by ``flush()`` after a moment without more.
struct KeyDecoder {
  private var pending: [UInt8] = []
  private var pasted: [UInt8]?

  /// Sequences longer than this are nobody's keys.
  private static let longestSequence = 64
  /// More than this is not pasted into a query.
  private static let longestPaste = 1 << 20
  private static let pasteEnd = Array("\u{1B}[201~".utf8)

  /// Creates a decoder.
  init() {}

  /// Whether something waits for the rest of it.
  var isWaiting: Bool { !pending.isEmpty }

  /// The keys that some more bytes complete.
  mutating func keys(_ bytes: [UInt8]) -> [Key] {
    pending += bytes
    var keys: [Key] = []
    while let key = next() { if let key { keys.append(key) } }
    return Self.joined(keys)
  }

  /// What waits, taken as it is: after a moment an escape is an escape.
  mutating func flush() -> [Key] {
    guard pasted == nil, let first = pending.first else { return [] }
    pending.removeFirst()
    if first == 0x1B { return [.escape] + keys([]) }
    // The beginning of a character that never came.
    return keys([])
  }

  /// Characters that came together are one text.
  private static func joined(_ keys: [Key]) -> [Key] {
    var result: [Key] = []
    for key in keys {
      if case .text(let more) = key, case .text(let text)? = result.last {
        result[result.count - 1] = .text(text + more)
      } else {
        result.append(key)
      }
    }
    return result
  }

  /// The next key, `.some(nil)` for what is passed over; nil if more bytes are needed.
  private mutating func next() -> Key?? {
    if pasted != nil { return paste() }
    guard let first = pending.first else { return nil }
    switch first {
    case 0x1B: return escapeSequence()
    case 0x0D, 0x0A: return take(1, .enter)
    case 0x09: return take(1, .tab)
    case 0x7F, 0x08: return take(1, .backspace)
    case 0x01...0x1A: return take(1, .control(Character(Unicode.Scalar(first + 0x60))))
    case 0..<0x20: return take(1, nil)
    default: return character()
    }
  }

  private mutating func take(_ count: Int, _ key: Key?) -> Key?? {
    pending.removeFirst(count)
    return .some(key)
  }

  /// A character of UTF-8; bytes that are none are passed over.
  private mutating func character() -> Key?? {
    let first = pending[0]
    let count = first < 0x80 ? 1 : first < 0xC2 ? 0 : first < 0xE0 ? 2 : first < 0xF0 ? 3 : 4
    guard count > 0, first < 0xF5 else { return take(1, nil) }
    let bytes = pending.prefix(count)
    if let bad = bytes.dropFirst().firstIndex(where: { $0 & 0xC0 != 0x80 }) {
      return take(bad, nil)
    }
    guard bytes.count == count else { return nil }
    guard let text = String(validating: bytes, as: UTF8.self) else { return take(count, nil) }
    return take(count, .text(text))
  }

  // MARK: - Sequences

  private mutating func escapeSequence() -> Key?? {
    guard pending.count > 1 else { return nil }
    switch pending[1] {
    case UInt8(ascii: "["): return controlSequence()
    case UInt8(ascii: "O"):
      guard pending.count > 2 else { return nil }
      return take(3, Self.key(final: pending[2], parameters: []))
    case 0x1B: return take(1, .escape)
    case 0x7F: return take(2, .control("w"))
    case 0x20..<0x7F: return take(2, .alt(Character(Unicode.Scalar(pending[1]))))
    default: return take(1, .escape)
    }
  }

  /// `ESC [ parameters intermediates final` (ECMA-48, 5.4).
  private mutating func controlSequence() -> Key?? {
    var at = 2
    while at < pending.count, (0x20..<0x40).contains(pending[at]) { at += 1 }
    guard at < pending.count else {
      return at > Self.longestSequence ? take(at, nil) : nil
    }
    guard (0x40..<0x7F).contains(pending[at]) else { return take(at, nil) }
    let parameters = pending[2..<at].split(
      separator: UInt8(ascii: ";"), omittingEmptySubsequences: false
    ).map { Int(String(decoding: $0, as: UTF8.self)) ?? 0 }
    let final = pending[at]
    if final == UInt8(ascii: "~"), parameters.first == 200 {
      pending.removeFirst(at + 1)
      pasted = []
      return paste()
    }
    return take(at + 1, Self.key(final: final, parameters: parameters))
  }

  private static func key(final: UInt8, parameters: [Int]) -> Key? {
    // Modifiers are 1 plus 4 for control, 2 for alt.
    let modifiers = parameters.count > 1 ? max(0, parameters[1] - 1) : 0
    let byWord = modifiers & 6 != 0
    switch Character(Unicode.Scalar(final)) {
    case "A": return .up
    case "B": return .down
    case "C": return byWord ? .wordRight : .right
    case "D": return byWord ? .wordLeft : .left
    case "H": return .home
    case "F": return .end
    case "Z": return .backTab
    case "M" where parameters.isEmpty: return .enter
    case "~":
      switch parameters.first {
      case 1, 7: return .home
      case 4, 8: return .end
      case 3: return .delete
      case 5: return .pageUp
      case 6: return .pageDown
      default: return nil
      }
    default: return nil
    }
  }

  /// What is pasted, up to the sequence that ends it.
  private mutating func paste() -> Key?? {
    guard var text = pasted else { return nil }
    text += pending
    pending = []
    // The end may have come in two pieces, so that it is looked for in all there is.
    if let end = Self.firstRange(of: Self.pasteEnd, in: text) {
      pending = Array(text[end.upperBound...])
      pasted = nil
      let bytes = text[..<end.lowerBound].prefix(Self.longestPaste)
      return .some(.paste(String(decoding: bytes, as: UTF8.self)))
    }
    if text.count > Self.longestPaste { text.removeFirst(text.count - Self.longestPaste) }
    pasted = text
    return nil
  }

  private static func firstRange(of needle: [UInt8], in bytes: [UInt8]) -> Range<Int>? {
    guard bytes.count >= needle.count else { return nil }
    for start in 0...bytes.count - needle.count where bytes[start] == needle[0] {
      if bytes[start..<start + needle.count].elementsEqual(needle) {
        return start..<start + needle.count
      }
    }
    return nil
  }
}
