/// A word of an index that begins as something that was typed.
public struct WordCompletion: Sendable, Equatable {
  /// The word, as the index has it: folded, in small letters.
  public var text: String
  /// How many documents have it, deleted ones that are not merged away yet included.
  public var documentCount: Int
}

extension Snapshot {
  /// The words that begin as the last word of a text, the commonest first. Scripts without spaces have no words
  /// in the index: there it is what was typed with one more character. After a rare character, which has no pairs,
  /// texts say what follows it.
  ///
  /// - Parameters:
  ///   - limit: how many at most.
  ///   - interruption: what may end the walk through the dictionary.
  /// - Complexity: O(number of words that begin so), of which at most 100,000 in each segment are looked at.
  public func completions(
    of text: String, limit: Int = 10, until interruption: Interruption? = nil
  ) throws(IndexError) -> [WordCompletion] {
    guard limit > 0, let part = try parse(text).parts.last, !part.isPhrase,
      text.utf8.last == part.text.utf8.last
    else { return [] }
    var starts: [TermKey] = []
    for leaf in part.leaves {
      switch leaf {
      case .word(let word):
        starts.append(TermKey(field: word.field, kind: .word, term: word.term))
      case .term(let key, _) where key.kind == .word: starts.append(key)
      default: break
      }
    }
    guard let start = starts.last, starts.count == 1 else {
      return starts.isEmpty ? try spelledCompletions(of: part, limit, interruption) : []
    }
    let frequencies = try words(
      from: start, atMost: Self.completedWordCount, until: interruption)
    return frequencies.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : left.key.lexicographicallyPrecedes(right.key)
    }.prefix(limit).map {
      WordCompletion(text: String(decoding: $0.key, as: UTF8.self), documentCount: Int($0.value))
    }
  }

  private static let completedWordCount = 100_000
  /// Characters that are looked for behind several, for each that is asked for.
  private static let candidatesForEach = 4

  /// What was typed of a script without spaces, with the characters that stand behind it.
  private func spelledCompletions(
    of part: ParsedQuery.Part, _ limit: Int, _ interruption: Interruption?
  ) throws(IndexError) -> [WordCompletion] {
    var last: TermKey?
    var isAlone = true
    for leaf in part.leaves {
      switch leaf {
      case .sequence(let sequence):
        last = sequence.places.last?.terms.first?.key
        isAlone = sequence.places.count == 1
      case .term(let key, _): last = key
      default: break
      }
    }
    guard let last, last.kind == .character else { return [] }
    let start = TermKey(field: last.field, kind: .pair, term: last.termBytes)
    var pairs = try words(from: start, atMost: Self.completedWordCount, until: interruption)
    if pairs.isEmpty {
      (pairs, isAlone) = (try pairsInTexts(last.termBytes, interruption), false)
    }
    let ranked = pairs.sorted { left, right in
      left.value != right.value
        ? left.value > right.value : left.key.lexicographicallyPrecedes(right.key)
    }
    if isAlone {
      return ranked.prefix(limit).map {
        WordCompletion(text: String(decoding: $0.key, as: UTF8.self), documentCount: Int($0.value))
      }
    }
    var completions: [WordCompletion] = []
    for (pair, _) in ranked.prefix(Self.candidatesForEach * min(limit, 100)) {
      let text = part.text + String(decoding: pair.dropFirst(last.termBytes.count), as: UTF8.self)
      let count = try search(
        try parse("\"\(text)\""), limit: 0, suggesting: false, until: interruption
      ).totalCount
      if count > 0 { completions.append(WordCompletion(text: text, documentCount: count)) }
    }
    completions.sort { $0.documentCount > $1.documentCount }
    return Array(completions.prefix(limit))
  }

  /// Texts that are looked through for what follows a rare character.
  private static let textCount = 64

  /// A character with what follows it in the texts of some documents, and how often.
  private func pairsInTexts(
    _ character: [UInt8], _ interruption: Interruption?
  ) throws(IndexError) -> [[UInt8]: UInt64] {
    let typed = String(decoding: character, as: UTF8.self)
    var counts: [[UInt8]: UInt64] = [:]
    let found = try search(
      try parse("\"\(typed)\""), limit: Self.textCount, counting: .none, suggesting: false,
      until: interruption)
    for hit in found.hits {
      guard let document = try document(for: hit) else { return [:] }
      let scalars = (document.title + "\n" + document.body).unicodeScalars
      var isBehind = false
      for scalar in scalars {
        if isBehind, !scalar.isASCII, scalar.properties.isAlphabetic {
          counts[character + Array(String(scalar).utf8), default: 0] += 1
        }
        isBehind = typed.unicodeScalars.elementsEqual(CollectionOfOne(scalar))
      }
      try interruption?.look()
    }
    return counts
  }

  /// The words that begin so, and in how many documents they are.
  func words(
    from start: TermKey, atMost count: Int, until interruption: Interruption?
  ) throws(IndexError) -> [[UInt8]: UInt64] {
    var frequencies: [[UInt8]: UInt64] = [:]
    for segment in state.segments {
      var iterator = try segment.reader.dictionary.terms(from: start.bytes)
      var left = count
      while left > 0, try iterator.next(), iterator.key.starts(with: start.bytes) {
        left -= 1
        try interruption?.step()
        let term = Array(iterator.key[TermKey.headerSize...])
        frequencies[term, default: 0] += UInt64(iterator.info.documentFrequency)
      }
    }
    return frequencies
  }
}
