/// Texts as they may be shown on a terminal.
///
/// Nothing that steers a terminal or reorders its line is ever written raw: control and bidi
/// characters of documents, names and arguments appear as `\u{202E}`.
enum TerminalText {
  /// What stands around a match.
  struct Marks: Equatable, Sendable {
    var open: String
    var close: String

    /// Where there is no colour, guillemets; they are in few texts, and survive a pipe.
    static let plain = Marks(open: "«", close: "»")
    /// Bold red, as grep has it.
    static let color = Marks(open: "\u{1B}[1;31m", close: "\u{1B}[0m")
    /// Nothing.
    static let none = Marks(open: "", close: "")
  }

  /// The text with everything that is not to be written raw escaped, line breaks too.
  static func escaped(_ text: String) -> String {
    guard text.unicodeScalars.contains(where: mustEscape) else { return text }
    var result = ""
    for scalar in text.unicodeScalars { append(scalar, to: &result) }
    return result
  }

  /// The same, tabs left as they are: a line of a file for other tools.
  static func escapedButTabs(_ text: String) -> String {
    text.split(separator: "\t", omittingEmptySubsequences: false)
      .map { escaped(String($0)) }.joined(separator: "\t")
  }

  /// The text on one line, escaped, its matches marked: white space becomes single spaces.
  ///
  /// - Parameter matches: byte ranges of the text's UTF-8. What lies outside the text is cut off,
  ///   and what touches is marked as one.
  static func line(_ text: String, matches: [Range<Int>] = [], marks: Marks = .none) -> String {
    var ranges = merged(matches)[...]
    var result = ""
    var isOpen = false
    var spaceIsPending = false
    var offset = 0
    for scalar in text.unicodeScalars {
      if isOpen, let range = ranges.first, offset >= range.upperBound {
        result += marks.close
        isOpen = false
        ranges = ranges.dropFirst()
      }
      let isSpace = isLineSpace(scalar)
      if isSpace {
        spaceIsPending = true
      } else {
        if spaceIsPending, !result.isEmpty { result += " " }
        spaceIsPending = false
        if !isOpen, let range = ranges.first, range.contains(offset) {
          result += marks.open
          isOpen = true
        }
        append(scalar, to: &result)
      }
      offset += UTF8.width(scalar)
      while !isOpen, let range = ranges.first, offset >= range.upperBound {
        ranges = ranges.dropFirst()
      }
    }
    return isOpen ? result + marks.close : result
  }

  /// The text followed by spaces up to a number of columns.
  static func padded(_ text: String, to width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - DisplayWidth.of(text)))
  }

  /// The text with spaces before it, up to a number of columns.
  static func paddedLeft(_ text: String, to width: Int) -> String {
    String(repeating: " ", count: max(0, width - DisplayWidth.of(text))) + text
  }

  /// Whether a scalar could steer the terminal, hide, or reorder what stands beside it.
  static func mustEscape(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0..<0x20, 0x7F..<0xA0: return true
    case 0x20..<0x300: return false
    // Joiners shape Persian, Indic and emoji; Arabic number signs are visible.
    case 0x200C, 0x200D, 0x0600...0x0605, 0x06DD, 0x070F, 0x0890, 0x0891, 0x08E2: return false
    case 0x2028, 0x2029: return true
    default: return scalar.properties.generalCategory == .format
    }
  }

  private static func append(_ scalar: Unicode.Scalar, to text: inout String) {
    if mustEscape(scalar) {
      text += "\\u{\(String(scalar.value, radix: 16, uppercase: true))}"
    } else {
      text.unicodeScalars.append(scalar)
    }
  }

  private static func isLineSpace(_ scalar: Unicode.Scalar) -> Bool {
    switch scalar.value {
    case 0x20, 0x09...0x0D, 0x85, 0xA0, 0x2028, 0x2029: true
    default: false
    }
  }

  /// The ranges in order, those that touch or overlap made one, empty ones left out.
  private static func merged(_ ranges: [Range<Int>]) -> [Range<Int>] {
    var result: [Range<Int>] = []
    for range in ranges.sorted(by: { $0.lowerBound < $1.lowerBound }) where !range.isEmpty {
      if let last = result.last, range.lowerBound <= last.upperBound {
        result[result.count - 1] = last.lowerBound..<max(last.upperBound, range.upperBound)
      } else {
        result.append(range)
      }
    }
    return result
  }
}
