/// How many slips make one word of another, found letter by letter while walking through sorted words.
///
/// A slip is a letter too many, too few, or another one, or two neighbours in the wrong order; no letter
/// is touched twice (optimal string alignment: Damerau, 1964; the table of Wagner and Fischer, 1974).
/// Words that begin alike share the rows of the table for what they share.
struct EditRows {
  /// What was typed.
  let typed: [Unicode.Scalar]
  /// No more slips are of interest.
  let limit: Int
  // Row i: how far the first i letters of the word are from each beginning of what was typed.
  private var rows: [[Int]]
  private(set) var word: [Unicode.Scalar] = []

  /// Compares words with what was typed.
  init(_ typed: [Unicode.Scalar], limit: Int) {
    self.typed = typed
    self.limit = limit
    rows = [Array(0...typed.count)]
  }

  /// How far the word is from what was typed.
  var distance: Int { rows[word.count][typed.count] }

  /// Whether a word that begins as this one may be near enough.
  ///
  /// A row's smallest entry grows by at most one from row to row, so that a swap, which looks back two
  /// rows, finds nothing there either.
  var isHopeful: Bool { rows[word.count].contains { $0 <= limit } }

  /// Keeps the first letters only.
  mutating func shorten(to count: Int) {
    word.removeSubrange(count...)
    rows.removeSubrange((count + 1)...)
  }

  /// Adds a letter at the end.
  mutating func append(_ letter: Unicode.Scalar) {
    let above = rows[word.count]
    var row = [word.count + 1]
    row.reserveCapacity(typed.count + 1)
    for column in typed.indices {
      var best = min(
        above[column] + (typed[column] == letter ? 0 : 1), above[column + 1] + 1, row[column] + 1)
      if column > 0, let last = word.last, typed[column] == last, typed[column - 1] == letter {
        best = min(best, rows[word.count - 1][column - 1] + 1)
      }
      row.append(best)
    }
    word.append(letter)
    rows.append(row)
  }
}
