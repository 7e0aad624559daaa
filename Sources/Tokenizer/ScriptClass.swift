/// The script a token is written in, as far as searching needs to tell scripts apart.
public enum ScriptClass: UInt8, Sendable, BitwiseCopyable, CaseIterable {
  case other = 0
  case latin
  case greek
  case cyrillic
  case armenian
  case georgian
  case hebrew
  case arabic
  case devanagari
  case indic
  case ethiopic
  case han
  case hiragana
  case katakana
  case hangul
  case thai
  case lao
  case khmer
  case burmese
  case number
  case symbol
}
