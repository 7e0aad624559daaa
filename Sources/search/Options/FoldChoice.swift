import ArgumentParser
import Tokenizer

/// How far text may differ from what is typed, as on the command line: each word includes those
/// before it.
enum FoldChoice: String, ExpressibleByArgument, CaseIterable {
  case exact, `case`, kana, han, marks, letters

  /// The level of the library.
  var level: FoldLevel {
    switch self {
    case .exact: .exact
    case .case: .case
    case .kana: .kana
    case .han: .han
    case .marks: .marks
    case .letters: .letters
    }
  }
}
