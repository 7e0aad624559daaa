import Glibc
import Index
import TestSupport
import Testing

@testable import search

/// Which encoding a file is in: texts written for these tests, encoded by the C library.
@Suite struct EncodingTests {
  private static let chinese = """
    昨天晚上我们去市场买新鲜的蔬菜和水果，可是到那里的时候已经关门了。我们只好走路回家，在阳台上吃了一顿简单的晚饭。\
    操作系统管理计算机的资源，让许多程序可以同时运行。
    """
  private static let taiwanese = """
    昨天晚上我們去市場買新鮮的蔬菜和水果，可是到那裡的時候已經關門了。我們只好走路回家，在陽台上吃了一頓簡單的晚飯。\
    作業系統管理電腦的資源，讓許多程式可以同時執行。
    """
  private static let japanese = """
    昨日の夜、新鮮な野菜と果物を買いに市場へ行きましたが、着いたときにはもう閉まっていました。\
    仕方なく歩いて家に帰り、ベランダで簡単な夕食を食べました。コンピュータの資源を管理します。
    """
  private static let korean = """
    어제 저녁에 우리는 신선한 채소와 과일을 사러 시장에 갔지만 도착했을 때는 이미 문을 닫았다. \
    그래서 걸어서 집에 돌아와 발코니에서 간단한 저녁을 먹었다.
    """
  private static let russian = """
    Вчера вечером мы пошли на рынок, чтобы купить свежие овощи и фрукты, но он уже был закрыт. \
    Пришлось вернуться домой пешком и поужинать на балконе.
    """
  private static let polish = """
    Wczoraj wieczorem poszliśmy na targ, żeby kupić świeże warzywa i owoce, ale był już zamknięty. \
    Wróciliśmy więc pieszo do domu i zjedliśmy kolację na balkonie, ciesząc się ciepłą nocą.
    """
  private static let czech = """
    Včera večer jsme šli na trh, abychom koupili čerstvou zeleninu a ovoce, ale když jsme přišli, \
    bylo už zavřeno. Vrátili jsme se tedy pěšky domů a povečeřeli na balkóně.
    """
  private static let french = """
    Hier soir, nous sommes allés au marché pour acheter des légumes frais, mais il était déjà fermé \
    à notre arrivée. Nous sommes donc rentrés à pied et avons dîné sur le balcon, près de la fenêtre.
    """
  private static let greek = """
    Χθες το βράδυ πήγαμε στην αγορά για να αγοράσουμε φρέσκα λαχανικά, αλλά ήταν ήδη κλειστή. \
    Γυρίσαμε στο σπίτι με τα πόδια και φάγαμε στο μπαλκόνι.
    """
  private static let turkish = """
    Dün akşam taze sebze ve meyve almak için pazara gittik, ama vardığımızda çoktan kapanmıştı. \
    Yürüyerek eve döndük ve balkonda sade bir akşam yemeği yedik.
    """
  private static let hebrew = """
    אתמול בערב הלכנו לשוק כדי לקנות ירקות ופירות טריים, אבל כשהגענו הוא כבר היה סגור. \
    חזרנו הביתה ברגל ואכלנו ארוחה קלה במרפסת.
    """
  private static let arabic = """
    ذهبنا مساء أمس إلى السوق لشراء الخضروات والفواكه الطازجة، لكنه كان قد أغلق عندما وصلنا. \
    عدنا إلى البيت سيرا على الأقدام وتناولنا عشاء بسيطا في الشرفة.
    """
  private static let lithuanian = """
    Vakar vakare nuėjome į turgų nusipirkti šviežių daržovių ir vaisių, tačiau jis jau buvo \
    uždarytas. Grįžome namo pėsčiomis ir pavakarieniavome balkone.
    """
  private static let thai = """
    เมื่อวานตอนเย็นเราไปตลาดเพื่อซื้อผักและผลไม้สด แต่ตอนที่ไปถึงตลาดก็ปิดแล้ว \
    เราจึงเดินกลับบ้านและกินอาหารเย็นง่ายๆ ที่ระเบียง
    """
  private static let vietnamese =
    "Tôi đang đi chợ để mua rau và trái cây tươi cho cả nhà, nhưng chợ đã đóng"

  /// The C library's name of an encoding, and a text in a language that it is for.
  static let cases: [(encoding: String, text: String)] = [
    ("GB18030", chinese), ("GBK", chinese), ("BIG5-HKSCS", taiwanese), ("BIG5", taiwanese),
    ("SHIFT_JIS", japanese), ("CP932", japanese), ("EUC-JP", japanese), ("ISO-2022-JP", japanese),
    ("EUC-KR", korean), ("CP949", korean), ("ISO-2022-KR", korean), ("KOI8-R", russian),
    ("WINDOWS-1251", russian), ("ISO-8859-5", russian), ("IBM866", russian), ("KOI8-U", russian),
    ("WINDOWS-1250", polish), ("ISO-8859-2", polish), ("WINDOWS-1250", czech),
    ("ISO-8859-2", czech), ("WINDOWS-1252", french), ("ISO-8859-1", french),
    ("ISO-8859-15", french), ("MACINTOSH", french), ("MAC-CYRILLIC", russian),
    ("WINDOWS-1253", greek), ("ISO-8859-7", greek),
    ("WINDOWS-1254", turkish), ("ISO-8859-9", turkish), ("WINDOWS-1255", hebrew),
    ("ISO-8859-8", hebrew), ("WINDOWS-1256", arabic), ("ISO-8859-6", arabic),
    ("WINDOWS-1257", lithuanian), ("TIS-620", thai), ("UTF-16LE", chinese), ("UTF-16BE", japanese),
    ("UTF-16LE", russian), ("UTF-16BE", french), ("UTF-16", korean), ("UTF-32", thai),
  ]

  /// A text in an encoding; nil where it has no bytes for a character.
  static func encode(_ text: String, as encoding: String) -> [UInt8]? {
    // A descriptor of the library, closed below.
    let converter = unsafe iconv_open(encoding, "UTF-8")
    guard unsafe converter != iconv_t(bitPattern: -1) else { return nil }
    defer { unsafe _ = iconv_close(converter) }
    var input = text.utf8.map { CChar(bitPattern: $0) }
    var output = [CChar](repeating: 0, count: input.count * 4 + 64)
    var left = input.count
    var room = output.count
    // Both arrays stay where they are for the calls.
    let isDone = unsafe input.withUnsafeMutableBufferPointer { source in
      unsafe output.withUnsafeMutableBufferPointer { target in
        var from = source.baseAddress
        var to = target.baseAddress
        guard unsafe iconv(converter, &from, &left, &to, &room) == 0 else { return false }
        return unsafe iconv(converter, nil, nil, &to, &room) == 0
      }
    }
    return isDone ? output.prefix(output.count - room).map { UInt8(bitPattern: $0) } : nil
  }

  @Test(arguments: cases.indices)
  func `a text comes back as it was, whole and in parts`(index: Int) throws {
    let (encoding, text) = Self.cases[index]
    let scalars = Array(text.unicodeScalars)
    for length in [45, 80, scalars.count] {
      let part = String(String.UnicodeScalarView(scalars.prefix(length)))
      let bytes = try #require(Self.encode(part, as: encoding))
      let decoded = try #require(DecodedText(bytes), "\(encoding) \(length)")
      #expect(
        String(decoding: decoded.bytes, as: UTF8.self) == part,
        "\(encoding) \(length) was taken for \(decoded.encoding)")
    }
  }

  @Test(arguments: cases.indices)
  func `a few words in an English file are enough`(index: Int) throws {
    let (encoding, text) = Self.cases[index]
    let words = String(String.UnicodeScalarView(text.unicodeScalars.prefix(24)))
    let whole =
      "The files of this folder were written over many years.\nSome of them say: \(words)\n"
      + "and nobody has converted them since 2003.\n"
    let bytes = try #require(Self.encode(whole, as: encoding))
    let decoded = try #require(DecodedText(bytes), "\(encoding)")
    #expect(
      String(decoding: decoded.bytes, as: UTF8.self) == whole,
      "\(encoding) was taken for \(decoded.encoding)")
  }

  @Test func `Vietnamese is read, though its accents come apart`() throws {
    let bytes = try #require(Self.encode(Self.vietnamese, as: "WINDOWS-1258"))
    let decoded = try #require(DecodedText(bytes))
    // Equal by Unicode.
    #expect(String(decoding: decoded.bytes, as: UTF8.self) == Self.vietnamese)
  }

  @Test(arguments: [
    ("<meta charset=\"koi8-r\">\n<p>мир</p>", "KOI8-R", "KOI8-R"),
    ("<?xml version=\"1.0\" encoding='windows-1251'?>\n<a>мир</a>", "WINDOWS-1251", "windows-1251"),
    ("# -*- coding: euc-jp -*-\n# 日本", "EUC-JP", "EUC-JP"),
    ("<meta http-equiv=x content=\"text/html; charset=gb2312\">天", "GB18030", "GB18030"),
  ])
  func `what a file says of itself counts`(text: String, encoding: String, name: String) throws {
    let bytes = try #require(Self.encode(text, as: encoding))
    let decision = try #require(EncodingDetector.decide(bytes))
    #expect(decision.charset.name == name && decision.ground == .declared)
  }

  @Test func `what a file says wrongly of itself does not`() throws {
    let text = "<meta charset=\"iso-8859-1\">\n<p>\(Self.russian)</p>"
    let bytes = try #require(Self.encode(text, as: "WINDOWS-1251"))
    #expect(EncodingDetector.decide(bytes)?.charset.name == "windows-1251")
    let honest = Array("<meta charset=\"koi8-r\">\n<p>\(Self.russian)</p>".utf8)
    #expect(EncodingDetector.decide(honest)?.charset == .utf8)
  }

  @Test func `neighbours tip the balance where a text is short, and not where it is plain`() throws
  {
    // A word that is one of Latin, Cyrillic and Greek letters.
    let short: [UInt8] = Array("size: ".utf8) + [0xE0, 0xE5] + Array("\n".utf8)
    let alone = try #require(EncodingDetector.decide(short))
    let cyrillic = try #require(
      EncodingDetector.decide(short, neighbours: ["windows-1251": 20]))
    #expect(cyrillic.charset.name == "windows-1251")
    #expect(alone.charset == cyrillic.charset || cyrillic.ground == .neighbours)
    let french = try #require(Self.encode(Self.french, as: "WINDOWS-1252"))
    let decision = try #require(EncodingDetector.decide(french, neighbours: ["windows-1251": 20]))
    #expect(decision.charset.name == "windows-1252" && decision.ground == .detector)
  }

  @Test func `what the user says counts, except against a byte order mark`() throws {
    let bytes = try #require(Self.encode(Self.russian, as: "KOI8-R"))
    let forced = try #require(Charset.named("cp1251"))
    #expect(EncodingDetector.decide(bytes, forced: forced)?.charset.name == "windows-1251")
    #expect(EncodingDetector.decide(bytes, forced: forced)?.ground == .forced)
    let marked: [UInt8] = [0xFF, 0xFE, 0x61, 0]
    #expect(EncodingDetector.decide(marked, forced: forced)?.ground == .mark)
  }

  @Test(arguments: [
    "яю и так далее: обычный текст в старой кодировке, без всякой метки в начале.",
    "яюшка", "яю abc def ghi and words of ASCII behind it\n",
    "яю\nvalue=1\nпуть=/каталог\n", "юярта стоит в степи, и дым идёт из неё",
  ])
  func `two letters that look like a byte order mark are letters`(text: String) throws {
    let bytes = try #require(Self.encode(text, as: "WINDOWS-1251"))
    let decoded = try #require(DecodedText(bytes))
    #expect(String(decoding: decoded.bytes, as: UTF8.self) == text, "\(decoded.encoding)")
  }

  @Test(arguments: [
    chinese, taiwanese, japanese, korean, russian, greek, hebrew, arabic, thai, vietnamese, "中文",
    "半导体", "漢字", "東京都", "서울", "हिन्दी", "नमस्ते", "ქართული", "հայերեն", "አማርኛ", "🙂🙃",
    "日本経済産業省", "鬱", "a", "é", "₿", "龘靐齉", "བོད་ཡིག",
  ])
  func `a byte order mark is believed, whatever the script`(text: String) throws {
    for (encoding, mark) in [
      ("UTF-16LE", [UInt8(0xFF), 0xFE]), ("UTF-16BE", [UInt8(0xFE), 0xFF]),
    ] {
      let bytes = try mark + #require(Self.encode(text, as: encoding))
      let decoded = try #require(DecodedText(bytes))
      #expect(String(decoding: decoded.bytes, as: UTF8.self) == text, "\(decoded.encoding)")
      #expect(decoded.encoding.ground == .mark)
    }
  }

  @Test func `programs, pictures and noise are no text`() {
    var generator = SeededGenerator(seed: 11)
    for count in [64, 1_000, 20_000] {
      let noise = (0..<count).map { _ in UInt8.random(in: 0...255, using: &generator) }
      #expect(DecodedText(noise) == nil, "\(count)")
    }
    let header: [UInt8] = [0x7F, 0x45, 0x4C, 0x46, 2, 1, 1, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 0, 62, 0]
    #expect(DecodedText(header + [UInt8](repeating: 0, count: 300)) == nil)
    #expect(DecodedText([0x61, 0, 0x62]) == nil)
  }

  @Test func `text that was decoded wrongly before is suspected, and other text is not`() {
    let twice = String(decoding: Array(Self.japanese.utf8).map(UInt16.init), as: UTF16.self)
    #expect(Mojibake.suspicion(in: Array(twice.utf8)) > 0.3)
    #expect(Mojibake.suspicion(in: Array("锟斤拷锟斤拷锟斤拷 of files 锟斤拷".utf8)) > 0.5)
    for (_, text) in Self.cases {
      #expect(Mojibake.suspicion(in: Array(text.utf8)) < 0.1, "\(text)")
    }
  }

  @Test func `records are read in any encoding, too`() throws {
    let line = "{\"id\":\"7\",\"text\":\"\(Self.japanese)\"}\n"
    for encoding in ["UTF-16LE", "UTF-16", "SHIFT_JIS", "EUC-JP", "UTF-8"] {
      let bytes = try #require(Self.encode(line, as: encoding))
      let reading = try Reading("a.jsonl", bytes)
      #expect(reading.documents.map(\.recordID) == ["7"] && reading.body == Self.japanese)
    }
    let rows = try #require(Self.encode("name,note\n1,\(Self.russian)\n", as: "KOI8-R"))
    #expect(
      try Reading("a.csv", rows).documents.first?.fields.last?.value.hasPrefix("Вчера") == true)
  }

  @Test func `names of encodings mean what is in the files`() throws {
    for (typed, name) in [
      ("gb2312", "GB18030"), ("GBK", "GB18030"), ("x-sjis", "Shift_JIS"), ("cp949", "EUC-KR"),
      ("latin1", "windows-1252"), ("TIS-620", "windows-874"), ("utf8", "UTF-8"),
      ("Big5-HKSCS", "Big5"),
    ] {
      #expect(Charset.named(typed)?.name == name)
    }
    #expect(Charset.named("no such thing") == nil && Charset.named("") == nil)
    for charset in Charset.guessed { #expect(CharsetConverter.knows(charset.converter)) }
  }

  @Test(arguments: [
    ("na\u{EF}ve caf\u{E9} d\u{E9}j\u{E0} ", [UInt8(0xE9)]), ("中 ", [0xFF]),
    ("Привет ", [0xC0]), ("ä ö ", [0xFF]),
  ])
  func `a short text in UTF-8 with a stray byte is in UTF-8`(text: String, stray: [UInt8]) throws {
    let bytes = Array(text.utf8) + stray + Array(" and some more words".utf8)
    let reading = try Reading("a.txt", bytes)
    #expect(reading.report.encoding?.charset == .utf8)
    #expect(reading.title == text + "\u{FFFD} and some more words")
    #expect(reading.report.warnings == ["1 ill-formed bytes read as U+FFFD"])
  }

  @Test func `what is hardly more than a guess is said`() {
    var decision = EncodingDecision(charset: .windows1252, ground: .detector, sureness: 0.3)
    #expect(decision.doubt?.contains("30 % sure") == true)
    #expect(decision.doubt?.contains("--encoding") == true)
    decision.sureness = 0.7
    #expect(decision.doubt == nil)
    (decision.sureness, decision.ground) = (0.3, .forced)
    #expect(decision.doubt == nil)
  }
}
