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

  /// Whether a folded word fits.
  ///
  /// - Complexity: O(length of the word · length of the pattern).
  func matches(_ word: some Sequence<UInt8>) -> Bool {
    let scalars = Array(String(decoding: Array(word), as: UTF8.self).unicodeScalars)
    switch shape {
    case .elements(let elements): return Self.fits(scalars, elements)
    case .similar(let wanted, let distance):
      return EditAutomaton(to: wanted, atMost: distance).distance(of: scalars) != nil
    }
  }

  /// Greedily, going back to the last `*` only: what fits before it need not be looked at again.
  private static func fits(_ scalars: [Unicode.Scalar], _ elements: [Element]) -> Bool {
    var (at, element) = (0, 0)
    var retry: (at: Int, element: Int)?
    while at < scalars.count {
      if element < elements.count, elements[element] == .many {
        retry = (at, element)
        element += 1
      } else if element < elements.count, fits(scalars[at], elements[element]) {
        at += 1
        element += 1
      } else if let last = retry {
        at = last.at + 1
        element = last.element + 1
        retry = (at, last.element)
      } else {
        return false
      }
    }
    return elements[min(element, elements.count)...].allSatisfy { $0 == .many }
  }

  private static func fits(_ scalar: Unicode.Scalar, _ element: Element) -> Bool {
    switch element {
    case .scalar(let wanted): scalar == wanted
    case .one: true
    case .many: false
    }
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
