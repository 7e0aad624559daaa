internal import CICU

/// What searching needs to know of a code point, in one word.
struct CharacterProperties: BitwiseCopyable, Equatable {
  /// The word as `cicu.h` lays it out.
  var word: UInt16

  /// How a code point takes part in graphemes.
  enum Grapheme: UInt16 {
    /// Begins a grapheme.
    case other
    /// Belongs to what stands before it.
    case extend
    /// Hangul, a leading consonant.
    case leading
    /// Hangul, a vowel.
    case vowel
    /// Hangul, a trailing consonant.
    case trailing
    /// Hangul, a syllable that ends in its vowel.
    case openSyllable
    /// Hangul, a syllable that ends in a consonant.
    case closedSyllable
  }

  /// The script; ``ScriptClass/number`` and ``ScriptClass/symbol`` where no script is told apart.
  var script: ScriptClass { ScriptClass(rawValue: UInt8(truncatingIfNeeded: word)) ?? .other }

  /// Whether it is a letter, or of private use, or newer than the linked ICU.
  var isLetter: Bool { word & UInt16(CICU_LETTER) != 0 }

  /// Whether a term that it begins is of its script; a number or a symbol waits for a letter.
  var decidesScript: Bool {
    let class_ = script
    return isLetter || (class_ != .number && class_ != .symbol && class_ != .other)
  }

  /// Whether a token must be made of a segment that holds it, whatever ICU's status says.
  var makesToken: Bool { word & UInt16(CICU_LETTER | CICU_NUMBER | CICU_SYMBOL) != 0 }

  /// Whether U+FE0F behind it makes it an emoji.
  var mayBeEmoji: Bool { word & UInt16(CICU_EMOJI) != 0 }

  /// Whether each of its graphemes takes a place of its own.
  var takesPlaces: Bool { word & UInt16(CICU_PLACES) != 0 }

  /// How it takes part in graphemes.
  var grapheme: Grapheme { Grapheme(rawValue: word >> UInt16(CICU_GRAPHEME_SHIFT)) ?? .other }
}

/// Lookups in ICU's character data.
enum ICUCharacters {
  /// The version of the linked ICU, without loading any of its data.
  static var linkedVersion: String {
    // A C string that lives as long as the thread, copied at once.
    unsafe String(cString: cicu_version())
  }

  /// ICU's own name for a status.
  static func errorName(_ status: Int32) -> String {
    // A C string of static storage.
    unsafe String(cString: cicu_error_name(status))
  }

  /// Appends the property words of the 256 code points from `first`.
  static func appendPropertiesPage(from first: UInt32, to values: inout [UInt16]) {
    var page = InlineArray<256, UInt16>(repeating: 0)
    var span = page.mutableSpan
    // The page holds the 256 words that C writes.
    unsafe span.withUnsafeMutableBufferPointer { page in
      guard let page = page.baseAddress else { return }
      unsafe cicu_properties_page(first, page)
    }
    for index in 0..<256 { values.append(page[index]) }
  }
}

extension ICUError {
  /// The error of a status above zero.
  init(status: Int32, operation: String) {
    self.init(code: status, name: ICUCharacters.errorName(status), operation: operation)
  }
}
