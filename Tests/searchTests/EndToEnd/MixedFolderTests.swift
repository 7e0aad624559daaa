import Index
import TestSupport
import Testing

@testable import search

/// A folder of all formats and many encodings: every sentence is found, and its place is right.
@Suite struct MixedFolderTests {
  private struct Planted {
    var file: String
    var words: String
    var isThere: @Sendable (SourcePlace) -> Bool
  }

  private static let english = "the wombat dug tunnels"
  private static let russian = "соловьи поют в лесу"
  private static let arabic = "القطط تنام تحت الشجرة"
  private static let thai = "ภาษาไทยไม่มีช่องว่าง"
  private static let chinese = "光刻机的供应链正在重组"
  private static let japanese = "半導体の製造装置を輸出する"
  private static let korean = "반도체 산업의 미래는 밝다"

  private static func encoded(_ text: String, _ encoding: String) -> [UInt8] {
    EncodingTests.encode(text, as: encoding) ?? []
  }

  private static func makeFolder(_ folder: ToolFolder) -> [Planted] {
    var planted: [Planted] = []
    func plant(
      _ file: String, _ bytes: [UInt8], _ words: String,
      _ isThere: @escaping @Sendable (SourcePlace) -> Bool
    ) {
      folder.write("docs/\(file)", bytes: bytes)
      planted.append(Planted(file: file, words: words, isThere: isThere))
    }
    let thirdLine: @Sendable (SourcePlace) -> Bool = { $0.line == 3 && $0.column == 1 }
    func text(_ words: String) -> String { "1\n2\n\(words)\n" }
    plant("zh.txt", encoded(text(chinese), "GB18030"), chinese, thirdLine)
    plant("ja.txt", encoded(text(japanese), "SHIFT_JIS"), japanese, thirdLine)
    plant("euc.txt", encoded(text(japanese), "EUC-JP"), japanese, thirdLine)
    plant("jis.txt", encoded(text(japanese), "ISO-2022-JP"), japanese, thirdLine)
    plant("ko.txt", encoded(text(korean), "CP949"), korean, thirdLine)
    plant("ru.txt", encoded(text(russian), "KOI8-R"), russian, thirdLine)
    plant("ru2.log", encoded(text(russian), "WINDOWS-1251"), russian, thirdLine)
    plant("ar.txt", encoded(text(arabic), "WINDOWS-1256"), arabic, thirdLine)
    plant("th.txt", encoded(text(thai), "TIS-620"), thai, thirdLine)
    plant("wide.txt", encoded(text(english), "UTF-16LE"), english, thirdLine)
    plant("a.md", Array("# Head\n\n\(korean) **bold**\n".utf8), korean, thirdLine)
    plant("a.html", Array("<title>T</title>\n<body>\n<p>\(chinese)</p>".utf8), chinese) {
      $0.line == 3 && $0.column == 4
    }
    plant("a.json", Array("{\"a\": 1,\n\"b\": [\n\"\(thai)\"]}".utf8), thai) { $0.line == 3 }
    plant("a.csv", Array("name,text\n1,x\n2,\(arabic)\n".utf8), arabic) {
      $0.line == 3 && $0.column == 3
    }
    plant("a.srt", Array("1\n00:12:31,000 --> 00:12:33,000\n\(english)\n".utf8), english) {
      $0.milliseconds == 751_000 && $0.line == 3
    }
    let zip = SampleContainers.zip([
      ("b/c.txt", Array(text(russian).utf8)),
      (
        "t.tar.gz",
        SampleContainers.gzip(SampleContainers.tar([("k.txt", Array(text(korean).utf8))]))
      ),
    ])
    plant("a.zip", zip, russian) { $0.entries == ["b/c.txt"] && $0.line == 3 }
    planted.append(
      Planted(file: "a.zip", words: korean) { $0.entries == ["t.tar.gz", "k.txt"] && $0.line == 3 })
    plant("a.docx", SampleContainers.docx(["one", "\u{C}", japanese]), japanese) { $0.page == 2 }
    plant("a.pptx", SampleContainers.pptx(["one", thai]), thai) { $0.page == 2 }
    plant(
      "a.xlsx", SampleContainers.xlsx(sheet: "S", cells: [("A1", "x"), ("B12", arabic)]), arabic
    ) {
      $0.sheet == "S" && $0.cell == "B12"
    }
    plant(
      "a.mbox", Array("From a\nSubject: s\n\nx\n\nFrom b\nSubject: t\n\n\(chinese)\n".utf8), chinese
    ) {
      $0.message == 2 && $0.line == 9
    }
    return planted
  }

  @Test func `every planted sentence is found, with the right place`() throws {
    let folder = ToolFolder()
    var planted = Self.makeFolder(folder)
    if folder.shell("command -v pdftotext").status == 0 {
      folder.write("docs/a.pdf", bytes: SampleContainers.pdf(["one", Self.english]))
      planted.append(Planted(file: "a.pdf", words: Self.english) { $0.page == 2 })
    } else {
      print("PDF is not tried: pdftotext is not installed")
    }
    let indexed = folder.search("index", "docs")
    #expect(indexed.status == 0, "\(indexed.errors)")
    let snapshot = try SearchIndex.open(at: folder.path(".search/index")).snapshot()
    var asked: Set<String> = []
    for sentence in planted {
      let places = try Self.places(of: sentence.words, in: "docs/\(sentence.file)", snapshot)
      #expect(places.contains(where: sentence.isThere), "\(sentence.file): \(places)")
      // The tool itself once for each language; what it finds is what the snapshot finds.
      guard asked.insert(sentence.words).inserted else { continue }
      let found = folder.search("--json", "-k", "50", "\"\(sentence.words)\"")
      #expect(found.output.contains("docs/\(sentence.file)"), "\(sentence.file)")
    }
    let files = folder.search("files", "--charset")
    for line in ["GB18030", "KOI8-R", "windows-874", "ISO-2022-JP", "UTF-16LE"] {
      #expect(files.output.contains(line))
    }
  }

  /// The places of some words in the documents of a file.
  private static func places(
    of words: String, in path: String, _ snapshot: Snapshot
  ) throws -> [SourcePlace] {
    var places: [SourcePlace] = []
    for hit in try snapshot.search("\"\(words)\"", limit: 50).hits {
      guard DocumentName(key: hit.key).path == path, let placed = try snapshot.placeMap(for: hit)
      else { continue }
      for (text, isTitle) in [(placed.title, true), (placed.body, false)] {
        let bytes = Array(text.utf8)
        let wanted = Array(words.utf8)
        guard bytes.count >= wanted.count else { continue }
        for start in 0...bytes.count - wanted.count where bytes[start...].starts(with: wanted) {
          places.append(placed.place(ofByte: start, inTitle: isTitle))
        }
      }
    }
    return places
  }

  @Test func `an update replaces all that a container held, and bad files end nothing`() {
    let folder = ToolFolder()
    folder.write(
      "docs/a.zip", bytes: SampleContainers.zip(texts: [("one.txt", "kiwi"), ("two.txt", "emu")]))
    folder.write("docs/bad.zip", bytes: [0x50, 0x4B, 3, 4] + Array("nothing".utf8))
    folder.write("docs/good.txt", "cassowary")
    let first = folder.search("index", "docs")
    #expect(first.status == 2 && first.errors.contains("cannot read docs/bad.zip"))
    #expect(first.output.hasPrefix("3 documents: 3 added"))
    folder.write("docs/a.zip", bytes: SampleContainers.zip(texts: [("two.txt", "emu and rhea")]))
    folder.shell("rm docs/bad.zip")
    let second = folder.search("index", "docs")
    #expect(second.status == 0 && second.output.hasPrefix("2 documents: 0 added, 1 updated"))
    #expect(folder.search("kiwi").status == 1)
    #expect(folder.search("rhea").status == 0)
  }

  @Test func `an encoding that is named is kept until another one is`() {
    let folder = ToolFolder()
    folder.write("docs/a.txt", bytes: Self.encoded(Self.russian, "KOI8-R"))
    folder.write("docs/b.txt", "plain")
    #expect(folder.search("index", "docs", "--encoding", "nonsense").status == 2)
    #expect(folder.search("index", "docs").status == 0)
    #expect(folder.search("соловьи").status == 0)
    #expect(folder.search("index", "docs", "--encoding", "windows-1251").status == 0)
    #expect(folder.search("соловьи").status == 1)
    folder.write("docs/a.txt", bytes: Self.encoded(Self.russian + " ещё", "KOI8-R"))
    #expect(folder.search("index").status == 0)
    #expect(folder.search("files", "--charset").output.contains("windows-1251  forced"))
    #expect(folder.search("index", "docs", "--encoding", "KOI8-R").status == 0)
    #expect(folder.search("соловьи").status == 0)
    let json = folder.search("files", "--json").output
    #expect(json.contains("\"charset\":\"KOI8-R\"") && json.contains("\"charset_by\":\"forced\""))
  }
}
