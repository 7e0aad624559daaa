/// How many edits lie between two words: code points put in, left out, replaced, or exchanged with their
/// neighbours, no part being edited twice (Damerau; "optimal string alignment").
///
/// A row for each code point of the one word, so that words that begin alike share their rows, and a row
/// all of which is too much ends all words that begin with what led to it.
struct EditDistance {
  private let wanted: [Unicode.Scalar]
  /// The different code points of what is wanted, ascending.
  private let letters: [Unicode.Scalar]
  private let limit: UInt8
  private(set) var scalars: [Unicode.Scalar] = []
  // Row after row: how far the first i code points of the word are from each beginning of what is wanted,
  // and from 255 on no longer told apart.
  private var rows: [UInt8]
  private let width: Int

  init(to wanted: [Unicode.Scalar], atMost limit: Int) {
    self.wanted = wanted
    self.limit = UInt8(clamping: limit)
    letters = Set(wanted).sorted()
    width = wanted.count + 1
    rows = (0..<width).map { UInt8(clamping: $0) }
  }

  /// Forgets all but the first code points.
  mutating func keep(_ count: Int) {
    guard count < scalars.count else { return }
    scalars.removeSubrange(count...)
    rows.removeSubrange((width * (count + 1))...)
  }

  /// Adds a code point.
  ///
  /// - Returns: false if no word that goes on from there is near enough.
  mutating func append(_ scalar: Unicode.Scalar) -> Bool {
    let previous = rows.count - width
    let start = rows.count
    let last = scalars.last
    rows.append(UInt8(clamping: scalars.count + 1))
    var least = rows[start]
    var leastBefore = rows[previous]
    for index in wanted.indices {
      let replaced = rows[previous + index] &+ (wanted[index] == scalar ? 0 : 1)
      var cost = min(replaced, rows[previous + index + 1] &+ 1, rows[start + index] &+ 1)
      if index > 0, let last, wanted[index] == last, wanted[index - 1] == scalar {
        cost = min(cost, rows[previous - width + index - 1] &+ 1)
      }
      // Sums stay below 255.
      cost = min(cost, 250)
      rows.append(cost)
      least = min(least, cost)
      leastBefore = min(leastBefore, rows[previous + index + 1])
    }
    scalars.append(scalar)
    // An exchange goes back two rows.
    return least <= limit || leastBefore < limit
  }

  /// Whether some word that goes on with the code point is near enough; nothing is added.
  mutating func allows(_ scalar: Unicode.Scalar) -> Bool {
    defer { keep(scalars.count - 1) }
    return append(scalar)
  }

  /// The first code point behind another one with which a word may go on: any that is not wanted is as good
  /// as any other.
  ///
  /// - Returns: nil if there is none; the first there is, if all are allowed.
  mutating func next(after scalar: Unicode.Scalar) -> Unicode.Scalar? {
    // A noncharacter is not wanted.
    if allows("\u{10FFFF}") {
      let value = scalar.value + 1
      return Unicode.Scalar(value) ?? (value < 0xE000 ? "\u{E000}" : nil)
    }
    for letter in letters where letter > scalar {
      if allows(letter) { return letter }
    }
    return nil
  }

  /// The distance of the whole word, if it is near enough.
  var distance: Int? {
    guard let last = rows.last, last <= limit else { return nil }
    return Int(last)
  }

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
