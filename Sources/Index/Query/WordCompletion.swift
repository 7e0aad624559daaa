/// A word of an index that begins as something that was typed.
public struct WordCompletion: Sendable, Equatable {
  /// The word, as the index has it: folded, in small letters.
  public var text: String
  /// How many documents have it, deleted ones that are not merged away yet included.
  public var documentCount: Int
}

extension Snapshot {
  /// The words that begin as the last word of a text, the commonest first. For scripts with spaces: of one
  /// without, the characters themselves are looked for.
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
    guard let start = starts.last, starts.count == 1 else { return [] }
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
