import Index
import TestSupport
import Testing

@testable import search

/// Where text stands in its file.
@Suite struct PlaceMapTests {
  /// Line and column of a word in a source, counted in the plainest way.
  private static func place(of word: String, in source: String) -> (line: Int, column: Int)? {
    for (number, line) in source.split(separator: "\n", omittingEmptySubsequences: false)
      .enumerated()
    {
      let scalars = Array(line.unicodeScalars)
      let wanted = Array(word.unicodeScalars)
      guard scalars.count >= wanted.count else { continue }
      for start in 0...scalars.count - wanted.count
      where Array(scalars[start..<start + wanted.count]) == wanted {
        return (number + 1, start + 1)
      }
    }
    return nil
  }

  /// Where a word is found in a document by its map.
  private static func place(of word: String, in document: ExtractedDocument) throws -> SourcePlace?
  {
    let placed = try #require(
      PlacedDocument(
        title: document.title, body: document.body, note: document.places.encoded()))
    for (text, isTitle) in [(document.title, true), (document.body, false)] {
      let bytes = Array(text.utf8)
      let wanted = Array(word.utf8)
      guard bytes.count >= wanted.count else { continue }
      if let start = (0...bytes.count - wanted.count).first(where: {
        bytes[$0...].starts(with: wanted)
      }) {
        return placed.place(ofByte: start, inTitle: isTitle)
      }
    }
    return nil
  }

  static let sources: [(name: String, text: String, words: [String])] = [
    (
      "a.txt", "\n  标题 alpha\nline two beta\n\n最后一行 gamma 结束\n",
      ["alpha", "标题", "beta", "gamma", "结束"]
    ),
    ("crlf.log", "one alpha\r\ntwo beta\r\n", ["alpha", "beta"]),
    (
      "a.md",
      "---\ntitle: T\n---\n# Head alpha\n\nSome *text* with **beta** and\n[gamma](http://x.y) `delta`\n\n"
        + "| c | d |\n|---|---|\n| x | 表 epsilon |\n\n    zeta code\n\n- item eta\n- <b>theta</b> iota\n",
      ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "theta", "iota"]
    ),
    (
      "a.html",
      "<html><head><title>The alpha</title></head>\n<body class=x>\n<p>日本 beta\ngamma <b>delta</b>,\n"
        + "<pre>\nsome\n  epsilon</pre>\n<table><tr><td>zeta<td>kappa</table>\n<!-- c -->theta</body>",
      ["alpha", "beta", "gamma", "delta", "epsilon", "zeta", "kappa", "theta"]
    ),
    (
      "a.json",
      "{\n  \"title\": \"alpha\",\n  \"list\": [1, {\"k\": \"表 beta\"}],\n  \"n\": 4711\n}\n",
      ["alpha", "beta", "4711"]
    ),
    (
      "a.srt",
      "1\n00:00:01,000 --> 00:00:02,500\n<i>alpha</i> one\n\n2\n00:12:31,000 --> 00:12:33,000\n表 beta\ngamma\n",
      ["alpha", "beta", "gamma"]
    ),
  ]

  @Test(arguments: sources.indices)
  func `a word's place is where it stands in the source`(index: Int) throws {
    let (name, text, words) = Self.sources[index]
    let document = try #require(try Reading(name, text).documents.first)
    let source = text.split(separator: "\r\n", omittingEmptySubsequences: false)
      .joined(separator: "\n")
    for typed in words {
      let word = typed.filter { $0.isLetter || $0.isNumber }
      guard let expected = Self.place(of: typed, in: source) else { continue }
      let found = try #require(try Self.place(of: word, in: document), "\(name) \(word)")
      #expect(found.line == expected.line, "\(name) \(word): \(found)")
      #expect(found.column == expected.column, "\(name) \(word): \(found)")
      if let offset = found.byteOffset {
        #expect(Array(text.utf8)[offset...].starts(with: word.utf8), "\(name) \(word)")
      }
    }
  }

  @Test func `a cell is in its line, and a subtitle at its time`() throws {
    let table = "name,city\n\"Müller, J\",\"Köln\nalpha\"\nRossi,beta\n"
    let rows = try Reading("a.csv", table).documents
    #expect(rows.map(\.recordID) == ["2", "4"])
    #expect(rows[0].fields.map(\.name) == ["name", "city"])
    #expect(rows[0].body == "Müller, J\tKöln\nalpha")
    #expect(try Self.place(of: "alpha", in: rows[0])?.line == 3)
    #expect(try Self.place(of: "beta", in: rows[1])?.line == 4)
    #expect(try Self.place(of: "beta", in: rows[1])?.column == 7)
    let film = try Reading("a.srt", Self.sources[5].text).documents
    #expect(try Self.place(of: "alpha", in: film[0])?.milliseconds == 1_000)
    #expect(try Self.place(of: "gamma", in: film[0])?.milliseconds == 751_000)
    let song = try Reading("a.lrc", "[ti:Song]\n[00:12.00][01:00.5]first\n[02:03.45]second\n")
      .documents
    #expect(song[0].title == "Song" && song[0].body == "first\nsecond")
    #expect(try Self.place(of: "second", in: song[0])?.milliseconds == 123_450)
    let script =
      "[Events]\nDialogue: 0,0:01:02.50,0:01:03.00,Default,,0,0,0,,{\\i1}one\\Ntwo, three\n"
    let styled = try Reading("a.ass", script).documents
    #expect(styled[0].body == "one\ntwo, three")
    #expect(try Self.place(of: "three", in: styled[0])?.milliseconds == 62_500)
    let lines = try Reading("a.jsonl", "{\"text\":\"a\"}\n{\"text\":\"alpha\"}\n").documents
    #expect(try Self.place(of: "alpha", in: lines[1])?.line == 2)
  }

  @Test(arguments: 1...40)
  func `lines and columns of any text are those that counting gives`(seed: UInt64) throws {
    var generator = SeededGenerator(seed: seed)
    let letters = Array("ab é表\u{1F600}\n\n".unicodeScalars)
    var text = String.UnicodeScalarView()
    for _ in 0..<Int.random(in: 1...200, using: &generator) {
      text.append(letters[Int.random(in: 0..<letters.count, using: &generator)])
    }
    let source = String(text)
    let document = try #require(try Reading("a.txt", source).documents.first)
    let placed = try #require(
      PlacedDocument(title: document.title, body: document.body, note: document.places.encoded()))
    var offset = 0
    for scalar in document.body.unicodeScalars {
      let place = placed.place(ofByte: offset, inTitle: false)
      let start = try #require(place.byteOffset)
      let before = source.utf8.prefix(start)
      #expect(place.line == before.count { $0 == 0x0A } + 1, "seed \(seed)")
      let line = String(decoding: before, as: UTF8.self).split(
        separator: "\n", omittingEmptySubsequences: false
      ).last
      #expect(place.column == (line ?? "").unicodeScalars.count + 1, "seed \(seed)")
      let bytes = Array(source.utf8)
      #expect(bytes[start...].starts(with: String(scalar).utf8), "seed \(seed)")
      offset += String(scalar).utf8.count
    }
  }

  @Test func `a map comes back from its bytes, and no bytes do harm`() throws {
    var map = PlaceMap()
    map.entries = ["a.zip", "b/表.txt"]
    map.message = 3
    map.sheet = "Blatt"
    map.title = [PlaceMap.Anchor(offset: 0, line: 7, column: 2, isVerbatim: true)]
    map.body = [
      PlaceMap.Anchor(offset: 0, page: 1), PlaceMap.Anchor(offset: 5, milliseconds: 751_000),
      PlaceMap.Anchor(offset: 90, cell: "B12"),
      PlaceMap.Anchor(offset: 300, line: 9, column: 1, byteOffset: 1_000, isVerbatim: true),
      PlaceMap.Anchor(offset: 301, line: 4, byteOffset: 12),
    ]
    let bytes = map.encoded()
    #expect(PlaceMap(decoding: bytes) == map)
    for count in 1..<bytes.count { #expect(PlaceMap(decoding: Array(bytes[..<count])) == nil) }
    var generator = SeededGenerator(seed: 5)
    for _ in 0..<2_000 {
      var damaged = bytes
      let index = Int.random(in: 0..<damaged.count, using: &generator)
      damaged[index] = UInt8.random(in: 0...255, using: &generator)
      if let placed = PlacedDocument(title: "t", body: "some text", note: damaged) {
        _ = placed.place(ofByte: 6, inTitle: false)
      }
    }
    // A plain text takes a few bytes.
    let document = try #require(try Reading("a.txt", "Title\nBody\n").documents.first)
    #expect(document.places.encoded().count <= 16)
  }
}
