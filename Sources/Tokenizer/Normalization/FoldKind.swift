/// How a code point folds (NFKC_Casefold) when its neighbours do as they should. The raw values are
/// those of `cicu.h`.
enum FoldKind: UInt8, BitwiseCopyable {
  /// To itself, by itself.
  case same = 0
  /// To one other code point below U+10000, by itself.
  case unit = 1
  /// To itself, if what stands beside it is no mark: a virama, a vowel sign, a tone.
  case mark = 2
  /// Only ICU can tell.
  case complex = 3
}
