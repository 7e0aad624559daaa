internal import Tokenizer

/// Lexemes → the same with synonyms beside the words that are entries: `TSMC` becomes `(TSMC OR 台积电^0.8)`.
///
/// A stretch of words between operators is looked up from left to right, the longest entry first. It begins
/// and ends where words do; of what is written without spaces, part of it may be an entry if it ends where
/// a word of such a script ends. What has synonyms becomes a group, so that signs, fields and joins around it
/// hold for all of it.
struct SynonymRewriter {
  private let table: SynonymTable
  private var parts: PartAnalyzer
  private let worth: (ParsedQuery.Part) throws(IndexError) -> Float

  /// How much a synonym counts beside what was typed.
  ///
  /// Below 1, since what was typed is what was asked for, and of two equal documents the one with it comes
  /// first; near 1, since otherwise a document about nothing but the synonym falls behind one that mentions
  /// the typed word by the way. Where the synonym is the rarer one its weight is also taken down to the
  /// rarity of what was typed, as if all were one word: else the rarest spelling would always win.
  static let weight: Float = 0.8

  /// - Parameter worth: what an occurrence adds to a score, before lengths.
  init(
    _ table: SynonymTable, _ parts: PartAnalyzer,
    worth: @escaping (ParsedQuery.Part) throws(IndexError) -> Float
  ) {
    self.table = table
    self.parts = parts
    self.worth = worth
  }

  /// A word of a stretch, and where it is typed.
  private struct Place {
    var word: PartAnalyzer.Word
    var lexeme: Int
    var isFirst: Bool
    var isLast: Bool
  }

  /// The lexemes with synonyms beside them.
  mutating func rewritten(_ lexemes: [QueryLexeme]) throws(IndexError) -> [QueryLexeme] {
    var result: [QueryLexeme] = []
    var start = 0
    while start < lexemes.count {
      guard Self.text(of: lexemes[start]) != nil else {
        result.append(lexemes[start])
        start += 1
        continue
      }
      var end = start + 1
      // What has a weight is looked up by itself.
      if Self.isPlain(lexemes[start]), !Self.isBehindMark(lexemes, start) {
        while end < lexemes.count, Self.isPlain(lexemes[end]) { end += 1 }
      }
      result += try rewrittenStretch(Array(lexemes[start..<end]))
      start = end
    }
    return result
  }

  /// The text of a lexeme that may be an entry.
  private static func text(of lexeme: QueryLexeme) -> String? {
    switch lexeme {
    case .text(let text, let modifiers) where !modifiers.isLoose: text
    case .word(let text, let modifiers) where !modifiers.isLoose:
      PartAnalyzer.pieces(of: text) == nil ? text : nil
    default: nil
    }
  }

  private static func isPlain(_ lexeme: QueryLexeme) -> Bool {
    guard text(of: lexeme) != nil else { return false }
    switch lexeme {
    case .text(_, let modifiers), .word(_, let modifiers): return modifiers.isEmpty
    default: return false
    }
  }

  /// A mark holds for the first word only.
  private static func isBehindMark(_ lexemes: [QueryLexeme], _ index: Int) -> Bool {
    guard index > 0 else { return false }
    switch lexemes[index - 1] {
    case .not, .minus, .plus, .field: return true
    default: return false
    }
  }

  // MARK: - Stretches

  private mutating func rewrittenStretch(
    _ lexemes: [QueryLexeme]
  ) throws(IndexError) -> [QueryLexeme] {
    var places: [Place] = []
    for (number, lexeme) in lexemes.enumerated() {
      let words = parts.words(of: Self.text(of: lexeme) ?? "")
      for (index, word) in words.enumerated() {
        places.append(
          Place(
            word: word, lexeme: number, isFirst: index == 0, isLast: index == words.count - 1))
      }
    }
    var pending = lexemes.map { Pending(lexeme: $0) }
    var index = 0
    while index < places.count {
      guard let (end, others) = longestEntry(places, from: index) else {
        index += 1
        continue
      }
      pending[places[index].lexeme].matches.append(
        Match(first: places[index], last: places[end - 1], others: others))
      index = end
    }
    return try joined(pending)
  }

  private struct Match {
    var first: Place
    var last: Place
    var others: [String]
  }

  /// A lexeme and the entries that begin in it.
  private struct Pending {
    var lexeme: QueryLexeme
    var matches: [Match] = []
  }

  private func longestEntry(
    _ places: [Place], from start: Int
  ) -> (end: Int, others: [String])? {
    // Letters that are joined by punctuation are one name.
    guard places[start].isFirst || places[start].word.isSpelled else { return nil }
    var key: [UInt8] = []
    var found: (Int, [String])?
    for end in start..<min(places.count, start + table.longest) {
      SynonymTable.append(places[end].word, to: &key)
      guard places[end].isLast || places[end].word.isSpelled, let others = table[key] else {
        continue
      }
      found = (end + 1, others)
    }
    return found
  }

  // MARK: - Writing

  private mutating func joined(_ pending: [Pending]) throws(IndexError) -> [QueryLexeme] {
    var result: [QueryLexeme] = []
    var number = 0
    while number < pending.count {
      let item = pending[number]
      number += 1
      guard !item.matches.isEmpty, let text = Self.text(of: item.lexeme) else {
        result.append(item.lexeme)
        continue
      }
      var modifiers = QueryModifiers()
      if case .word(_, let own) = item.lexeme { modifiers = own }
      if case .text(_, let own) = item.lexeme { modifiers = own }
      let isCut =
        item.matches.count > 1 || !item.matches[0].first.isFirst
        || !(item.matches.last?.last.isLast ?? true)
      // A weight holds for all pieces of what is cut.
      if isCut, !modifiers.isEmpty { result.append(.open) }
      var offset = 0
      for match in item.matches {
        appendText(text, offset..<Int(match.first.word.token.start), to: &result)
        var typed: [QueryLexeme] = []
        var end = text.utf8.count
        if match.last.lexeme == match.first.lexeme {
          end = match.last.isLast ? end : Int(match.last.word.token.end)
          let start = match.first.isFirst ? 0 : Int(match.first.word.token.start)
          appendText(text, start..<end, to: &typed)
        } else {
          typed = pending[match.first.lexeme...match.last.lexeme].map(\.lexeme)
          number = match.last.lexeme + 1
        }
        try appendGroup(typed, match.others, isCut ? QueryModifiers() : modifiers, to: &result)
        offset = end
      }
      appendText(text, offset..<text.utf8.count, to: &result)
      if isCut, !modifiers.isEmpty { result.append(.close(modifiers)) }
    }
    return result
  }

  /// A piece of a text, if there is a word in it.
  private mutating func appendText(
    _ text: String, _ range: Range<Int>, to lexemes: inout [QueryLexeme]
  ) {
    guard let range = text.range(ofUTF8: range) else { return }
    let piece = String(text[range])
    if !parts.words(of: piece).isEmpty { lexemes.append(.text(piece, QueryModifiers())) }
  }

  /// What was typed, or any of its synonyms.
  private mutating func appendGroup(
    _ typed: [QueryLexeme], _ others: [String], _ modifiers: QueryModifiers,
    to lexemes: inout [QueryLexeme]
  ) throws(IndexError) {
    let name = typed.compactMap(Self.text).joined(separator: " ")
    var typedWorth: Float = 0
    for lexeme in typed {
      let part = parts.part(Self.text(of: lexeme) ?? "", isPhrase: false, isExcluded: false)
      typedWorth += try worth(part)
    }
    lexemes.append(.open)
    lexemes += typed
    for other in others {
      // One word is a word with all its forms, anything else a phrase.
      let words = parts.words(of: other)
      if words.isEmpty { continue }
      let isWord = words.count == 1 && !words[0].isSpelled
      let part = parts.part(other, isPhrase: !isWord, isExcluded: false)
      let otherWorth = try worth(part)
      var own = QueryModifiers()
      own.boost = Self.weight * (otherWorth > typedWorth ? typedWorth / otherWorth : 1)
      own.synonymOf = name
      lexemes.append(.or)
      lexemes.append(isWord ? .text(other, own) : .quoted(other, own))
    }
    lexemes.append(.close(modifiers))
  }
}
