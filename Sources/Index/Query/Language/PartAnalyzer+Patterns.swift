internal import Tokenizer

extension PartAnalyzer {
  /// A word as typed, with what is written behind it.
  mutating func word(
    _ text: String, _ modifiers: QueryModifiers, isExcluded: Bool
  ) -> ParsedQuery.Part {
    if modifiers.isLoose { return similar(text, modifiers.distance, isExcluded: isExcluded) }
    if let pieces = Self.pieces(of: text) {
      return wildcard(text, pieces, isExcluded: isExcluded)
    }
    return part(text, isPhrase: false, isExcluded: isExcluded)
  }

  /// A phrase as typed, with what is written behind it.
  mutating func phrase(
    _ text: String, _ modifiers: QueryModifiers, isExcluded: Bool
  ) -> ParsedQuery.Part {
    if !modifiers.isLoose { return part(text, isPhrase: true, isExcluded: isExcluded) }
    let places = self.places(of: text)
    // One word has nothing between its words.
    if places.count < 2 { return part(text, isPhrase: true, isExcluded: isExcluded) }
    let distance = modifiers.distance ?? Self.defaultSlop
    let parts = places.map { place in
      SequenceQuery(places: [SequenceQuery.Place(offset: 0, terms: place.terms)], width: 1)
    }
    return patternPart(
      text, parts.count > 1 ? near(parts, distance, isOrdered: true) : .nothing, isExcluded,
      isPhrase: true)
  }

  /// Parts that stand near each other, in any order.
  mutating func near(
    _ texts: [NearText], distance: Int, isExcluded: Bool
  ) -> ParsedQuery.Part {
    var parts: [SequenceQuery] = []
    var patterns: [Int: PatternQuery] = [:]
    for text in texts {
      for part in nearParts(text) {
        switch part {
        case .pattern(let pattern):
          patterns[parts.count] = pattern
          parts.append(
            SequenceQuery(places: [SequenceQuery.Place(offset: 0, terms: [])], width: 1))
        case .sequence(let sequence): parts.append(sequence)
        default: continue
        }
      }
    }
    var query = near(parts, distance, isOrdered: false)
    if case .near(var near) = query {
      near.patterns = patterns
      query = parts.isEmpty ? .nothing : .near(near)
    }
    let shown = texts.map { $0.modifiers.isLoose ? "\($0.text)~" : $0.text }
    let label = "NEAR(\(shown.joined(separator: " ")), \(distance))"
    return patternPart(label, query, isExcluded)
  }

  /// What of a text stands near others: its words side by side; of a pattern the words that fit, or in scripts
  /// without spaces the stretches between its stars.
  private mutating func nearParts(_ text: NearText) -> [Query] {
    let places = places(of: text.text)
    let isSpelled = places.contains(where: \.isCharacter)
    if text.modifiers.isLoose, !isSpelled, places.count == 1, let term = places[0].terms.first {
      return [Self.similar(to: term, text.modifiers.distance)]
    }
    guard !text.isPlain, let pieces = Self.pieces(of: text.text) else {
      return Self.sequence(places).map { [.sequence($0)] } ?? []
    }
    switch isSpelled ? spelledWildcard(pieces) : compound(pieces) ?? wordPattern(pieces) {
    case .near(let near): return near.parts.map { .sequence($0) }
    case .all(let queries):
      return queries.flatMap { query -> [Query] in
        if case .near(let near) = query { return near.parts.map { .sequence($0) } }
        return [query]
      }
    case let query: return [query]
    }
  }

  /// Every document.
  func everything(isExcluded: Bool) -> ParsedQuery.Part {
    patternPart("*", .everything(boost: 1), isExcluded)
  }

  /// How many places `"two words"~` allows between them.
  private static let defaultSlop = 2
  /// How many characters `*` stands for between characters of scripts without spaces.
  private static let mostSkipped = 16

  private func near(_ parts: [SequenceQuery], _ distance: Int, isOrdered: Bool) -> Query {
    .near(
      NearQuery(
        parts: parts, distance: UInt32(clamping: min(distance, QueryModifiers.mostPlaces)),
        isOrdered: isOrdered))
  }

  private func patternPart(
    _ text: String, _ query: Query, _ isExcluded: Bool, isPhrase: Bool = false
  ) -> ParsedQuery.Part {
    var part = ParsedQuery.Part(
      text: text, terms: query == .nothing ? [] : [text], isPhrase: isPhrase,
      isExcluded: isExcluded, query: query, loose: query)
    part.isPattern = true
    part.fragments = query
    return part
  }

  // MARK: - Wildcards

  /// A stretch of a word with wildcards.
  enum Piece: Equatable {
    case text(String)
    case one
    case many
  }

  /// The pieces of a word with wildcards; nil for one without. A question mark is one only between letters,
  /// since elsewhere it ends a question.
  static func pieces(of text: String) -> [Piece]? {
    let scalars = Array(text.unicodeScalars)
    func isLetter(_ index: Int) -> Bool {
      guard scalars.indices.contains(index) else { return false }
      return scalars[index].properties.isAlphabetic || scalars[index].properties.numericType != nil
        || "?*".unicodeScalars.contains(scalars[index])
    }
    // What has other marks in it is a name of its own, such as an address.
    guard
      scalars.contains(where: {
        $0.properties.isAlphabetic || $0.properties.numericType != nil
      }),
      scalars.indices.allSatisfy({ isLetter($0) || "-_'’".unicodeScalars.contains(scalars[$0]) })
    else { return nil }
    var pieces: [Piece] = []
    var plain = String.UnicodeScalarView()
    func flush() {
      // Punctuation is no part of a word.
      let isText = plain.contains { $0.properties.isAlphabetic || $0.properties.numericType != nil }
      if isText { pieces.append(.text(String(plain))) }
      plain = String.UnicodeScalarView()
    }
    for (index, scalar) in scalars.enumerated() {
      let isOne = scalar == "?" && isLetter(index - 1) && isLetter(index + 1)
      if scalar == "*" || isOne {
        flush()
        if scalar == "*", pieces.last == .many { continue }
        pieces.append(isOne ? .one : .many)
      } else {
        plain.append(scalar)
      }
    }
    flush()
    return pieces.contains { $0 == .one || $0 == .many } ? pieces : nil
  }

  private mutating func wildcard(
    _ text: String, _ pieces: [Piece], isExcluded: Bool
  ) -> ParsedQuery.Part {
    var isSpelled = false
    for case .text(let text) in pieces where !isSpelled {
      isSpelled = places(of: text).contains(where: \.isCharacter)
    }
    if !isSpelled, let query = compound(pieces) { return patternPart(text, query, isExcluded) }
    let query = isSpelled ? spelledWildcard(pieces) : wordPattern(pieces)
    guard pieces.dropFirst().dropLast().contains(where: { $0 == .many || $0 == .one }) else {
      return patternPart(text, query, isExcluded)
    }
    // Where a mark stands between words, as in a formula or a question, it may just as well be meant.
    let written = part(text, isPhrase: true, isExcluded: isExcluded).query
    return patternPart(text, QueryBuilder.any([query, written]), isExcluded)
  }

  /// Words of a script with spaces that fit.
  private mutating func wordPattern(_ pieces: [Piece]) -> Query {
    var elements: [PatternQuery.Element] = []
    for piece in pieces {
      switch piece {
      case .one: elements.append(.one)
      case .many: elements.append(.many)
      case .text(let text): elements += folded(text).map { .scalar($0) }
      }
    }
    return .pattern(PatternQuery(shape: .elements(elements)))
  }

  /// Several words with the beginning of another behind them, as `gen-it*`; nil if it is one word.
  private mutating func compound(_ pieces: [Piece]) -> Query? {
    guard pieces.count == 2, case .text(let text) = pieces[0], pieces[1] == .many else {
      return nil
    }
    let places = places(of: text)
    guard places.count > 1, let last = places.last?.terms.first,
      let words = Self.sequence(places.dropLast())
    else { return nil }
    return .all([.sequence(words), Self.beginning(last)])
  }

  /// Words that begin so.
  private static func beginning(_ word: Query.WeightedKey) -> Query {
    let letters = String(decoding: word.key.termBytes, as: UTF8.self).unicodeScalars
    let elements = letters.map { PatternQuery.Element.scalar($0) } + [.many]
    return .pattern(PatternQuery(shape: .elements(elements)))
  }

  /// A word or the beginning of one, as it would be folded for the index.
  private mutating func folded(_ text: String) -> [Unicode.Scalar] {
    let places = places(of: text)
    if places.count == 1, let term = places[0].terms.first {
      return Array(String(decoding: term.key.termBytes, as: UTF8.self).unicodeScalars)
    }
    return Array(text.lowercased().unicodeScalars)
  }

  /// Where characters stand side by side, any one is a place left free, and any number is a distance. What
  /// stands before or behind everything is anything.
  private mutating func spelledWildcard(_ pieces: [Piece]) -> Query {
    var stretches: [[Place]] = [[]]
    var offset: UInt32 = 0
    var beginnings: [Query.WeightedKey] = []
    for (index, piece) in pieces.enumerated() {
      switch piece {
      case .one: offset += 1
      case .many:
        if stretches[stretches.count - 1].isEmpty { continue }
        stretches.append([])
        offset = 0
      case .text(let text):
        let places = places(of: text)
        // Behind letters a star stands for more of them, and not for places: `中文app*`.
        let isOpen = index + 1 < pieces.count && pieces[index + 1] == .many
        if isOpen, let last = places.last, !last.isCharacter, let term = last.terms.first {
          beginnings.append(term)
        }
        let isCut = isOpen && places.last?.isCharacter == false
        for place in places.dropLast(isCut ? 1 : 0) {
          stretches[stretches.count - 1].append(
            Place(offset: offset, terms: place.terms, isCharacter: place.isCharacter))
          offset += 1
        }
      }
    }
    let parts = stretches.compactMap(Self.sequence)
    let spelled: Query =
      parts.count > 1
      ? near(parts, Self.mostSkipped, isOrdered: true)
      : parts.first.map { .sequence($0) } ?? .nothing
    return QueryBuilder.all([spelled] + beginnings.map(Self.beginning))
  }

  // MARK: - Similar words

  private mutating func similar(
    _ text: String, _ distance: Int?, isExcluded: Bool
  ) -> ParsedQuery.Part {
    let places = self.places(of: text)
    var queries: [Query] = []
    if let sequence = Self.sequence(places), places.contains(where: \.isCharacter) {
      queries.append(Self.similar(sequence, isEdited: distance != 0))
    } else {
      for place in places {
        guard let term = place.terms.first else { continue }
        queries.append(Self.similar(to: term, distance))
      }
    }
    let label = "\(text)~" + (distance.map(String.init) ?? "")
    return patternPart(label, QueryBuilder.all(queries), isExcluded)
  }

  /// Words that differ from one by some edits.
  private static func similar(to term: Query.WeightedKey, _ distance: Int?) -> Query {
    let scalars = Array(String(decoding: term.key.termBytes, as: UTF8.self).unicodeScalars)
    let edits = min(distance ?? edits(for: scalars.count), QueryModifiers.mostEdits)
    return .pattern(PatternQuery(shape: .similar(scalars, distance: edits)))
  }

  /// How many edits a word may differ by, if it is not said: a short one becomes another word too soon.
  static func edits(for count: Int) -> Int { count < 3 ? 0 : count < 6 ? 1 : 2 }

  /// So long may be what one character is missing of.
  private static let mostEditedPlaces = 128

  /// Characters side by side, or all but one of them, its place left free or left out. Of two characters none
  /// may be missing. What is longer than any name is looked for as it stands: there are twice as many ways as
  /// characters, and each is as long.
  private static func similar(_ whole: SequenceQuery, isEdited: Bool) -> Query {
    guard isEdited, whole.places.count > 2, whole.places.count <= mostEditedPlaces else {
      return .sequence(whole)
    }
    var queries: [Query] = [.sequence(whole)]
    for missing in whole.places.indices {
      var other = whole
      other.places.remove(at: missing)
      other.boost = 0.5
      if missing == 0 || missing == whole.places.count - 1 {
        let first = other.places[0].offset
        for index in other.places.indices { other.places[index].offset -= first }
        other.width -= 1
        queries.append(.sequence(other))
        continue
      }
      queries.append(.sequence(other))
      for index in missing..<other.places.count { other.places[index].offset -= 1 }
      other.width -= 1
      queries.append(.sequence(other))
    }
    return .any(queries)
  }

  // MARK: - Places

  /// A place of what was typed.
  struct Place {
    var offset: UInt32
    var terms: [Query.WeightedKey]
    /// Whether it is one of a script without spaces.
    var isCharacter: Bool
  }

  private mutating func places(of text: String) -> [Place] {
    guard case .sequence(let sequence) = sequence(words(of: text)[...]) else { return [] }
    return sequence.places.map { place in
      Place(
        offset: place.offset, terms: place.terms,
        isCharacter: place.terms.first?.key.kind == .character)
    }
  }

  private static func sequence(_ places: [Place]) -> SequenceQuery? {
    guard let first = places.first, let last = places.last else { return nil }
    return SequenceQuery(
      places: places.map {
        SequenceQuery.Place(offset: $0.offset - first.offset, terms: $0.terms)
      },
      width: last.offset - first.offset + 1)
  }
}
