/// A language that libstemmer (Snowball, Porter 2001) can stem. The raw value is its ISO 639-1 code,
/// which begins the term of every stem token and so is written to disk.
public enum StemmingLanguage: String, Sendable, CaseIterable, Comparable {
  case arabic = "ar"
  case armenian = "hy"
  case basque = "eu"
  case catalan = "ca"
  case danish = "da"
  case dutch = "nl"
  case english = "en"
  case finnish = "fi"
  case french = "fr"
  case german = "de"
  case greek = "el"
  case hindi = "hi"
  case hungarian = "hu"
  case indonesian = "id"
  case irish = "ga"
  case italian = "it"
  case lithuanian = "lt"
  case nepali = "ne"
  case norwegian = "no"
  case portuguese = "pt"
  case romanian = "ro"
  case russian = "ru"
  case serbian = "sr"
  case spanish = "es"
  case swedish = "sv"
  case tamil = "ta"
  case turkish = "tr"
  case yiddish = "yi"

  /// The scripts whose words are stemmed in this language. Serbian is written in two, and both give
  /// the same stems.
  public var scripts: [ScriptClass] {
    switch self {
    case .arabic: [.arabic]
    case .armenian: [.armenian]
    case .greek: [.greek]
    case .hindi, .nepali: [.devanagari]
    case .russian: [.cyrillic]
    case .serbian: [.latin, .cyrillic]
    case .tamil: [.indic]
    case .yiddish: [.hebrew]
    default: [.latin]
    }
  }

  /// What the terms of all stems of this language begin with: the code and a colon.
  public var termPrefix: [UInt8] { Array(rawValue.utf8) + [UInt8(ascii: ":")] }

  /// The language of a stem token's term; nil if the term is not one of a stem.
  public init?(ofStemTerm term: Span<UInt8>) {
    guard term.count > 3, term[2] == UInt8(ascii: ":") else { return nil }
    self.init(rawValue: String(decoding: [term[0], term[1]], as: UTF8.self))
  }

  /// By code, so that lists of languages have one order.
  public static func < (left: StemmingLanguage, right: StemmingLanguage) -> Bool {
    left.rawValue < right.rawValue
  }

  /// The place in `allCases`, for tables.
  var ordinal: Int { Self.all.firstIndex(of: self) ?? 0 }

  // Kept, since `allCases` makes an array each time.
  private static let all = allCases
}
