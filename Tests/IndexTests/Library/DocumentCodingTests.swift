import Foundation
import Testing

@testable import Index

/// Values become documents and come back.
struct DocumentCodingTests {
  private struct Author: Codable, Equatable {
    var name: String
    var born: Int?
  }

  private enum Mood: String, Codable { case glad, sad }

  private struct Article: IndexableDocument, Equatable {
    var id: String
    var title: String
    var body: String
    var tags: [String] = []
    var year = 2026
    var rating: Double?
    var isDraft = false
    var author = Author(name: "")
    var mood = Mood.glad
    var scores: [Int8] = []
    var links: [String: String] = [:]
  }

  private struct Page: IndexableDocument, Equatable {
    static let documentMembers = DocumentMembers(
      key: "number", title: "heading", body: "text", unsearched: ["path"])
    var number: UInt64
    var heading: String?
    var text: String
    var path: String
  }

  private struct Note: Codable, Equatable {
    var name: String
    var body: String
    var lines: [String]
  }

  private static let article = Article(
    id: "7", title: "芯片", body: "Rapidus 将量产", tags: ["chips", "半导体"], year: -3, rating: 4.5,
    isDraft: true, author: Author(name: "Lin", born: 1980), mood: .sad, scores: [-1, 2],
    links: ["home": "x", "a.b": "y"])

  private struct Event: IndexableDocument, Equatable {
    var id: String
    var body = "party"
    var year: Int
    var price: Double
    var isOpen: Bool
    var day: Date
    var start: Timestamp
    var place: String?
  }

  @Test func `members that are no text filter and sort`() throws {
    let index = try SearchIndex.inMemory()
    let writer = try index.makeWriter()
    var events: [Event] = []
    for number in 0..<5 {
      events.append(
        Event(
          id: "\(number)", year: 2020 + number, price: Double(number) / 2, isOpen: number % 2 == 0,
          day: Date(timeIntervalSince1970: Double(86_400 * 365 * number)),
          start: Timestamp(microseconds: Int64(number) * 86_400_000_000),
          place: "Hall \(number % 2)"))
    }
    for event in events { try writer.add(event) }
    try writer.commit()
    let snapshot = try index.snapshot()
    func found(_ query: String) throws -> [String] {
      try snapshot.search(query).hits.map(\.key).sorted()
    }
    #expect(try found("party year:>=2023") == ["3", "4"])
    #expect(try found("party price:[0.5 TO 1]") == ["1", "2"])
    #expect(try found("party isOpen:false") == ["1", "3"])
    #expect(try found("party day:1971") == ["1"])
    #expect(try found("party start:>=1970-01-04") == ["3", "4"])
    let halls = Filter.equals("place", .keyword("Hall 1"))
    #expect(try snapshot.search("party", filter: halls).totalCount == 2)
    let sorted = try snapshot.search(
      try snapshot.parse("party"), sortedBy: [.value("day", descending: true)], limit: 2)
    #expect(sorted.hits.map(\.key) == ["4", "3"])
    #expect(try snapshot.decode(Event.self, for: sorted.hits[0]) == events[4])
  }

  @Test func `what is added comes back`() throws {
    let index = try SearchIndex.inMemory()
    let writer = try index.makeWriter()
    let plain = Article(id: "8", title: "", body: "")
    try writer.add(Self.article)
    try writer.add(plain)
    try writer.add(Page(number: .max, heading: nil, text: "page of numbers", path: "x/secret.txt"))
    let note = Note(name: "n", body: "a note", lines: ["one", "two"])
    try writer.add(note, key: \.name)
    try writer.commit()
    let snapshot = try index.snapshot()

    func first(_ query: String) throws -> Hit {
      try #require(try snapshot.search(query).hits.first)
    }
    var article = Self.article
    // A name with a point in it is not told from a member's member.
    article.links = ["home": "x"]
    let back = try #require(try snapshot.decode(Article.self, for: try first("芯片")))
    #expect(back.tags == article.tags && back.author == article.author && back.mood == .sad)
    #expect(back.year == -3 && back.rating == 4.5 && back.isDraft && back.scores == [-1, 2])
    #expect(back.links["home"] == "x" && back.title == article.title && back.id == "7")
    #expect(try snapshot.search("tags:半导体").totalCount == 1)
    #expect(try snapshot.search("author.name:lin").totalCount == 1)
    // A number is no word of the text.
    #expect(try snapshot.search("4.5").totalCount == 0)
    #expect(try snapshot.search("rating:4.5").totalCount == 1)

    let eighth = try #require(try snapshot.address(ofKey: "8"))
    #expect(try snapshot.decode(Article.self, at: eighth) == plain)
    let page = try #require(try snapshot.decode(Page.self, for: try first("numbers")))
    #expect(
      page == Page(number: .max, heading: nil, text: "page of numbers", path: "x/secret.txt"))
    #expect(try snapshot.search("secret").totalCount == 0)
    let read = try snapshot.decode(
      Note.self, for: try first("note"), members: DocumentMembers(key: ""))
    #expect(read == note)
  }

  @Test func `what cannot be a document says why`() throws {
    struct Nested: IndexableDocument {
      var id = "1"
      var authors = [Author(name: "a")]
    }
    struct Listed: IndexableDocument {
      var id = "1"
      var title = ["a", "b"]
    }
    let encoder = DocumentEncoder()
    for (value, reason) in [
      (Nested() as any Encodable, "authors"), (Listed(), "title is a list"),
      (Author(name: "x"), "id, the key"), (3, "no members"),
    ] {
      do {
        _ = try encoder.document(of: value)
        Issue.record("\(value) was encoded")
      } catch {
        #expect("\(error)".contains(reason), "\(error)")
      }
    }
  }

  @Test func `what is no such value says why`() throws {
    let document = Document(
      key: "k", body: "b", fields: [Document.Field("number", "x"), Document.Field("path", "p")])
    do {
      _ = try DocumentDecoder(members: DocumentMembers(key: "id")).decode(
        Page.self, from: document)
      Issue.record("decoded")
    } catch {
      #expect("\(error)".contains("number"), "\(error)")
      #expect("\(error)".contains("document 'k' is no Page"), "\(error)")
    }
  }
}
