/// What a keyword may look like: `*` stands for any characters, `?` for one. In a pattern with a slash
/// `*` and `?` stop at slashes, and `**` does not, so that `docs/*` is a folder and `docs/**` all below.
///
/// Without a capital letter in it, capitals do not matter.
struct KeywordPattern: Sendable, Hashable {
  /// A stretch of the pattern.
  enum Element: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    case one
    case many
    /// Slashes included.
    case all
  }

  private(set) var elements: [Element] = []
  private let ignoresCase: Bool
  private let stopsAtSlashes: Bool
  /// As it was written.
  let text: String

  /// - Parameter isLiteral: whether marks are characters like others.
  init(_ text: String, isLiteral: Bool = false) {
    self.text = text
    ignoresCase = !text.unicodeScalars.contains { $0.properties.isUppercase }
    stopsAtSlashes = text.unicodeScalars.contains("/")
    for scalar in Self.folded(text, ignoresCase).unicodeScalars {
      switch scalar {
      case "*" where !isLiteral:
        if let last = elements.last, last == .many || last == .all {
          elements[elements.count - 1] = .all
        } else {
          elements.append(.many)
        }
      case "?" where !isLiteral: elements.append(.one)
      default: elements.append(.scalar(scalar))
      }
    }
  }

  private static func folded(_ text: String, _ ignoresCase: Bool) -> String {
    ignoresCase ? text.lowercased() : text
  }

  /// Whether it stands for one keyword only, up to capitals.
  var isPlain: Bool {
    elements.allSatisfy { if case .scalar = $0 { true } else { false } }
  }

  /// The bytes with which every keyword begins that fits; empty where capitals do not matter.
  var prefix: [UInt8] {
    if ignoresCase { return [] }
    var prefix = String.UnicodeScalarView()
    for element in elements {
      guard case .scalar(let scalar) = element else { break }
      prefix.append(scalar)
    }
    return Array(String(prefix).utf8)
  }

  /// Whether a keyword fits.
  ///
  /// - Complexity: O(length of the pattern times length of the keyword).
  func matches(_ keyword: [UInt8]) -> Bool {
    let text = Self.folded(String(decoding: keyword, as: UTF8.self), ignoresCase)
    if isPlain { return matchesPlain(text) }
    let scalars = Array(text.unicodeScalars)
    // Which beginnings of the keyword the pattern so far fits.
    var fits = [Bool](repeating: false, count: scalars.count + 1)
    fits[0] = true
    for element in elements {
      var next = [Bool](repeating: false, count: scalars.count + 1)
      switch element {
      case .scalar(let wanted):
        for index in scalars.indices where fits[index] && scalars[index] == wanted {
          next[index + 1] = true
        }
      case .one:
        for index in scalars.indices where fits[index] && passes(scalars[index]) {
          next[index + 1] = true
        }
      case .many, .all:
        next[0] = fits[0]
        for index in scalars.indices {
          let goesOn = next[index] && (element == .all || passes(scalars[index]))
          next[index + 1] = fits[index + 1] || goesOn
        }
      }
      fits = next
    }
    return fits[scalars.count]
  }

  /// Composed and decomposed spellings of a name are the same.
  private func matchesPlain(_ text: String) -> Bool {
    Self.folded(self.text, ignoresCase) == text
  }

  private func passes(_ scalar: Unicode.Scalar) -> Bool { !stopsAtSlashes || scalar != "/" }

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
