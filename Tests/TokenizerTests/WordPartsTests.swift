import TestSupport
import Testing

@testable import Tokenizer

/// The terms of one kind, with the text they stand at.
func derived(_ text: String, _ kind: TokenKind) throws -> [String] {
  let buffer = try analyzed(Array(text.utf8))
  return buffer.tokens.filter { $0.kind == kind }.map { buffer.term(of: $0) }
}

@Suite struct WordPartsTests {
  @Test(arguments: [
    ("getUserById", ["get", "user", "by", "id"]), ("HTTPServer", ["http", "server"]),
    ("parseJSON2", ["parse", "json", "2"]), ("XMLHttpRequest", ["xml", "http", "request"]),
    ("URLs userIDs PDFsFrom", ["user", "ids", "pdfs", "from"]),
    ("NASA Word word WORD", []), ("iPhone", ["i", "phone"]), ("mp3", ["mp", "3"]),
    ("snake_case_name", ["snake", "case", "name"]), ("_private", ["private"]), ("__", []),
    ("HTTP_getUser", ["http", "getuser", "get", "user"]),
    ("www.example.com", ["www", "example", "com"]), ("main.swift", ["main", "swift"]),
    (
      "user.name@example.com",
      ["user.name", "user", "name", "example.com", "example", "com"]
    ),
    ("me@example.com", ["me", "example.com", "example", "com"]),
    ("com.example.getUserById", ["com", "example", "getuserbyid", "get", "user", "by", "id"]),
    ("l'avion l\u{2019}été", ["l", "avion", "l", "été"]), ("O'Reilly", ["o", "reilly"]),
    ("rock'n'roll", ["rock", "n", "roll"]),
    ("don't John's we'll they're I'm I've she'd don\u{2019}t", []),
    ("3.14 1,000 12:30 192.168.0.1 0x", ["0", "x"]), ("v1.2.3", ["v", "1.2.3"]),
    ("получитьИмяПользователя", ["получить", "имя", "пользователя"]),
    ("getÄrgerVonÉtienne", ["get", "ärger", "von", "étienne"]),
    ("μετράωΛέξεις", ["μετράω", "λέξεισ"]), ("große_STRASSE", ["grosse", "strasse"]),
    ("cafe\u{301}Name", ["café", "name"]), ("ＡｂｃＤｅｆ", ["abc", "def"]),
    ("日本語 ภาษาไทย 한국어", []), ("col·lecció", []),
  ])
  func `names fall into their parts`(text: String, expected: [String]) throws {
    #expect(try derived(text, .part) == expected)
  }

  @Test(arguments: [
    ("C++ is", ["c++"]), ("C#", ["c#"]), ("(F#)", ["f#"]),
    ("g++, notepad++.", ["g++", "notepad++"]),
    ("C++11", ["c++"]), ("a+b a++b a+ b+++", []), ("C#7 C## C#+", []), ("i++;", ["i++"]),
    ("use .NET now", [".net"]), (".NET", [".net"]), ("a.NET", ["a", "net"]), ("end. NET", []),
    ("...net", []), (" .5 ", []), ("#topic @name", ["name"]), ("É#", ["é#"]), ("C++。", ["c++"]),
    ("C++语言", ["c++"]), ("C#를 F#で", ["c#", "f#"]), ("用.NET和(.NET)", [".net", ".net"]),
    ("x_Y++ z", ["x_y++", "x", "y"]),
  ])
  func `a sign at the border of a name is part of it`(text: String, expected: [String]) throws {
    #expect(try derived(text, .part) == expected)
  }

  @Test func `parts stand at their own bytes and at the place of their word`() throws {
    let text = "é getUserById C++"
    let buffer = try analyzed(Array(text.utf8))
    let parts = buffer.tokens.filter { $0.kind == .part }
    #expect(parts.map(\.start) == [3, 6, 10, 12, 15])
    #expect(parts.map(\.end) == [6, 10, 12, 14, 18])
    #expect(parts.map(\.position) == [1, 1, 1, 1, 2])
  }

  @Test func `a word has no more than 32 parts`() throws {
    let text = String(repeating: "aB", count: 100)
    #expect(try derived(text, .part).count == 32)
    let address = String(repeating: "aB_", count: 60)
    #expect(try derived(address, .part).count == 32)
  }

  @Test func `a part is what the analyzer makes of it alone`() throws {
    let letters = [
      "a", "B", "é", "É", "ß", "д", "Д", "λ", "Λ", "ς", "1", "9", "_", ".", "'", "\u{2019}", "@",
      "ǅ",
      "ﬁ", "İ", "ı", "I", "\u{301}", "\u{AD}", "Ａ", "²", "א", "ا", "テ", "\u{200D}", ":",
    ]
    let seed = UInt64.random(in: 0...UInt64.max)
    var generator = SeededGenerator(seed: seed)
    var partCount = 0
    var analyzer = try AnalyzerOptions(.multilingual).makeAnalyzer()
    var (buffer, alone) = (TokenBuffer(), TokenBuffer())
    for _ in 0..<1500 {
      let text = (0..<Int.random(in: 2...9, using: &generator)).map { _ in
        letters.randomElement(using: &generator) ?? "a"
      }.joined()
      let bytes = Array(text.utf8)
      analyzer.analyze(bytes.span, into: &buffer)
      for part in buffer.tokens where part.kind == .part && bytes[Int(part.start)] != 0x2E {
        partCount += 1
        analyzer.analyze(Array(bytes[Int(part.start)..<Int(part.end)]).span, into: &alone)
        let words = plainTokens(alone).map(\.term)
        #expect(words == [buffer.term(of: part)], "seed \(seed), \(text)")
      }
    }
    #expect(partCount > 1000)
  }
}
