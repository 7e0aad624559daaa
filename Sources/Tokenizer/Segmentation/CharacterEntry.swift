/// All that one pass over a text needs to know of a code point, in one word: its category in ICU's
/// word rules, how it folds, and what its folded form is like. The bits of all code points of a
/// segment, put together by OR, say how the segment is to be treated.
struct CharacterEntry: BitwiseCopyable, Equatable {
  /// The word; 0 stands for a code point that has not been looked up.
  var bits: UInt32

  /// The column of the state machine.
  static let category: UInt32 = 0x3F
  /// The script of the folded form begins at this bit.
  static let scriptShift: UInt32 = 6
  /// The bits of the script.
  static let script: UInt32 = 0x1F
  /// Its script is the script of a term it begins; otherwise a later letter decides.
  static let decidesScript: UInt32 = 1 << 11
  /// A segment that holds it is a token, whatever the rules call it.
  static let makesToken: UInt32 = 1 << 12
  /// Folds to another code point, by itself.
  static let changes: UInt32 = 1 << 13
  /// Folds to itself, if it does not stand beside another mark.
  static let mark: UInt32 = 1 << 14
  /// Only ICU can tell how it folds.
  static let complex: UInt32 = 1 << 15
  /// A grapheme of its folded form takes a place of its own.
  static let takesPlaces: UInt32 = 1 << 16
  /// Not of the common Han, kana and Hangul that fold to themselves and are three bytes and a place.
  static let notPlain: UInt32 = 1 << 17
  /// U+FE0F, which makes an emoji of what stands before it.
  static let selector: UInt32 = 1 << 18
  /// Of a category that ICU hands to its dictionaries.
  static let dictionary: UInt32 = 1 << 19
  /// Of the set that the Chinese and Japanese dictionary divides.
  static let cjk: UInt32 = 1 << 20
  /// Of a dictionary category, and neither of that set nor a Hangul syllable.
  static let otherDictionary: UInt32 = 1 << 21
  /// U+FFFD, which also stands for ill-formed bytes.
  static let replacement: UInt32 = 1 << 22
  /// Looked up: so that no entry is 0.
  static let known: UInt32 = 1 << 31

  /// The script of the folded form.
  var scriptClass: ScriptClass {
    let value = bits >> Self.scriptShift & Self.script
    return ScriptClass(rawValue: UInt8(truncatingIfNeeded: value)) ?? .other
  }
}
