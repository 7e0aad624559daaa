import TestSupport
import Testing

@testable import Index

struct DiagnosisTests {
  private func diagnosis(
    _ query: String, of document: Document, read: Document? = nil, mode: MatchMode = .any
  ) throws -> Diagnosis {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    try writer.add(document)
    try writer.commit()
    let snapshot = try index.snapshot()
    let address = try #require(try snapshot.address(ofKey: document.key))
    return try snapshot.diagnosis(
      of: try snapshot.parse(query, matching: mode), at: address, read ?? document)
  }

  private func part(_ query: String, _ body: String) throws -> PartDiagnosis {
    try #require(
      try diagnosis(query, of: Document(key: "a", title: "T", body: body)).parts.first)
  }

  @Test func `a part that matches is found`() throws {
    let found = try diagnosis("清华", of: Document(key: "a", body: "清华大学"))
    #expect(found.matches)
    #expect(found.parts.map(\.cause) == [.found])
  }

  @Test func `a part of a longer word is shown with that word`() throws {
    let part = try part("semi", "Taiwan Semiconductor Manufacturing")
    #expect(part.cause == .insideWord)
    #expect(part.suggestion == "Semiconductor")
    #expect(part.place?.isExact == false)
    #expect(part.place?.range == 7..<11)
    #expect(part.place?.words == ["semiconductor"])
    let exact = try self.part("conduct", "Taiwan Semiconductor Manufacturing")
    #expect(exact.place?.isExact == true)
    #expect(exact.suggestion == "Semiconductor")
  }

  @Test func `NOT is named when it takes the document away`() throws {
    let diagnosis = try diagnosis("東京 AND NOT 秘密", of: Document(key: "a", body: "東京の秘密"))
    #expect(!diagnosis.matches)
    #expect(diagnosis.parts.map(\.cause) == [.found, .excluded])
    let other = try self.diagnosis("東京 AND NOT 秘密", of: Document(key: "a", body: "東京の公開"))
    #expect(other.matches)
    #expect(other.parts.map(\.cause) == [.found, .absentAsAsked])
  }

  @Test func `words that are not side by side are told from those that lack`() throws {
    let part = try part("\"chip maker\"", "the maker of a chip")
    #expect(part.cause == .apart)
    #expect(part.suggestion == "chip maker" || part.suggestion == "\"maker of a chip\"")
    #expect(try self.part("\"chip xylophone\"", "the maker of a chip").cause != .apart)
  }

  @Test func `a slip of the pen is told with the word that was meant`() throws {
    let part = try part("semicondactor", "Taiwan Semiconductor Manufacturing")
    #expect(part.suggestion == "Semiconductor")
    #expect([.spelling, .inflection].contains(part.cause))
  }

  @Test func `of characters the longest stretch that is there is shown`() throws {
    let part = try part("\"清华大学校长\"", "他在清华大学读书")
    #expect(part.cause == .partly)
    #expect(part.suggestion == "清华大学")
  }

  @Test func `what is not indexed is told from what is not there`() throws {
    let document = Document(key: "a", body: "one two")
    var changed = document
    changed.body = "one three"
    #expect(
      try diagnosis("three", of: document, read: changed).parts.map(\.cause) == [.notIndexed])
    #expect(try part("\"!?\"", "What?! and !?").cause == .dropped)
    #expect(try part("\"!?\"", "What").cause == .nothingToSearch)
    #expect(try part("xylophone", "one two").cause == .absent)
    let named = Document(
      key: "a", body: "one", fields: [.init("note", "two", isSearchedByDefault: false)])
    #expect(try diagnosis("two", of: named).parts.map(\.cause) == [.fieldByNameOnly])
  }

  @Test func `a query is told piece by piece`() throws {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    for (key, body) in [("a", "半导体 设备"), ("b", "半导体"), ("c", "chips")] {
      try writer.add(Document(key: key, body: body))
    }
    try writer.commit()
    let snapshot = try index.snapshot()
    let query = try snapshot.parse("半导体设备 missing")
    let summaries = try snapshot.summaries(of: query)
    #expect(summaries.map(\.allCount) == [1, 0])
    #expect(summaries[0].anyCount == 2)
    #expect(summaries[0].pieces.contains { $0.text == "半导体" && $0.documentCount == 2 })
    #expect(try snapshot.nearest(query).map(\.key).prefix(1) == ["a"])
  }

  @Test func `hostile documents and queries trap nothing`() throws {
    var generator = SeededGenerator(seed: 11)
    let pieces = [
      "a", "\u{301}", "\u{0}", "é", "清", "\"", "NOT ", " ", "\u{200D}", "👩‍👩‍👧", "가", "ำ", "\n",
    ]
    for _ in 0..<60 {
      func text(_ count: Int) -> String {
        (0..<count).map { _ in pieces.randomElement(using: &generator) ?? "" }.joined()
      }
      let document = Document(key: "a", title: text(4), body: text(30))
      let query = text(6)
      let diagnosis = try diagnosis(query, of: document)
      for part in diagnosis.parts {
        guard let place = part.place else { continue }
        let source = Array((place.field == "title" ? document.title : document.body).utf8)
        #expect(place.range.upperBound <= source.count, "\(query)")
        #expect(place.excerptRange.upperBound <= place.excerpt.utf8.count, "\(query)")
      }
    }
  }
}
