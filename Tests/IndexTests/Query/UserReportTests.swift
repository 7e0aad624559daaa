import TestSupport
import Testing

@testable import Index

/// What users of other engines reported as not found, or as found wrongly: some documents, a query,
/// and which documents it must find. Each row names the report.
struct UserReport: Sendable, CustomTestStringConvertible {
  var source: String
  var documents: [String]
  var query: String
  /// The numbers of the documents that must be found.
  var must: [Int] = [0]
  /// The numbers of those that must not be found.
  var never: [Int] = []
  /// The document that must come first.
  var first: Int?
  /// What the row waits for; it is known to fail until that is there.
  var waitsFor: String?

  var testDescription: String { "\(query) (\(source))" }

  private static let airports = ["関西国際空港限定トートバッグ", "关西国际机场"]
  private static let tokyo = ["東京都特許許可局", "東京バナナ", "東京 ポテチ"]
  private static let korean = "오늘 끝말잇기 게임을 했다"

  static let chinese = [
    UserReport(source: "manticore#931", documents: ["清华大学"], query: "清华"),
    UserReport(source: "manticore#931", documents: ["清华大学"], query: "大学"),
    UserReport(
      source: "meilisearch#2390", documents: ["本地服务", "本田汽车"], query: "本田", must: [1],
      first: 1),
    UserReport(source: "Pagefind#987", documents: ["这是一段简单的测试文本"], query: "段简"),
    UserReport(source: "Pagefind#987", documents: ["这是一段简单的测试文本"], query: "是一段"),
    UserReport(source: "qmd#976", documents: ["云工开物 300 元学生券"], query: "云工开物 优惠券"),
    UserReport(source: "basic-memory#1533", documents: ["雾凇词库的拼音方案"], query: "雾凇拼音"),
    UserReport(source: "obelisk#9", documents: ["重跑gen-itgc后"], query: "gen"),
    UserReport(source: "obelisk#9", documents: ["重跑gen-itgc后"], query: "itgc"),
    UserReport(source: "obelisk#9", documents: ["重跑gen-itgc后"], query: "重跑gen-itgc后"),
    UserReport(source: "obelisk#9", documents: ["重跑gen-itgc后"], query: "\"跑gen-itgc\""),
    UserReport(source: "hermes-agent#54289", documents: ["修改youer服务端"], query: "youer"),
    UserReport(
      source: "jikan-rest#553", documents: ["少女终末旅行", "少女終末旅行"], query: "終末",
      must: [0, 1], first: 1),
  ]

  static let japanese = [
    UserReport(source: "meilisearch#4146", documents: airports, query: "国際"),
    UserReport(source: "meilisearch#4146", documents: airports.reversed(), query: "国際", must: [1]),
    UserReport(source: "meilisearch#2403", documents: tokyo, query: "東京", must: [0, 1, 2]),
    UserReport(source: "meilisearch#3565", documents: tokyo, query: "東", must: [0, 1, 2]),
    UserReport(
      source: "meilisearch#4561", documents: ["日健クリニック", "日見中央病院"], query: "健",
      never: [1]),
    UserReport(source: "meilisearch#4162", documents: ["無観客有料配信イベント"], query: "有料配信"),
    UserReport(source: "qdrant#8595", documents: ["日経平均株価が"], query: "日経平均株価"),
    UserReport(source: "Pagefind#1237", documents: ["マイレージ"], query: "マイレージ"),
    UserReport(source: "Pagefind#1237", documents: ["マイレージ"], query: "\"マイレージ\""),
    UserReport(source: "pdf.js#15340", documents: ["検知機\n構"], query: "検知機構"),
    UserReport(source: "tatoeba2#437", documents: ["１０"], query: "10"),
    UserReport(source: "elasticsearch#58384", documents: ["新橋６－２０－１"], query: "6-20-1"),
    UserReport(source: "elasticsearch#58384", documents: ["新橋６－２０－１"], query: "新橋6-20-1"),
    UserReport(
      source: "org-roam#1460", documents: ["パンダ", "ハンター"], query: "パンダ", never: [1]),
    UserReport(
      source: "org-roam#1460", documents: ["ハンター", "パンダ"], query: "ハンタ", never: [1]),
    // By what stands behind the mark, which is a character of its own.
    UserReport(
      source: "pgroonga#93", documents: ["イヴァンカ"], query: "いう゛ぁんか"),
    UserReport(
      source: "typesense#2844", documents: ["ヴィーガン"], query: "ビーガン"),
    UserReport(source: "claude-code#55388", documents: ["その問題は日本で"], query: "問題"),
    UserReport(source: "claude-code#55388", documents: ["その問題は日本で"], query: "日本"),
  ]

  static let hangul = [
    UserReport(source: "gbrain#5057", documents: ["혈당 수치"], query: "혈당에서"),
    UserReport(source: "openclaw#20730", documents: [korean], query: "끝말잇기"),
    UserReport(source: "openclaw#20730", documents: [korean], query: "게임"),
    UserReport(source: "tome#207", documents: ["문장 역사 이야기"], query: "역사"),
    UserReport(source: "tome#207", documents: ["문장 역사 이야기"], query: "사"),
    UserReport(source: "claude-code#55388", documents: ["그 사람은"], query: "사람"),
    UserReport(
      source: "copyparty#1555",
      documents: ["테스트", "\u{1110}\u{1166}\u{1109}\u{1173}\u{1110}\u{1173}"],
      query: "테스트", must: [0, 1]),
  ]

  static let thai = [
    UserReport(source: "meilisearch#864", documents: ["เขากำลังกินข้าว"], query: "กิน"),
    UserReport(source: "meilisearch#864", documents: ["เขากำลังกินข้าว"], query: "ข้าว"),
    UserReport(
      source: "typesense#501", documents: ["thuỵ"], query: "thụy"),
    UserReport(
      source: "typesense#2081", documents: ["xịt chống nắng"], query: "xit chong nang"),
  ]

  static let others = [
    UserReport(
      source: "claude-code#55388", documents: ["good ⭐️ work", "work"], query: "⭐️", never: [1]),
    UserReport(
      source: "QUL#749", documents: ["كتاب"], query: "کتاب"),
    UserReport(
      source: "QUL#749", documents: ["کتاب"], query: "كتاب"),
    UserReport(source: "hassil#295", documents: ["Işık"], query: "ışık"),
    UserReport(
      source: "iptvnator#609", documents: ["İstanbul"], query: "istanbul"),
    UserReport(
      source: "paperless#14156", documents: ["東京の secret", "東京の計画", "the bill"],
      query: "東京 AND NOT secret OR bill", must: [1, 2], never: [0]),
    UserReport(
      source: "paperless#14156", documents: ["東京の秘密", "東京の計画", "計画"],
      query: "東京 AND NOT 秘密", must: [1], never: [0, 2]),
    UserReport(source: "names", documents: ["DEC-0054", "DEC 54"], query: "DEC-0054", never: [1]),
    UserReport(source: "names", documents: ["see DEC-0054."], query: "0054"),
    UserReport(source: "names", documents: ["AT&T"], query: "AT&T"),
    UserReport(source: "names", documents: ["write to foo@example.com"], query: "foo@example.com"),
    UserReport(
      source: "names", documents: ["write to foo@example.com"], query: "example"),
    UserReport(
      source: "names", documents: ["C++ code", "C code"], query: "C++", never: [1]),
    UserReport(
      source: "names", documents: ["C# code", "C code"], query: "C#", never: [1]),
    UserReport(
      source: "names", documents: ["C++入門", "C入門"], query: "C++", never: [1]),
    UserReport(source: "names", documents: ["用.NET和C#写"], query: ".NET"),
    UserReport(source: "names", documents: ["call dialog.type()"], query: "dialog.type()"),
    UserReport(
      source: "names", documents: ["call dialog.type()"], query: "type"),
    UserReport(source: "names", documents: ["getUserById"], query: "getUserById"),
    UserReport(
      source: "names", documents: ["getUserById"], query: "user"),
    UserReport(source: "stems", documents: ["new chiplets"], query: "chiplet"),
  ]

  static let all = chinese + japanese + hangul + thai + others
}

struct UserReportTests {
  private func snapshot(_ documents: [String]) throws -> Snapshot {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    for (number, text) in documents.enumerated() {
      try writer.add(Document(key: String(number), body: text))
    }
    try writer.commit()
    return try index.snapshot()
  }

  @Test(arguments: UserReport.all)
  func `what was reported is found`(report: UserReport) throws {
    let found = try snapshot(report.documents).search(report.query).hits.map(\.key)
    let wrong =
      report.must.filter { !found.contains(String($0)) }.map { "\($0) is missing" }
      + report.never.filter { found.contains(String($0)) }.map { "\($0) must not be found" }
      + (report.first.map { String($0) == found.first ? [] : ["\($0) must come first"] } ?? [])
    if let waitsFor = report.waitsFor {
      withKnownIssue("waits for \(waitsFor)") { #expect(wrong.isEmpty, "found \(found)") }
    } else {
      #expect(wrong.isEmpty, "found \(found)")
    }
  }

  @Test func `a match across a line break is marked as one`() throws {
    let text = "地震の検知機\n構である"
    let snapshot = try snapshot([text])
    let query = try snapshot.parse("検知機構")
    let hit = try #require(try snapshot.search(query).hits.first)
    let snippet = try #require(try snapshot.snippet(for: hit, query: query))
    let start = "地震の".utf8.count
    // Two words that touch are marked as one when they are shown.
    let first = try #require(snippet.matches.first)
    let last = try #require(snippet.matches.last)
    #expect(first.lowerBound..<last.upperBound == start..<start + "検知機\n構".utf8.count)
    for (left, right) in zip(snippet.matches, snippet.matches.dropFirst()) {
      #expect(left.upperBound == right.lowerBound)
    }
  }
}
