import Index
import Testing

@testable import search

/// A line of queries.tsv; the head of that file says what the columns mean.
struct JudgedQuery: Sendable, CustomTestStringConvertible {
  var id: String
  var text: String
  var mode: MatchMode
  var must: [String]
  var first: String?
  var never: [String]
  var known: String?

  var testDescription: String { "\(id): \(text)" }

  init?(line: Substring) {
    let columns = line.split(separator: "\t", omittingEmptySubsequences: false).map(String.init)
    guard columns.count == 7, let mode = MatchMode(rawValue: columns[2]) else { return nil }
    func names(_ column: Int) -> [String] {
      columns[column].split(separator: " ").map(String.init).filter { $0 != "-" }
    }
    id = columns[0]
    text = columns[1]
    self.mode = mode
    must = names(3)
    first = names(4).first
    never = names(5)
    known = columns[6] == "-" ? nil : columns[6]
  }
}

/// The judged queries, and an index of the seeds to ask them.
private enum Judged {
  static let lines: [Substring] = {
    let path = Project.path("Tests/searchTests/Judged/queries.tsv")
    let text = String(decoding: (try? readWhole(path)) ?? [], as: UTF8.self)
    return text.split(separator: "\n").filter { !$0.hasPrefix("#") }
  }()

  static let queries = lines.compactMap(JudgedQuery.init)

  static let seeds = Result { () throws -> Snapshot in
    let folder = ToolFolder()
    let location = IndexLocation(typed: folder.path("index"), from: "/")
    let source = try FolderSource(base: Project.root, indexPath: location.path)
    let session = IndexSession(
      location: location, base: Project.root, source: source,
      request: IndexSession.Request(
        roots: ["seeds"], memoryBudget: 64 << 20, rebuilds: false))
    // The files are mapped; the snapshot outlives their names, which the folder takes with it.
    return try withExtendedLifetime(folder) {
      #expect(try session.run().documentCount == 5)
      return try SearchIndex.open(at: location.path).snapshot()
    }
  }
}

@Suite struct JudgedQueryTests {
  @Test func `every line of the file is a query, and there are enough`() {
    #expect(Judged.queries.count == Judged.lines.count)
    #expect(Judged.queries.count >= 70)
    #expect(Set(Judged.queries.map(\.id)).count == Judged.queries.count)
  }

  @Test(arguments: Judged.queries)
  func `a query finds what it must`(query: JudgedQuery) throws {
    let snapshot = try Judged.seeds.get()
    let result = try snapshot.search(query.text, matching: query.mode)
    // seeds/003_4cf60f6cd00351f1.txt is 003.
    let found = result.hits.map { String($0.key.dropFirst("seeds/".count).prefix(3)) }
    if let known = query.known {
      withKnownIssue("\(known)") { judge(query, found) }
    } else {
      judge(query, found)
    }
  }

  private func judge(_ query: JudgedQuery, _ found: [String]) {
    let wrong =
      query.must.filter { !found.contains($0) }.map { "\($0) is missing" }
      + query.never.filter { found.contains($0) }.map { "\($0) must not be found" }
      + (query.first.map { $0 == found.first ? [] : ["\($0) must come first"] } ?? [])
    #expect(wrong.isEmpty, "found \(found)")
  }
}
