/// Tells which segments are tokens, in which script a term is written, and how many places it takes.
struct TokenClassifier {
  /// The script of a term and its number of places.
  struct Summary: BitwiseCopyable, Equatable {
    /// The script of its first letter; without letters number, symbol or other.
    var script: ScriptClass
    /// One for each grapheme of Han, kana, Hangul, Thai, Lao, Khmer and Burmese, and one for each
    /// maximal run of anything else.
    var placeCount: Int
    /// Whether any of its graphemes takes a place by itself, so that the word is spelled out.
    var isSpelled: Bool
  }

  private var pages = PageTable()

  /// The properties of a code point.
  @inline(__always)
  mutating func properties(of scalar: UInt32) -> CharacterProperties {
    if let word = pages[scalar] { return CharacterProperties(word: word) }
    return load(scalar)
  }

  private mutating func load(_ scalar: UInt32) -> CharacterProperties {
    CharacterProperties(
      word: pages.fill(scalar) { first, values in
        ICUCharacters.appendPropertiesPage(from: first, to: &values)
      })
  }

  /// Whether U+FE0F makes an emoji of something in a segment.
  mutating func holdsEmoji(_ segment: Span<UInt8>) -> Bool {
    var index = 0
    var previous = CharacterProperties(word: 0)
    while index < segment.count {
      let decoded = decodeScalar(in: segment, at: index)
      if decoded.scalar == 0xFE0F && previous.mayBeEmoji { return true }
      previous = properties(of: decoded.scalar)
      index += decoded.length
    }
    return false
  }

  /// The script and the places of a folded term, which is well-formed UTF-8.
  mutating func summary(of term: Span<UInt8>) -> Summary {
    var counter = SummaryBuilder()
    var index = 0
    while index < term.count {
      let decoded = decodeScalar(in: term, at: index)
      counter.add(properties(of: decoded.scalar))
      index += decoded.length
    }
    return counter.summary
  }

  /// Where the places of a text begin, as offsets into it.
  mutating func appendPlaces(of text: Span<UInt8>, to starts: inout [Int32]) {
    var counter = SummaryBuilder()
    var index = 0
    while index < text.count {
      let decoded = decodeScalar(in: text, at: index)
      let known = counter.placeCount
      counter.add(properties(of: decoded.scalar))
      if counter.placeCount > known { starts.append(Int32(truncatingIfNeeded: index)) }
      index += decoded.length
    }
  }

  /// Where the graphemes of a text begin, as far as places tell graphemes apart: in a run that takes
  /// one place together, each code point that extends none before it begins one.
  mutating func graphemeStarts(of text: Span<UInt8>) -> [Int] {
    var counter = SummaryBuilder()
    var starts: [Int] = []
    var index = 0
    while index < text.count {
      let decoded = decodeScalar(in: text, at: index)
      let known = counter.placeCount
      let next = properties(of: decoded.scalar)
      counter.add(next)
      let begins = !next.takesPlaces && next.grapheme != .extend
      if counter.placeCount > known || begins || index == 0 { starts.append(index) }
      index += decoded.length
    }
    return starts
  }

  /// The script of a term of common Han, kana and Hangul, by its first code point.
  @inline(__always)
  static func script(ofPlain scalar: UInt32) -> ScriptClass {
    switch scalar {
    case 0x3041...0x3096: .hiragana
    case 0x30A1...0x30FC: .katakana
    case 0xAC00...0xD7A3: .hangul
    default: .han
    }
  }
}

/// Gathers a term's summary, code point by code point.
struct SummaryBuilder {
  private var places = 0
  private var inRun = false
  private var isEmpty = true
  private var previous = CharacterProperties.Grapheme.other
  private var script = ScriptClass.other
  private var hasLetter = false
  private var isSpelled = false

  /// A summary of nothing.
  init() {}

  /// The summary of what has been added.
  var summary: TokenClassifier.Summary {
    TokenClassifier.Summary(script: script, placeCount: places, isSpelled: isSpelled)
  }

  /// How many places have begun.
  var placeCount: Int { places }

  /// Adds the next code point of the term.
  @inline(__always)
  mutating func add(_ next: CharacterProperties) {
    noteScript(next)
    let grapheme = next.grapheme
    if grapheme == .extend && !isEmpty {
      // It belongs to what stands before it, and jamo behind it no longer join.
      previous = .other
      return
    }
    isEmpty = false
    if !next.takesPlaces {
      if !inRun { places += 1 }
      inRun = true
    } else if inRun || !joins(grapheme) {
      places += 1
      inRun = false
      isSpelled = true
    }
    previous = grapheme
  }

  /// The first letter decides; before it the first number or symbol.
  @inline(__always)
  private mutating func noteScript(_ next: CharacterProperties) {
    guard !hasLetter else { return }
    let class_ = next.script
    if next.decidesScript {
      hasLetter = true
      script = class_
    } else if script == .other {
      script = class_
    }
  }

  /// Whether a jamo continues the syllable before it. Whole syllables stand by themselves, though
  /// UAX #29 (GB6 to GB8) joins stray jamo to them: ICU begins words between the two.
  @inline(__always)
  private func joins(_ next: CharacterProperties.Grapheme) -> Bool {
    switch next {
    case .other, .extend, .openSyllable, .closedSyllable: false
    case .leading: previous == .leading
    case .vowel: previous == .leading || previous == .vowel
    case .trailing: previous == .vowel || previous == .trailing
    }
  }
}
