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

  /// Whether every word with the prefix fits.
  var isPrefix: Bool {
    guard case .elements(let elements) = shape, elements.last == .many else { return false }
    return elements.dropLast().allSatisfy {
      if case .scalar = $0 { return true }
      return false
    }
  }

  /// Whether a folded word fits.
  ///
  /// - Complexity: O(length of the word · length of the pattern).
  func matches(_ word: some Sequence<UInt8>) -> Bool {
    let scalars = Array(String(decoding: Array(word), as: UTF8.self).unicodeScalars)
    switch shape {
    case .elements(let elements): return Self.fits(scalars, elements)
    case .similar(let wanted, let distance):
      return EditDistance.between(wanted, scalars, atMost: distance) != nil
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
    return elements[element...].allSatisfy { $0 == .many }
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

/// How many edits lie between two words: code points put in, left out, replaced, or exchanged with their
/// neighbours, no part being edited twice (Damerau; "optimal string alignment").
///
/// A row for each code point of the one word, so that words that begin alike share their rows, and a row
/// all of which is too much ends all words that begin with what led to it.
struct EditDistance {
  private let wanted: [Unicode.Scalar]
  private let limit: Int
  private var scalars: [Unicode.Scalar] = []
  // Row i: how far the first i code points of the word are from each beginning of what is wanted.
  private var rows: [[Int]]

  init(to wanted: [Unicode.Scalar], atMost limit: Int) {
    self.wanted = wanted
    self.limit = limit
    rows = [Array(0...wanted.count)]
  }

  /// Forgets all but the first code points.
  mutating func keep(_ count: Int) {
    scalars.removeSubrange(min(count, scalars.count)...)
    rows.removeSubrange(min(count + 1, rows.count)...)
  }

  /// Adds a code point.
  ///
  /// - Returns: false if no word that goes on from there is near enough.
  mutating func append(_ scalar: Unicode.Scalar) -> Bool {
    let previous = rows[rows.count - 1]
    var row = [rows.count]
    var least = row[0]
    for index in wanted.indices {
      var cost = previous[index] + (wanted[index] == scalar ? 0 : 1)
      cost = min(cost, previous[index + 1] + 1, row[index] + 1)
      if index > 0, let last = scalars.last, wanted[index] == last, wanted[index - 1] == scalar {
        cost = min(cost, rows[rows.count - 2][index - 1] + 1)
      }
      row.append(cost)
      least = min(least, cost)
    }
    rows.append(row)
    scalars.append(scalar)
    // An exchange goes back two rows.
    return least <= limit || previous.contains { $0 < limit }
  }

  /// The distance of the whole word, if it is near enough.
  var distance: Int? { rows[rows.count - 1].last.flatMap { $0 <= limit ? $0 : nil } }

  /// The distance between two words; nil if it is greater than a limit.
  static func between(
    _ wanted: [Unicode.Scalar], _ word: [Unicode.Scalar], atMost limit: Int
  ) -> Int? {
    guard abs(wanted.count - word.count) <= limit else { return nil }
    var distance = EditDistance(to: wanted, atMost: limit)
    for scalar in word where !distance.append(scalar) { return nil }
    return distance.distance
  }
}
