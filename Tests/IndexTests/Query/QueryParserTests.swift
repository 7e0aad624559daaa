import Testing

@testable import Index

struct QueryParserTests {
  private func parse(_ text: String, _ mode: MatchMode = .any) throws -> String {
    var parser = try QueryParser(analyzerName: "multilingual")
    let query = try parser.parse(text, matching: mode).query
    // How much characters count is no matter of the language.
    return QueryText.of(query).replacing(/\^\d*\.\d+/, with: "")
  }

  @Test(arguments: [
    ("chips", "chips"), ("Chips CHIPS yen", "(chips^2 | yen)"), ("a b", "(a | b)"),
    ("a OR b", "(a | b)"), ("a AND b", "(a & b)"), ("a AND b c", "((a & b) | c)"),
    ("a NOT b", "(a - b)"), ("a AND NOT b c", "((a - b) | c)"), ("NOT a", "-"),
    ("\"post process\"", "\"post@0 process@1\""), ("\"chips\" yen", "(chips | yen)"),
    ("x \"unclosed", "(x | unclosed)"), ("AT&T", "\"at@0 t@1\""), ("C++", "c++"), ("5\"", "5"),
    ("AND", "and"), ("OR b", "(or | b)"), ("a AND", "(a | and)"), ("NOT", "not"),
    ("x OR NOT a AND b", "(x | (b - a))"), ("x OR b AND NOT a", "(x | (b - a))"),
    ("x AND ... a", "(x & a)"), ("\"\" ---", "-"), ("", "-"), ("  ", "-"),
    ("and or not", "(and | or | not)"),
    ("半导体 补贴", "(半·导·体 | 补·贴)"), ("“后工序 技术”", "后·工·序·技·术"), ("芯片", "芯·片"),
    ("後", "後"), ("張益唐", "(張·益 | 益·唐)"), ("重跑gen-itgc后", "(重·跑 | gen | itgc)"),
    ("日本的半导体", "(日·本 | 半·导·体 | 本·的 | 的·半)"),
    ("혈당에서", "(혈·당·에·서 | 혈·당 | 당·에 | 에·서)"), ("DEC-0054", "\"dec@0 0054@1\""),
    ("high-speed", "(high | speed)"),
  ])
  func `a query means`(typed: String, meaning: String) throws {
    #expect(try parse(typed) == meaning)
  }

  @Test(arguments: [
    ("a b", "(a & b)"), ("a OR b c", "(a | (b & c))"), ("a OR !!! b", "(a | b)"),
    ("x OR !!! b c", "(x | (b & c))"), ("a OR NOT b c", "(a | (c - b))"), ("a a", "a^2"),
    ("a NOT b", "(a - b)"),
    ("AT&T yen", "(\"at@0 t@1\" & yen)"), ("日本的", "(日·本 & 的)"),
  ])
  func `where all must match, it means`(typed: String, meaning: String) throws {
    #expect(try parse(typed, .all) == meaning)
  }

  @Test func `parts are kept as typed, those without a term too`() throws {
    var parser = try QueryParser(analyzerName: "multilingual")
    let parsed = try parser.parse("Chips --- NOT \"2 nm\"", matching: .any)
    #expect(parsed.parts.map(\.text) == ["Chips", "---", "2 nm"])
    #expect(parsed.parts.map(\.terms) == [["chips"], [], ["2", "nm"]])
    #expect(parsed.parts.map(\.isPhrase) == [false, false, true])
    #expect(parsed.parts.map(\.isExcluded) == [false, false, true])
  }

  @Test func `limits hold at their borders`() throws {
    var parser = try QueryParser(analyzerName: "multilingual")
    let atLimit = Array(repeating: "a", count: 1024).joined(separator: " ")
    _ = try parser.parse(atLimit, matching: .any)
    #expect(throws: IndexError.self) { try parser.parse(atLimit + " a", matching: .any) }
    _ = try parser.parse(String(repeating: "x", count: 16_384), matching: .any)
    #expect(throws: IndexError.self) {
      try parser.parse(String(repeating: "x", count: 16_385), matching: .any)
    }
  }
}

struct SnippetTests {
  private func snippet(_ query: String, _ body: String, title: String = "", width: Int = 60)
    throws -> Snippet
  {
    let index = try SearchIndex.openOrCreate(on: MemoryFileSystem())
    let writer = try index.makeWriter()
    try writer.add(Document(key: "k", title: title, body: body))
    try writer.commit()
    let snapshot = try index.snapshot()
    let parsed = try snapshot.parse(query)
    let hit = try #require(try snapshot.search(parsed).hits.first)
    return try #require(try snapshot.snippet(for: hit, query: parsed, width: width))
  }

  private func marked(_ snippet: Snippet, in body: String) -> [String] {
    let bytes = Array(body.utf8)
    return snippet.matches.map { String(decoding: bytes[$0], as: UTF8.self) }
  }

  @Test func `matches are ranges of the body, in original spelling`() throws {
    let body = "Ｒａｐｉｄｕｓ獲得補助。日本 RAPIDUS supports ﬁne chips"
    let snippet = try snippet("rapidus fine", body, title: "About Rapidus", width: 120)
    #expect(marked(snippet, in: body) == ["Ｒａｐｉｄｕｓ", "RAPIDUS", "ﬁne"])
    #expect(snippet.titleMatches == [6..<13])
  }

  @Test func `a long body gives the window that holds most of the query`() throws {
    let filler = String(repeating: "nothing here to see. ", count: 200)
    let body = filler + "one chip " + filler + "the chip subsidy of Japan " + filler
    let snippet = try snippet("chip subsidy", body)
    #expect(snippet.text.contains("chip subsidy"))
    #expect(snippet.text.utf8.count <= 62)
    let bytes = Array(body.utf8)
    let range = snippet.bodyOffset..<snippet.bodyOffset + snippet.text.utf8.count
    #expect(String(decoding: bytes[range], as: UTF8.self) == snippet.text)
  }

  @Test func `a phrase is marked as a whole and only as a whole`() throws {
    let body = "technology post-process; process post. POST\n process technology"
    let snippet = try snippet("\"post process\"", body, width: 200)
    #expect(marked(snippet, in: body) == ["post-process", "POST\n process"])
  }

  @Test func `in a long text the passage is where most of the query stands`() throws {
    let common = String(repeating: "lorem ipsum dolor sit amet common ", count: 9_000)
    let body = common + "needle haystack in Москва, common rareword " + common
    #expect(marked(try snippet("\"needle haystack\"", body), in: body) == ["needle haystack"])
    #expect(marked(try snippet("москва", body), in: body) == ["Москва"])
    #expect(marked(try snippet("common rareword", body), in: body).contains("rareword"))
  }

  @Test func `texts longer than what is analysed are handled`() throws {
    let body =
      String(repeating: "噪声文本。", count: 60_000) + "关键词在此 needle。"
      + String(repeating: "尾", count: 90_000)
    let snippet = try snippet("needle", body)
    #expect(marked(snippet, in: body) == ["needle"])
  }
}
