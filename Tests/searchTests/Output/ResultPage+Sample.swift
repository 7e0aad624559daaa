@testable import Index
@testable import search

extension ResultPage {
  /// A page with a file, a record, and an index without text.
  static func sample() -> ResultPage {
    let file = HitRecord(
      rank: 1, score: 3.4051, name: DocumentName(key: "docs/a.txt"),
      snippet: Snippet(
        title: "巨额补贴之下", titleMatches: [6..<12], text: "提供535亿日元补贴。\n还将 \u{202E}x",
        bodyOffset: 100, matches: [118..<124]))
    let record = HitRecord(
      rank: 2, score: 1, name: DocumentName(key: "c.jsonl\u{0}no 7"),
      snippet: Snippet(title: "", titleMatches: [], text: "", bodyOffset: 0, matches: []))
    let bare = HitRecord(rank: 3, score: 0.5, name: DocumentName(key: "b.txt"), snippet: nil)
    return ResultPage(
      query: "补贴", hits: [file, record, bare], totalCount: 12, documentCount: 40,
      parts: [.sample("补贴", terms: ["补贴"], count: 12)], seconds: 0.0042)
  }
}

extension PartCount {
  /// A part of a query.
  static func sample(
    _ text: String, terms: [String], isPhrase: Bool = false, isExcluded: Bool = false, count: Int
  ) -> PartCount {
    PartCount(
      part: ParsedQuery.Part(
        text: text, terms: terms, isPhrase: isPhrase, isExcluded: isExcluded, query: .nothing),
      documentCount: count)
  }
}
