import Glibc
import Index
import TestSupport
import Testing

@testable import search

/// Archives, office documents and mails, read by the worker of the real tool.
@Suite struct ContainerTests {
  private static func reader() -> DocumentReader {
    var reader = DocumentReader()
    reader.worker = ExtractionWorker(program: ToolFolder.tool)
    return reader
  }

  private static let mail = """
    From: =?utf-8?Q?J=C3=BCrgen?= <j@example.org>
    To: a@example.org
    Subject: =?ISO-2022-JP?B?GyRCRnxLXDhsGyhC?= =?iso-8859-1?q?f=FCr_alle?=
    Content-Type: multipart/mixed; boundary="xx"

    --xx
    Content-Type: multipart/alternative; boundary=yy

    --yy
    Content-Type: text/plain; charset=koi8-r
    Content-Transfer-Encoding: quoted-printable

    =ED=C9=D2 plain=
    text
    --yy
    Content-Type: text/html

    <p>never read</p>
    --yy--
    --xx
    Content-Type: text/plain; name="=?utf-8?B?6KGoLnR4dA==?="
    Content-Disposition: attachment; filename*=utf-8''%E8%A1%A8.txt
    Content-Transfer-Encoding: base64

    5YWJ5Yi75py6IGF0dGFjaGVk
    --xx--

    """

  @Test func `a mail has its words, its sender and its attachments`() throws {
    let reading = try Reading("a.eml", Self.mail, reader: Self.reader())
    #expect(reading.report.skipReason == nil)
    #expect(reading.title == "日本語für alle" || reading.title == "日本語 für alle")
    #expect(
      reading.body == "Мир plaintext" || reading.body == "мир plaintext"
        || reading.body == "Мир plaintext")
    #expect(reading.documents[0].fields.first?.value == "Jürgen <j@example.org>")
    #expect(reading.documents.map(\.recordID) == [nil, "表.txt"])
    #expect(reading.documents[1].title == "光刻机 attached")
    #expect(reading.documents[1].places.entries == ["表.txt"])
  }

  @Test func `each message of a mailbox is a document`() throws {
    let box = "From a Mon\n\(Self.mail)\nFrom b Tue\nSubject: Second\n\n>From here\nlast line\n"
    let reading = try Reading("a.mbox", box, reader: Self.reader())
    #expect(reading.documents.map(\.recordID) == ["1", "1//表.txt", "2"])
    #expect(reading.documents.map(\.places.message) == [1, 1, 2])
    #expect(
      reading.documents[2].title == "Second" && reading.documents[2].body.hasSuffix("last line"))
  }

  @Test func `files in archives in archives are documents with their names`() throws {
    let inner = SampleContainers.zip(texts: [("deep.txt", "Deep\ntext")])
    let tar = SampleContainers.tar([("x/y.md", Array("# Head\n\nwords".utf8)), ("in.zip", inner)])
    let outer = SampleContainers.zip([
      ("data.csv", Array("name,size\nfox,3\n".utf8)), ("../up\u{1B}[2J.txt", Array("Up".utf8)),
      ("t.tar.gz", SampleContainers.gzip(tar)), ("pic.png", [0x89, 0x50, 0, 0, 0]),
    ])
    let reading = try Reading("a.zip", outer, reader: Self.reader())
    #expect(reading.report.skipReason == nil && reading.report.leftOut.isEmpty)
    #expect(
      reading.documents.map(\.recordID) == [
        "data.csv#2", "../up\u{1B}[2J.txt", "t.tar.gz//x/y.md", "t.tar.gz//in.zip//deep.txt",
      ])
    #expect(reading.documents[3].places.entries == ["t.tar.gz", "in.zip", "deep.txt"])
    let single = try Reading(
      "a.txt.gz", SampleContainers.gzip(Array("One\ntwo".utf8)), reader: Self.reader())
    #expect(single.documents.map(\.recordID) == [nil] && single.title == "One")
  }

  @Test func `an archive that nests too deeply is left out there, and named`() throws {
    var bytes = SampleContainers.zip(texts: [("leaf.txt", "leaf")])
    for level in 0..<8 {
      bytes = SampleContainers.zip([("level\(level).zip", bytes), ("t.txt", [0x74])])
    }
    let reading = try Reading("a.zip", bytes, reader: Self.reader())
    #expect(reading.documents.count == 5)
    #expect(reading.report.leftOutCount == 1)
    #expect(reading.report.leftOut.first?.contains("too-deep") == true)
  }

  @Test func `what unpacks to far more than it is, is left out`() throws {
    let bomb = SampleContainers.gzipBomb(byteCount: 40 << 20)
    #expect(bomb.count < 400 << 10)
    var reader = Self.reader()
    reader.limits.unpackedByteCount = 4 << 20
    #expect(try Reading("a.gz", bomb, reader: reader).report.skipReason == .expansion)
    let wrapped = SampleContainers.zip([("a.gz", bomb), ("b.txt", Array("after".utf8))])
    #expect(try Reading("a.zip", wrapped, reader: reader).report.skipReason == .expansion)
  }

  @Test func `entities of XML are neither loaded nor multiplied`() throws {
    var declaration = "<!DOCTYPE d [<!ENTITY x SYSTEM \"file:///etc/passwd\"><!ENTITY a0 \"ha\">"
    for level in 1..<30 {
      declaration += "<!ENTITY a\(level) \"&a\(level - 1);&a\(level - 1);\">"
    }
    let bytes = SampleContainers.docx(
      ["before", "&x;", "&a29;", "&lt;after"], declaration: declaration + "]>")
    let reading = try Reading("a.docx", bytes, reader: Self.reader())
    let text = reading.documents.map { $0.title + $0.body }.joined()
    #expect(text.hasPrefix("before") && !text.contains("root") && !text.contains("haha"))
  }

  @Test func `a file cut anywhere is named or read, and nothing dies of it`() throws {
    let samples: [(String, [UInt8])] = [
      ("a.zip", SampleContainers.zip(texts: [("a.txt", "alpha"), ("b.txt", "beta")])),
      ("a.tar", SampleContainers.tar([("a.txt", Array("alpha".utf8))])),
      ("a.gz", SampleContainers.gzip(Array("alpha".utf8))),
      ("a.docx", SampleContainers.docx(["alpha", "beta"])),
      ("a.eml", Array(Self.mail.utf8)),
      ("a.rtf", Array("{\\rtf1\\ansi{\\fonttbl x;}alpha \\'e4\\u26085?\\par b}".utf8)),
    ]
    let reader = Self.reader()
    for (name, bytes) in samples {
      let step = max(1, bytes.count / 25)
      for count in stride(from: 1, through: bytes.count, by: step) {
        let reading = try Reading(name, Array(bytes[..<count]), reader: reader)
        if case .readerFailed(let words) = reading.report.skipReason {
          Issue.record("\(name) cut at \(count): \(words)")
        }
      }
    }
  }

  @Test func `a reader that hangs, dies or is not there costs its file only`() throws {
    var reader = Self.reader()
    reader.external.commands = [
      "slow": ["/bin/sh", "-c", "sleep 100"], "bad": ["/bin/false"], "gone": ["/no/such/program"],
      "good": ["/bin/cat"],
    ]
    // Only the one that hangs is to be late, however busy the machine is.
    var impatient = reader
    impatient.limits.workerSeconds = 1
    for (name, reader) in [("a.slow", impatient), ("a.bad", reader), ("a.gone", reader)] {
      let reason = try Reading(name, "text", reader: reader).report.skipReason
      #expect(reason?.isFailure == true, "\(name)")
    }
    let good = try Reading("a.good", "# Title\n\n<p>words", reader: reader)
    #expect(good.report.skipReason == nil && good.documents.count == 1)
    // No tool at all.
    reader.worker = ExtractionWorker(program: "/bin/false")
    let zip = SampleContainers.zip(texts: [("a.txt", "alpha")])
    #expect(try Reading("a.zip", zip, reader: reader).report.skipReason?.code == "reader-failed")
  }

  @Test func `a worker that answers nonsense is believed nothing`() throws {
    let folder = TemporaryDirectory()
    let path = folder.write(
      "liar", "#!/bin/sh\nprintf '\\003\\377\\377\\377\\377\\377\\377\\377\\377'\ncat >/dev/null\n")
    _ = unsafe chmod(path, 0o755)
    var reader = DocumentReader()
    reader.worker = ExtractionWorker(program: path)
    let zip = SampleContainers.zip(texts: [("a.txt", "alpha")])
    #expect(try Reading("a.zip", zip, reader: reader).report.skipReason?.code == "reader-failed")
    var generator = SeededGenerator(seed: 9)
    var document = ExtractedDocument(recordID: "a", title: "b", body: "c")
    document.places.body = [PlaceMap.Anchor(offset: 0, line: 1)]
    let bytes = WorkerMessage.encode(document)
    #expect(try WorkerMessage.document(bytes) == document)
    for _ in 0..<2_000 {
      var damaged = bytes
      damaged[Int.random(in: 0..<bytes.count, using: &generator)] = UInt8.random(
        in: 0...255, using: &generator)
      _ = try? WorkerMessage.document(damaged)
    }
  }

  @Test func `a damaged file of an archive costs that file`() throws {
    var bytes = SampleContainers.zip(texts: [
      ("first.txt", "the first text"), ("second.txt", "the second text, which is damaged"),
      ("third.txt", "the third text"),
    ])
    // A byte of the second text, so that its checksum is wrong.
    let place = bytes.firstRange(of: Array("which".utf8))
    bytes[try #require(place).lowerBound] = 0x57
    let reading = try Reading("a.zip", bytes, reader: Self.reader())
    #expect(reading.documents.map(\.recordID) == ["first.txt", "third.txt"])
    #expect(reading.report.skipReason == nil)
    #expect(reading.report.leftOut.count == 1)
    #expect(reading.report.leftOut.first?.hasPrefix("second.txt: ") == true)
  }

  @Test func `a worker that takes nothing is given up in time`() throws {
    let folder = TemporaryDirectory()
    let sleeper = folder.write("sleeper", Array("#!/bin/sh\nexec sleep 30\n".utf8))
    #expect(unsafe chmod(sleeper, 0o755) == 0)
    var reader = DocumentReader()
    reader.worker = ExtractionWorker(program: sleeper)
    reader.limits.workerSeconds = 1
    // More than a pipe holds.
    let large = SampleContainers.zip(texts: [("a.txt", String(repeating: "x", count: 1 << 18))])
    let reading = try Reading("a.zip", large, reader: reader)
    guard case .readerFailed(let words)? = reading.report.skipReason else {
      Issue.record("\(String(describing: reading.report.skipReason))")
      return
    }
    #expect(words.contains("longer than 1 s"))
  }
}
