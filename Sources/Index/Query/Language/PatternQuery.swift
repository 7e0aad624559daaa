/// Words that look like what was typed: all that begin with it (`semi*`), that fit it (`s?mi*tor`), or that
/// differ from it by a few letters (`semicondutcor~`).
struct PatternQuery: Sendable, Hashable {
  /// A place of a pattern.
  enum Element: Sendable, Hashable {
    case scalar(Unicode.Scalar)
    /// `?`: any one code point.
    case one
    /// `*`: any number of code points.
    case many
  }

  /// Which words are meant.
  enum Shape: Sendable, Hashable {
    case elements([Element])
    /// So many code points may be put in, left out, replaced, or change places with their neighbours.
    case similar([Unicode.Scalar], distance: Int)
  }

  var field = FieldID.text
  var shape: Shape
  var boost: Float = 1
  /// Whether a word is found by what it folds to, too.
  var isLoose = false
  /// Who holds a word that fits, once that is known to be of many words.
  var documents: PatternDocuments?

  /// What all words that fit begin with.
  var prefix: [UInt8] {
    guard case .elements(let elements) = shape else { return [] }
    var prefix = String.UnicodeScalarView()
    for element in elements {
      guard case .scalar(let scalar) = element else { break }
      prefix.append(scalar)
    }
    return Array(String(prefix).utf8)
  }

  /// How it would be typed.
  var label: String {
    switch shape {
    case .elements(let elements):
      var text = String.UnicodeScalarView()
      for element in elements {
        switch element {
        case .scalar(let scalar): text.append(scalar)
        case .one: text.append("?")
        case .many: text.append("*")
        }
      }
      return String(text)
    case .similar(let scalars, let distance):
      return String(String.UnicodeScalarView(scalars)) + "~\(distance)"
    }
  }
}
