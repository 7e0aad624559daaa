extension Snapshot {
  /// A query as it is being typed, with what its last word may become: words of the index that begin so
  /// stand behind it, if the word as it is stands in no document.
  ///
  /// - Parameter interruption: what may end the walk through the dictionary, which is bounded anyway.
  public func completed(
    _ text: String, until interruption: Interruption? = nil
  ) throws(IndexError) -> String {
    guard let last = try parse(text).parts.last, !last.isPhrase, !last.isExcluded,
      text.utf8.last == last.text.utf8.last, !last.text.isEmpty
    else { return text }
    var words: [WordQuery] = []
    for case .word(let word) in last.leaves { words.append(word) }
    guard words.count == 1, words[0].term.count >= Self.shortestBeginning else { return text }
    let completions = try self.completions(of: words[0], until: interruption)
    return completions.isEmpty ? text : text + " " + completions.joined(separator: " ")
  }

  /// A beginning of one letter says too little.
  private static let shortestBeginning = 2
  /// Words of a dictionary that are looked at, and those that are taken.
  private static let walkedCount = 2_000
  private static let completionCount = 8

  /// The words that begin with one that stands in no document, the commonest first.
  private func completions(
    of word: WordQuery, until interruption: Interruption?
  ) throws(IndexError) -> [String] {
    let start = TermKey(field: word.field, kind: .word, term: word.term)
    let frequencies = try words(from: start, atMost: Self.walkedCount, until: interruption)
    if frequencies[word.term] != nil { return [] }
    let ranked = frequencies.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : left.key.lexicographicallyPrecedes(right.key)
    }
    return ranked.prefix(Self.completionCount).map { String(decoding: $0.key, as: UTF8.self) }
  }
}
