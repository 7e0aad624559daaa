/// Where a query that is read leniently has words with a minus before them, which may have been meant as
/// text: `ls -la` and `rm -rf build` are pasted from a shell.
struct SignedWords {
  private let text: [Unicode.Scalar]
  private let lexemes: [QueryLexeme]
  /// Where each lexeme begins.
  private let offsets: [Int]

  init(_ text: String, _ lexemes: [QueryLexeme], _ offsets: [Int]) {
    self.text = Array(text.unicodeScalars)
    self.lexemes = lexemes
    self.offsets = offsets
  }

  /// A word with its sign as it was typed; nil if the lexeme is no word behind a minus.
  func typed(_ index: Int) -> String? {
    guard let sign = sign(of: index) else { return nil }
    return string(sign, end(of: index))
  }

  /// The same with the word before it: what a document holds in which it stands as it was typed.
  func withWordBefore(_ index: Int) -> String? {
    guard let sign = sign(of: index) else { return nil }
    guard index >= 2, case .word = lexemes[index - 2] else { return string(sign, end(of: index)) }
    let start = index >= 3 && lexemes[index - 3] == .minus ? index - 3 : index - 2
    return string(offsets[start], end(of: index))
  }

  private func sign(of index: Int) -> Int? {
    guard index >= 1, lexemes.indices.contains(index), case .word = lexemes[index],
      lexemes[index - 1] == .minus
    else { return nil }
    return offsets[index - 1]
  }

  /// Where a word ends with all that is attached to it.
  private func end(of index: Int) -> Int {
    var end = offsets[index]
    let limit = index + 1 < offsets.count ? offsets[index + 1] : text.count
    while end < limit, !text[end].properties.isWhitespace { end += 1 }
    return end
  }

  private func string(_ start: Int, _ end: Int) -> String {
    String(String.UnicodeScalarView(text[start..<end]))
  }
}
