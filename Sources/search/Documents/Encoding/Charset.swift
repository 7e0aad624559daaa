/// An encoding that files may be in.
struct Charset: Equatable, Sendable {
  /// Its name, as IANA and people write it.
  let name: String
  /// What ICU calls the converter: that of the superset which files of this name are really in.
  let converter: String
  /// The languages whose texts are written in it.
  let scripts: Set<Script>
  /// How unlikely it is before anything is known of a file, in tenths of a nat.
  let handicap: Int

  /// A group of languages whose texts share encodings.
  enum Script: Sendable {
    case western, central, turkish, baltic, vietnamese, cyrillic, greek, hebrew, arabic, thai
    case simplified, traditional, japanese, halfWidth, korean
  }

  private init(_ name: String, _ converter: String, _ scripts: Set<Script>, _ handicap: Int) {
    self.name = name
    self.converter = converter
    self.scripts = scripts
    self.handicap = handicap
  }

  static let utf8 = Charset("UTF-8", "UTF-8", [], 0)
  static let utf16LittleEndian = Charset("UTF-16LE", "UTF-16LE", everything, 60)
  static let utf16BigEndian = Charset("UTF-16BE", "UTF-16BE", everything, 70)
  static let utf32LittleEndian = Charset("UTF-32LE", "UTF-32LE", [], 0)
  static let utf32BigEndian = Charset("UTF-32BE", "UTF-32BE", [], 0)
  static let iso2022JP = Charset("ISO-2022-JP", "ISO-2022-JP-2", [.japanese], 0)
  static let iso2022KR = Charset("ISO-2022-KR", "ISO-2022-KR", [.korean], 0)
  static let iso2022CN = Charset("ISO-2022-CN", "ISO-2022-CN", [.simplified], 0)
  static let hz = Charset("HZ-GB-2312", "HZ-GB-2312", [.simplified], 0)
  static let windows1252 = Charset("windows-1252", "ibm-5348_P100-1997", [.western], 0)
  static let gb18030 = Charset(
    "GB18030", "gb18030", [.simplified, .traditional, .japanese], 0)

  private static let everything: Set<Script> = [
    .western, .central, .turkish, .baltic, .vietnamese, .cyrillic, .greek, .hebrew, .arabic, .thai,
    .simplified, .traditional, .japanese, .korean,
  ]

  /// The encodings between which only the text itself decides.
  static let guessed: [Charset] = [
    utf16LittleEndian, utf16BigEndian, gb18030,
    Charset("Big5", "Big5-HKSCS", [.traditional], 5),
    Charset("Shift_JIS", "windows-932", [.japanese, .halfWidth], 0),
    Charset("EUC-JP", "EUC-JP", [.japanese, .halfWidth], 5),
    Charset("EUC-KR", "windows-949", [.korean], 5),
    windows1252,
    Charset("ISO-8859-15", "ISO-8859-15", [.western], 20),
    Charset("macintosh", "macintosh", [.western], 30),
    Charset("windows-1250", "windows-1250", [.central], 15),
    Charset("ISO-8859-2", "ISO-8859-2", [.central], 20),
    Charset("windows-1251", "windows-1251", [.cyrillic], 0),
    Charset("KOI8-R", "KOI8-R", [.cyrillic], 5),
    Charset("KOI8-U", "KOI8-U", [.cyrillic], 15),
    Charset("ISO-8859-5", "ISO-8859-5", [.cyrillic], 20),
    Charset("IBM866", "IBM866", [.cyrillic], 15),
    Charset("x-mac-cyrillic", "x-mac-cyrillic", [.cyrillic], 8),
    Charset("windows-1253", "windows-1253", [.greek], 10),
    Charset("ISO-8859-7", "ISO-8859-7", [.greek], 12),
    Charset("windows-1254", "windows-1254", [.turkish], 15),
    Charset("ISO-8859-9", "ISO-8859-9", [.turkish], 17),
    Charset("windows-1255", "windows-1255", [.hebrew], 10),
    Charset("ISO-8859-8", "ISO-8859-8", [.hebrew], 15),
    Charset("windows-1256", "windows-1256", [.arabic], 10),
    Charset("ISO-8859-6", "ISO-8859-6", [.arabic], 20),
    Charset("windows-1257", "windows-1257", [.baltic], 20),
    Charset("windows-1258", "windows-1258", [.vietnamese], 30),
    Charset("windows-874", "windows-874", [.thai], 10),
  ]

  /// Whether each character of the encoding is two bytes or four, so that lines end with zeros.
  var isWide: Bool { converter.hasPrefix("UTF-16") || converter.hasPrefix("UTF-32") }

  /// The encoding that people mean by a name; nil if nobody knows it.
  ///
  /// A name of a national standard means what is really in files of that name: the superset that
  /// Windows or the Web use.
  static func named(_ typed: String) -> Charset? {
    let key = foldedName(typed)
    if let known = byName[key] { return known }
    guard key.count > 1, key.count <= 40, CharsetConverter.knows(typed) else { return nil }
    return Charset(typed, typed, [], 0)
  }

  private static let byName: [String: Charset] = {
    var names: [String: Charset] = [:]
    let special = [
      utf8, utf32LittleEndian, utf32BigEndian, iso2022JP, iso2022KR, iso2022CN, hz,
    ]
    for charset in special + guessed { names[foldedName(charset.name)] = charset }
    let others: [(String, String)] = [
      ("ascii usascii iso88591 latin1 cp1252", "windows1252"),
      ("gb2312 gbk cp936 ms936 euccn xgbk gb231280 csgb2312", "gb18030"),
      ("big5hkscs cp950 ms950 xxbig5 eten big5eten", "big5"),
      ("sjis cp932 ms932 windows31j xsjis mskanji windows932", "shiftjis"),
      ("ujis xeucjp eucjpms", "eucjp"),
      ("cp949 ms949 uhc ksc56011987 ksc5601 windows949 xwindows949 johab5601", "euckr"),
      ("tis620 iso885911 cp874 thai", "windows874"), ("cp866 866 ibm866", "ibm866"),
      ("cp1250", "windows1250"), ("cp1251", "windows1251"), ("cp1253", "windows1253"),
      ("cp1254", "windows1254"), ("cp1255", "windows1255"), ("cp1256", "windows1256"),
      ("cp1257", "windows1257"), ("cp1258", "windows1258"), ("latin2 l2", "iso88592"),
      ("latin5 l5", "iso88599"), ("latin9 latin0", "iso885915"), ("iso88598i", "iso88598"),
      ("koi8", "koi8r"), ("maccyrillic cp10007 macukrainian xmacukrainian", "xmaccyrillic"),
      ("macroman mac xmacroman cp10000", "macintosh"), ("hz hzgb", "hzgb2312"),
      ("utf16 ucs2 unicode", "utf16le"),
      ("utf32 ucs4", "utf32le"), ("unicode11utf8 utf8mb4 xutf8", "utf8"),
      ("iso2022jp1 iso2022jp2 iso2022jpms csiso2022jp", "iso2022jp"),
    ]
    for (aliases, name) in others {
      for alias in aliases.split(separator: " ") { names[String(alias)] = names[name] }
    }
    return names
  }()

  /// A name without what people write differently.
  private static func foldedName(_ name: String) -> String {
    String(name.lowercased().filter { $0.isLetter || $0.isNumber })
  }
}
