/// What is written between white space: words, numbers, names with symbols in them, as a user would
/// copy them; and where such words touch scripts without spaces, the two together.
struct WrittenWords {
  /// What a character is to the audit.
  private enum Sort {
    case space
    /// A letter of a script without spaces, or of Hangul.
    case spelled
    case letter(RecallGroup)
    case digit
    /// Punctuation, which belongs to a word only inside of it.
    case punctuation
    /// A symbol, or a mark that names begin and end with: `C++`, `#tag`, `_name`.
    case symbol
    /// A quotation mark of queries.
    case quotation
  }

  private struct Item {
    var sort: Sort
    var isUpper: Bool
    var bytes: Range<Int>
  }

  /// What stands between white space, without punctuation around it.
  private struct Chunk {
    var items: Range<Int>
    var group: RecallGroup?
  }

  /// The longest word, in graphemes; beyond it nobody types.
  private static let longestWord = 64
  private static let sequenceCounts = 2...4

  private let text: [UInt8]
  private var items: [Item] = []
  private var chunks: [Chunk] = []
  private var byGroup: [RecallGroup: [Range<Int>]] = [:]

  /// Finds the words of a window.
  init(_ window: SampleWindow) {
    text = Array(window.text.utf8)
    var offset = 0
    for character in window.text {
      let bytes = offset..<offset + character.utf8.count
      offset = bytes.upperBound
      items.append(
        Item(sort: Self.sort(of: character), isUpper: character.isUppercase, bytes: bytes))
    }
    var start = 0
    while start < items.count {
      var end = start
      while end < items.count, !isSpace(end) { end += 1 }
      let isCut = (window.cutsStart && start == 0) || (window.cutsEnd && end == items.count)
      if end > start, !isCut { addChunk(start..<end) }
      start = end + 1
    }
  }

  private static func sort(of character: Character) -> Sort {
    guard let scalar = character.unicodeScalars.first, !character.isWhitespace else {
      return .space
    }
    // Jamo that stand alone fold to one syllable with those beside them: no place to begin or end.
    if (0x3131...0x318E).contains(scalar.value) { return .symbol }
    switch RecallGroup.of(scalar) {
    case .numbers?: return .digit
    case let group?: return group.isSpelled ? .spelled : .letter(group)
    case nil: break
    }
    switch scalar {
    case "\"", "“", "”", "„", "«", "»": return .quotation
    case "#", "@", "_": return .symbol
    default: break
    }
    switch scalar.properties.generalCategory {
    case .control, .lineSeparator, .paragraphSeparator, .spaceSeparator: return .space
    case .otherPunctuation, .openPunctuation, .closePunctuation, .initialPunctuation,
      .finalPunctuation, .dashPunctuation, .format:
      return .punctuation
    default: return .symbol
    }
  }

  private func isSpace(_ index: Int) -> Bool {
    if case .space = items[index].sort { true } else { false }
  }

  /// A range of items without the punctuation at its ends.
  private func stripped(_ range: Range<Int>) -> Range<Int> {
    func isPunctuation(_ index: Int) -> Bool {
      if case .punctuation = items[index].sort { true } else { false }
    }
    var (start, end) = (range.lowerBound, range.upperBound)
    while start < end, isPunctuation(start) { start += 1 }
    while end > start, isPunctuation(end - 1) { end -= 1 }
    return start..<end
  }

  private mutating func addChunk(_ range: Range<Int>) {
    let range = stripped(range)
    let group = range.count > Self.longestWord && !holdsSpelled(range) ? nil : group(of: range)
    chunks.append(Chunk(items: range, group: group))
    switch group {
    case nil: break
    case .mixed?: addMixed(range)
    case let group?: byGroup[group, default: []].append(range)
    }
  }

  private func holdsSpelled(_ range: Range<Int>) -> Bool {
    items[range].contains { if case .spelled = $0.sort { true } else { false } }
  }

  /// nil for what is not asked: quotation marks, and what has neither a letter nor a digit.
  private func group(of range: Range<Int>) -> RecallGroup? {
    var letters: Set<RecallGroup> = []
    var (digits, others, spelled) = (0, 0, 0)
    var isJoined = false
    var wasLower = false
    for item in items[range] {
      switch item.sort {
      case .letter(let group):
        letters.insert(group)
        isJoined = isJoined || (wasLower && item.isUpper)
        wasLower = !item.isUpper
      case .digit: digits += 1
      case .spelled: spelled += 1
      case .quotation: return nil
      case .punctuation, .symbol, .space: others += 1
      }
    }
    if letters.isEmpty && digits == 0 { return nil }
    if spelled > 0 { return .mixed }
    if others > 0 || letters.count > 1 || isJoined { return .names }
    guard let only = letters.first else { return .numbers }
    return digits > 0 ? .names : only
  }

  /// Adds the words that touch a script without spaces, alone and with what they touch.
  private mutating func addMixed(_ range: Range<Int>) {
    var start = range.lowerBound
    while start < range.upperBound {
      if case .spelled = items[start].sort {
        start += 1
        continue
      }
      var end = start
      while end < range.upperBound {
        if case .spelled = items[end].sort { break }
        end += 1
      }
      let word = stripped(start..<end)
      if word.count <= Self.longestWord, group(of: word) != nil {
        byGroup[.mixed, default: []].append(word)
        // Neighbours on both sides, as many as a short query has, where nothing lies between.
        let before = word.lowerBound == start ? spelled(before: start, range) : start
        let after = word.upperBound == end ? spelled(after: end, range) : end
        let whole =
          (before < start ? before : word.lowerBound)..<(after > end ? after : word.upperBound)
        if whole != word { byGroup[.mixed, default: []].append(whole) }
      }
      start = end
    }
  }

  private func spelled(before index: Int, _ range: Range<Int>) -> Int {
    var start = index
    while start > range.lowerBound, start > index - 4 {
      guard case .spelled = items[start - 1].sort else { break }
      start -= 1
    }
    return start
  }

  private func spelled(after index: Int, _ range: Range<Int>) -> Int {
    var end = index
    while end < range.upperBound, end < index + 4 {
      guard case .spelled = items[end].sort else { break }
      end += 1
    }
    return end
  }

  /// Words of each group that there is, and sequences of them.
  func samples(
    _ countPerGroup: Int, _ generator: inout SampleGenerator
  ) -> [SampledSubstring] {
    var samples: [SampledSubstring] = []
    for group in RecallGroup.allCases {
      guard let words = byGroup[group] else { continue }
      for _ in 0..<countPerGroup {
        samples.append(substring(group, words[generator.below(words.count)]))
      }
    }
    guard chunks.count > 1 else { return samples }
    for _ in 0..<countPerGroup {
      let start = generator.below(chunks.count - 1)
      let count = Self.sequenceCounts.lowerBound + generator.below(Self.sequenceCounts.count)
      let end = min(chunks.count, start + count)
      if let sequence = sequence(start..<end) { samples.append(sequence) }
    }
    return samples
  }

  private func substring(_ group: RecallGroup, _ range: Range<Int>) -> SampledSubstring {
    let bytes = byteRange(range)
    return SampledSubstring(
      group: group, query: String(decoding: text[bytes], as: UTF8.self), range: bytes)
  }

  private func byteRange(_ range: Range<Int>) -> Range<Int> {
    items[range.lowerBound].bytes.lowerBound..<items[range.upperBound - 1].bytes.upperBound
  }

  /// nil if it holds something that means another thing in a query, or a script without spaces.
  private func sequence(_ range: Range<Int>) -> SampledSubstring? {
    var words: [String] = []
    for chunk in chunks[range] {
      guard let group = chunk.group, group != .mixed else { return nil }
      let word = String(decoding: text[byteRange(chunk.items)], as: UTF8.self)
      if ["AND", "OR", "NOT"].contains(word) { return nil }
      words.append(word)
    }
    guard let first = chunks[range].first, let last = chunks[range].last else { return nil }
    return SampledSubstring(
      group: .sequences, query: words.joined(separator: " "),
      range: byteRange(first.items.lowerBound..<last.items.upperBound))
  }
}
