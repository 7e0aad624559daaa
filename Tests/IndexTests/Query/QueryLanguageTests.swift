import Foundation
import Testing

@testable import Index

/// The examples of QueryLanguage.md, and what a strict reader refuses.
struct QueryLanguageTests {
  private static let schema = Schema(names: ["text", "title"])
  private static let values = ValueSchema([
    "year": [.integer], "date": [.date], "size": [.integer], "price": [.integer, .decimal],
    "type": [.keyword], "path": [.keyword], "tag": [.keyword], "draft": [.boolean],
    "modified": [.date],
  ])

  /// The rows of the document's tables: a query and its meaning, each between backquotes.
  private static func examples() throws -> [(query: String, meaning: String)] {
    let root = URL(filePath: #filePath).deletingLastPathComponent()
      .appending(path: "../../../Sources/Index/Index.docc/QueryLanguage.md")
    let text = try String(contentsOf: root, encoding: .utf8)
    var examples: [(query: String, meaning: String)] = []
    for line in text.components(separatedBy: "\n") {
      let cells = line.components(separatedBy: "` | `")
      guard line.hasPrefix("| `"), line.hasSuffix("` |"), cells.count == 2 else { continue }
      examples.append(
        (String(cells[0].dropFirst(3)), String(cells[1].dropLast(3)).replacing("\\|", with: "|")))
    }
    return examples
  }

  @Test func `every example of the document means what it says`() throws {
    let examples = try Self.examples()
    #expect(examples.count > 45)
    var parser = try QueryParser(analyzerName: "multilingual")
    for example in examples {
      let parsed = try parser.parse(
        example.query, matching: .any, schema: Self.schema, values: Self.values)
      #expect(QueryText.of(parsed.query) == example.meaning, "\(example.query)")
    }
  }

  @Test(arguments: [
    (String(repeating: "*a", count: 2_000), "* and ? in a word"),
    (String(repeating: "?a", count: 2_000), "* and ? in a word"),
    ("NEAR(b " + String(repeating: "*a", count: 2_000) + ")", "* and ? in a word"),
    ((0..<200).map { "*a\($0)" }.joined(separator: " "), "patterns in the query"),
    ((0..<200).map { "NEAR(a\($0)~ b)" }.joined(separator: " "), "patterns in the query"),
  ])
  func `more patterns than anybody needs are refused`(query: String, reason: String) throws {
    var parser = try QueryParser(analyzerName: "multilingual")
    do throws(IndexError) {
      _ = try parser.parse(query, matching: .any)
      Issue.record("\(query.prefix(40)) was accepted")
    } catch {
      #expect("\(error)".contains(reason), "\(error)")
    }
  }

  @Test(arguments: [
    ("a (b", 2, "not closed"), ("a) b", 1, "closes nothing"), ("a \"b", 2, "not closed"),
    ("AND b", 0, "nothing before"), ("a AND", 2, "nothing behind"), ("a OR OR b", 2, "behind"),
    ("a NOT", 2, "nothing behind"), ("a ()", 2, "nothing between"),
    ("athor:x", 0, "no field athor"),
    ("半导体 AND", 4, "nothing behind"), ("a^", 1, "a number"), ("NEAR(a)", 0, "NEAR takes"),
    ("a - b", 2, "sign"), ("year:>=abc", 5, "no integer, which year has"),
    ("date:[2019 TO soon]", 5, "no date"), ("draft:maybe", 6, "no boolean"),
    ("x size:[1k]", 7, "range"), ("path:\"b", 5, "not closed"), ("path:(b", 5, "not closed"),
  ])
  func `read strictly, it is refused`(query: String, offset: Int, reason: String) throws {
    do {
      try QuerySyntaxChecker(query, schema: Self.schema, values: Self.values).check()
      Issue.record("\(query) was accepted")
    } catch {
      guard case .syntax(let error) = error else { throw error }
      #expect(error.offset == offset, "\(query)")
      #expect(error.reason.contains(reason), "\(error.reason)")
    }
  }

  @Test(arguments: [
    "a b", "title:(a OR \"b c\"~2)^2", "NEAR(a b, 3) -x", "a* b?c d~1", "(a b c)@2",
    "12:30 http://x.y",
    "std::vector", "C++", "",
    "year:[2019 TO 2024] size:>10k date:2024-03 path:docs/** tag:* draft:yes",
    "path:[x]/f.md path:{a,b} path:/home/me/a.md tag:[x]", "path:a\"b path:f(x title:c",
    "year:{2019 TO *] price:2..3.5 modified:<2024-01-01T10:00", "title:>x", "title:*",
  ])
  func `read strictly, it is accepted`(query: String) throws {
    try QuerySyntaxChecker(query, schema: Self.schema, values: Self.values).check()
  }
}
