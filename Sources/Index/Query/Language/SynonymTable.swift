/// Synonyms as the words that an index's analyzer makes of them.
struct SynonymTable {
  let synonyms: Synonyms
  /// What each stretch of words also finds.
  private var others: [[UInt8]: [String]] = [:]
  /// The most words of an entry.
  private(set) var longest = 0

  init(_ synonyms: Synonyms, _ parts: inout PartAnalyzer) {
    self.synonyms = synonyms
    for rule in synonyms.rules {
      let words = parts.words(of: rule.typed)
      // What holds no word is never typed as one.
      if words.isEmpty { continue }
      var key: [UInt8] = []
      for word in words { Self.append(word, to: &key) }
      let known = others[key] ?? []
      others[key] = known + rule.others.filter { !known.contains($0) }
      // However words are cut, there are no more of them than places.
      longest = max(longest, words.reduce(0) { $0 + max(1, $1.characters.count) })
    }
  }

  /// What a stretch of words also finds; nil if it is no entry.
  subscript(key: [UInt8]) -> [String]? { others[key] }

  /// Words of scripts without spaces count by their characters, wherever they are cut.
  static func append(_ word: PartAnalyzer.Word, to key: inout [UInt8]) {
    if word.isSpelled {
      for character in word.characters { key += character + [0xFF] }
    } else {
      key += (word.name ?? word.term) + [0xFE]
    }
  }
}
