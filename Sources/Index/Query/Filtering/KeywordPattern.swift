internal import Tokenizer

/// What a keyword may look like: `*` stands for any characters, `?` for one. In a pattern with a slash
/// `*` and `?` stop at slashes, and `**` does not, so that `docs/*` is a folder and `docs/**` all below.
///
/// Without a capital letter in it, capitals do not matter. Composed and decomposed spellings of a letter are
/// the same in any case: both sides are composed (NFC), and their scalars are compared. Not their graphemes, in
/// which a slash takes the mark that a name begins with, and a letter the vowel behind it.
package struct KeywordPattern: Sendable, Hashable {
  /// A stretch of what a pattern is made of.
  package enum Piece: Sendable {
    /// Characters that stand for themselves.
    case literal(String)
    /// What may hold `*` and `?`.
    case pattern(String)
  }

  private typealias Element = KeywordAutomaton<Unicode.Scalar>.Element

  private var automaton: KeywordAutomaton<Unicode.Scalar>
  /// The same for keywords of ASCII alone; nil where the pattern has other characters.
  private var ascii: KeywordAutomaton<UInt8>?
  private let ignoresCase: Bool
  /// As it was written.
  let text: String

  /// - Parameter isLiteral: whether marks are characters like others.
  init(_ text: String, isLiteral: Bool = false) {
    self.init(
      [isLiteral ? .literal(text) : .pattern(text)], typed: text,
      stopsAtSlashes: text.unicodeScalars.contains("/"))
  }

  /// A pattern of several pieces.
  ///
  /// - Parameters:
  ///   - typed: what was typed of it.
  ///   - ignoresCase: whether capitals do not matter; nil for what follows from what was typed.
  ///   - stopsAtSlashes: whether `*` and `?` do.
  package init(
    _ pieces: [Piece], typed: String, ignoresCase: Bool? = nil, stopsAtSlashes: Bool = true
  ) {
    text = typed
    let ignoresCase = ignoresCase ?? !typed.unicodeScalars.contains { $0.properties.isUppercase }
    self.ignoresCase = ignoresCase
    var elements: [Element] = []
    for piece in pieces {
      switch piece {
      case .literal(let text):
        elements += Self.folded(text, ignoresCase).unicodeScalars.map { .unit($0) }
      case .pattern(let text): Self.add(Self.folded(text, ignoresCase), to: &elements)
      }
    }
    automaton = KeywordAutomaton(elements, stoppingAt: stopsAtSlashes ? "/" : nil)
    ascii = Self.ascii(automaton)
  }

  private static func add(_ pattern: String, to elements: inout [Element]) {
    for scalar in pattern.unicodeScalars {
      switch scalar {
      case "*":
        if let last = elements.last, last == .many || last == .all {
          elements[elements.count - 1] = .all
        } else {
          elements.append(.many)
        }
      case "?": elements.append(.one)
      default: elements.append(.unit(scalar))
      }
    }
  }

  private static func ascii(
    _ automaton: KeywordAutomaton<Unicode.Scalar>
  ) -> KeywordAutomaton<UInt8>? {
    var elements: [KeywordAutomaton<UInt8>.Element] = []
    for element in automaton.elements {
      switch element {
      case .unit(let scalar):
        guard scalar.isASCII else { return nil }
        elements.append(.unit(UInt8(scalar.value)))
      case .one: elements.append(.one)
      case .many: elements.append(.many)
      case .all: elements.append(.all)
      }
    }
    return KeywordAutomaton(elements, stoppingAt: automaton.slash == nil ? nil : slash)
  }

  private static let slash = UInt8(ascii: "/")

  private static func folded(_ text: String, _ ignoresCase: Bool) -> String {
    (ignoresCase ? text.lowercased() : text).composed
  }

  /// The pattern of what is left of a text behind a beginning: of paths as they are seen from a folder.
  package func behind(_ beginning: String) -> KeywordPattern {
    var rest = self
    let beginning = Self.folded(beginning, ignoresCase)
    rest.automaton = automaton.behind(beginning.unicodeScalars)
    rest.ascii = Self.isASCII(beginning.utf8) ? ascii?.behind(beginning.utf8) : nil
    return rest
  }

  /// The bytes with which every keyword begins that fits, as far as they are ASCII; empty where capitals do
  /// not matter.
  private var prefix: [UInt8] {
    guard !ignoresCase, automaton.starts.count == 1 else { return [] }
    var prefix: [UInt8] = []
    for element in automaton.elements[automaton.starts[0]...] {
      guard case .unit(let scalar) = element, scalar.isASCII else { break }
      prefix.append(UInt8(scalar.value))
    }
    return prefix
  }

  private static func isASCII(_ bytes: some Sequence<UInt8>) -> Bool {
    bytes.allSatisfy { $0 < 0x80 }
  }

  /// Whether a text fits.
  package func matches(_ text: String) -> Bool { matches(Array(text.utf8)) }

  /// Whether a keyword fits.
  ///
  /// - Complexity: O(length of the pattern times length of the keyword).
  func matches(_ keyword: [UInt8]) -> Bool {
    if let ascii, Self.isASCII(keyword) {
      return ignoresCase
        ? ascii.matches(keyword.lazy.map { (0x41...0x5A).contains($0) ? $0 | 0x20 : $0 })
        : ascii.matches(keyword)
    }
    return automaton.matches(
      Self.folded(String(decoding: keyword, as: UTF8.self), ignoresCase).unicodeScalars)
  }

  /// Which keywords of a table fit.
  func places(in table: KeywordTable) throws(IndexError) -> [Bool] {
    var isIn = [Bool](repeating: false, count: table.count)
    let prefix = prefix
    let range = prefix.isEmpty ? 0..<table.count : try table.places(withPrefix: prefix)
    try table.forEach(from: range.lowerBound) { place, keyword in
      guard place < range.upperBound else { return false }
      isIn[place] = matches(keyword)
      return true
    }
    return isIn
  }
}
