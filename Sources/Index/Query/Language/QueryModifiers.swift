/// What is written behind a word, a phrase or a group: `word~1`, `"two words"~3`, `(a b)^2`, `(a b c)@2`,
/// `word^=1`.
struct QueryModifiers: Sendable, Hashable {
  /// How much more it counts than others.
  var boost: Float = 1
  /// Whether every document with it scores the boost and nothing else.
  var isConstant = false
  /// Edits by which a word, or places by which a phrase, may differ; nil where `~` stands alone.
  var distance: Int?
  /// Whether there is a `~`.
  var isLoose = false
  /// How many of a group a document must hold.
  var leastCount: Int?
  /// What was typed, if this stands beside it as its synonym.
  var synonymOf: String?

  /// Whether nothing is modified.
  var isEmpty: Bool { self == QueryModifiers() }

  /// The most edits of a word.
  static let mostEdits = 2
  /// The most places between words.
  static let mostPlaces = 10_000
  /// The greatest boost.
  static let greatestBoost: Float = 1e6

  /// Reads the modifiers with which some characters end.
  ///
  /// - Returns: how many characters they take; the rest is what they modify. What does not make sense
  ///   as a modifier is none.
  mutating func read(endOf scalars: ArraySlice<Unicode.Scalar>) -> Int {
    var end = scalars.endIndex
    while let start = scalars[..<end].lastIndex(where: { "^~@".unicodeScalars.contains($0) }),
      read(scalars[start], scalars[(start + 1)..<end])
    {
      end = start
    }
    return scalars.endIndex - end
  }

  /// - Returns: false if that is no modifier, or there was one of its kind.
  private mutating func read(
    _ mark: Unicode.Scalar, _ argument: ArraySlice<Unicode.Scalar>
  ) -> Bool {
    switch mark {
    case "^":
      let isConstant = argument.first == "="
      guard boost == 1, let number = Self.decimal(isConstant ? argument.dropFirst() : argument),
        number > 0, number <= Self.greatestBoost
      else { return false }
      (boost, self.isConstant) = (number, isConstant)
    case "~":
      if isLoose { return false }
      if !argument.isEmpty {
        guard let number = Self.integer(argument), number <= Self.mostPlaces else { return false }
        distance = number
      }
      isLoose = true
    default:
      guard leastCount == nil, let number = Self.integer(argument), number > 0 else { return false }
      leastCount = number
    }
    return true
  }

  private static func isDigit(_ scalar: Unicode.Scalar) -> Bool { ("0"..."9").contains(scalar) }

  private static func integer(_ scalars: ArraySlice<Unicode.Scalar>) -> Int? {
    guard (1...6).contains(scalars.count), scalars.allSatisfy(isDigit) else { return nil }
    return Int(String(String.UnicodeScalarView(scalars)))
  }

  /// Digits, with a point between them or not.
  private static func decimal(_ scalars: ArraySlice<Unicode.Scalar>) -> Float? {
    guard (1...12).contains(scalars.count), let first = scalars.first, let last = scalars.last,
      isDigit(first), isDigit(last), scalars.allSatisfy({ isDigit($0) || $0 == "." })
    else { return nil }
    return Float(String(String.UnicodeScalarView(scalars)))
  }
}
