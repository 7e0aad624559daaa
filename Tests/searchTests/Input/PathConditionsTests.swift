import Testing

@testable import Index
@testable import search

/// What is typed of paths as seen from the current directory, and which paths of the index are found by it.
@Suite struct PathConditionsTests {
  /// An index of files of these paths, as the tool makes it.
  private static func snapshot(_ paths: [String]) throws -> Snapshot {
    let index = try SearchIndex.openOrCreate(
      on: MemoryFileSystem(), options: SearchIndex.Options(storesText: true))
    let writer = try index.makeWriter()
    defer { writer.close() }
    for path in paths {
      var document = Document(key: path, title: "", body: "word")
      document.values = [.keyword("path", path)]
      let parts = path.split(separator: "/")
      document.values.append(.keyword("file", String(parts.last ?? "")))
      if parts.count > 1 {
        document.values.append(.keyword("dir", parts.dropLast().joined(separator: "/")))
      }
      try writer.add(document)
    }
    try writer.commit()
    return try index.snapshot()
  }

  private static let paths = [
    "a.md", "b.md", "old/c.md", "sub/a.md", "sub/a(1).md", "sub/two words.md", "sub/deep/d.md",
    "sub/x*/e.md", "sub/xy/e.md", "sub/>new/f.md", "sub/anew/f.md", "sub/[x]/g\".md",
    "Sub/caf\u{E9}.md",
    "sub/cafe\u{301}.md",
  ]

  private static func found(
    _ query: String, bases: [String] = ["/nowhere"], current: String = "/nowhere/sub",
    among paths: [String] = paths
  ) throws -> [String] {
    let conditions = PathConditions(bases: bases, current: current, home: "/nowhere")
    let snapshot = try snapshot(paths).reading { conditions.filter($0, $1, isQuoted: $2) }
    let asked = try snapshot.search(query, limit: 100).hits.map(\.key).sorted()
    // A filter reads the same, strictly.
    let filter = try #require(try snapshot.filter(query))
    let passing = try snapshot.search("word", limit: 100, filter: filter).hits.map(\.key)
    #expect(passing.sorted() == asked, "\(query)")
    return asked
  }

  @Test(arguments: [
    // A file, from the folder `sub` of the index's.
    ("path:./a.md", ["sub/a.md"]), ("path:../b.md", ["b.md"]), ("file:./a.md", ["sub/a.md"]),
    ("path:/nowhere/x/../b.md", ["b.md"]), ("path:~/old/c.md", ["old/c.md"]),
    ("path:../../c.md", []), ("path:\"./two words.md\"", ["sub/two words.md"]),
    ("path:(./a.md OR b.md)", ["b.md", "sub/a.md"]), ("path:./a(1).md", ["sub/a(1).md"]),
    ("(word path:./a.md)", ["sub/a.md"]), ("path:./A.md", []), ("file:a.md", ["a.md", "sub/a.md"]),
    // Patterns, and folders by their slash.
    ("path:./*.md -path:./a*", ["sub/cafe\u{301}.md", "sub/two words.md"]),
    ("path:../*.md", ["a.md", "b.md"]), ("path:./deep/", ["sub/deep/d.md"]),
    ("path:./de*/", ["sub/deep/d.md"]), ("path:old/", ["old/c.md"]),
    ("path:\"./t*o w*.md\"", ["sub/two words.md"]), ("path:\"sub/two w*\"", ["sub/two words.md"]),
    ("dir:..", ["a.md", "b.md"]), ("dir:./de*", ["sub/deep/d.md"]),
    // What is a mark elsewhere is a character of a folder's name.
    ("path:./>new/", ["sub/>new/f.md"]), ("path:./>new/*", ["sub/>new/f.md"]),
    ("path:./[x]/", ["sub/[x]/g\".md"]), ("path:./[x]/g\".md", ["sub/[x]/g\".md"]),
    ("path:sub/[x]/*", ["sub/[x]/g\".md"]), ("path:./x?/", ["sub/x*/e.md", "sub/xy/e.md"]),
    // Letters of one code point or two.
    ("path:./caf\u{E9}.md", ["sub/cafe\u{301}.md"]),
    ("path:../sub/caf\u{E9}*", ["Sub/caf\u{E9}.md", "sub/cafe\u{301}.md"]),
    ("path:sub/caf?.md", ["Sub/caf\u{E9}.md", "sub/cafe\u{301}.md"]), ("path:Sub/CAF*", []),
    ("path:Sub/caf*", ["Sub/caf\u{E9}.md"]),
  ])
  func `the paths that are meant are found`(query: String, expected: [String]) throws {
    #expect(try Self.found(query) == expected.sorted(), "\(query)")
  }

  @Test func `all below the current directory or the index's own`() throws {
    // Not what is below `Sub`: the folder's own name was not typed.
    let below = Self.paths.filter { $0.hasPrefix("sub/") }
    #expect(try Self.found("path:./**") == below.sorted())
    #expect(try Self.found("path:../**") == Self.paths.sorted())
    #expect(try Self.found("path:..") == Self.paths.sorted())
    #expect(try Self.found("dir:.") == below.filter { !$0.dropFirst(4).contains("/") }.sorted())
  }

  @Test(arguments: [
    ("path:./*/old/f.md", ["old/f.md"]), ("path:./ba*/old/*", ["old/f.md"]),
    ("path:./b?se/*/old/f.md", ["a/old/f.md", "b/old/f.md"]), ("path:./*/*/f.md", ["old/f.md"]),
    ("path:./**/f.md", ["a/old/f.md", "b/old/f.md", "old/f.md"]),
    ("path:/*/base/a/", ["a/old/f.md"]),
    ("path:./bas/**", []), ("path:./*/", ["a/old/f.md", "b/old/f.md", "f.txt", "old/f.md"]),
    ("path:./other*/f.md", ["../others/f.md"]), ("dir:./ba*", ["f.txt"]),
    ("dir:./base/o*", ["old/f.md"]), ("path:./*/f.txt", ["f.txt"]),
  ])
  func `a pattern may go through folders above the index`(
    query: String, expected: [String]
  ) throws {
    let paths = ["old/f.md", "a/old/f.md", "b/old/f.md", "f.txt"]
    let found = try Self.found(
      query, bases: ["/top/base"], current: "/top", among: paths + ["../others/f.md"])
    #expect(found.filter { query.contains("other") || !$0.hasPrefix("..") } == expected.sorted())
  }

  @Test func `a folder above the index stands for all below it`() throws {
    let paths = ["f.md", "a/f.md", "../others/f.md", "../../far/f.md"]
    func found(_ query: String, from current: String) throws -> [String] {
      try Self.found(query, bases: ["/top/mid/base"], current: current, among: paths)
    }
    let below = ["../others/f.md", "a/f.md", "f.md"]
    for query in ["path:.", "path:./", "path:/top/mid/"] {
      #expect(try found(query, from: "/top/mid") == below, "\(query)")
    }
    #expect(try found("path:../", from: "/top/mid/base") == below)
    #expect(try found("path:/", from: "/") == paths.sorted())
    #expect(try found("path:/top/", from: "/") == paths.sorted())
    #expect(try found("path:/nowhere/", from: "/") == [])
  }

  @Test func `what is not there is a file or a folder`() throws {
    let paths = ["gone", "gone/a.md", "gone.md"]
    #expect(
      try Self.found("path:./gone", current: "/nowhere", among: paths) == ["gone", "gone/a.md"])
  }

  @Test func `names are compared by scalars, composed`() throws {
    // A slash and a mark are one grapheme, and so are a letter and a vowel sign.
    let paths = [
      "d/\u{301}x.md", "d/\u{FE0F}y.md", "d/e\u{301}.md", "d/กิน.md", "d/بَيت.md", "d/किताब.md",
    ]
    func found(_ query: String) throws -> [String] {
      try Self.found(query, current: "/nowhere", among: paths)
    }
    for query in ["path:./d/", "path:./d/**", "path:d/*", "path:d/**"] {
      #expect(try found(query).count == paths.count, "\(query)")
    }
    #expect(try found("path:\"./d/\u{301}x.md\"") == ["d/\u{301}x.md"])
    #expect(try found("path:./d/\u{E9}.md") == ["d/e\u{301}.md"])
    #expect(try found("path:d/?.md") == ["d/e\u{301}.md"])
    #expect(try found("file:ก*") == ["d/กิน.md"])
    #expect(try found("file:ب*") == ["d/بَيت.md"])
    #expect(try found("file:क*") == ["d/किताब.md"])
    #expect(try found("file:e*") == [])
  }

  @Test func `the current directory's own name holds no marks`() throws {
    let paths = ["my * notes/a.md", "my big notes/a.md"]
    func found(_ query: String) throws -> [String] {
      try Self.found(query, current: "/nowhere/my * notes", among: paths)
    }
    for query in ["path:./a.md", "path:./*.md", "path:./", "path:./**", "dir:."] {
      #expect(try found(query) == ["my * notes/a.md"], "\(query)")
    }
  }

  @Test func `of several indexes those are asked in which the path lies`() throws {
    func found(_ query: String) throws -> [String] {
      try Self.found(
        query, bases: ["/nowhere/a", "/elsewhere", "/nowhere"], current: "/nowhere/a",
        among: ["x.md", "a/x.md", "b/x.md"])
    }
    #expect(try found("path:./x.md") == ["a/x.md", "x.md"])
    #expect(try found("path:/elsewhere/x.md") == ["x.md"])
    #expect(try found("path:/not/x.md") == [])
  }

  @Test func `conditions call themselves what was typed`() throws {
    let conditions = PathConditions(bases: ["/nowhere"], current: "/nowhere/sub", home: nil)
    let snapshot = try Self.snapshot(Self.paths).reading {
      conditions.filter($0, $1, isQuoted: $2)
    }
    let query = try snapshot.parse("word path:./*/no.md -dir:\"../old\"")
    #expect(query.conditions == "(path:./*/no.md & -dir:\"../old\")")
    #expect(query.misreadConditions.isEmpty)
  }

  @Test func `a path as seen from here is told from one as the indexes have it`() throws {
    let paths = PathConditions(bases: ["/nowhere/a", "/nowhere/b"], current: "/nowhere", home: nil)
    let snapshot = try Self.snapshot(Self.paths)
    func typed(_ query: String) throws -> String? {
      try paths.conditionSeenFromHere(in: query, of: snapshot)
    }
    #expect(try typed("chips -path:./b/ x") == "path:./b/")
    #expect(try typed("dir:/nowhere/a") == "dir:/nowhere/a")
    #expect(try typed("file:(x OR \"./a b\")") == "file:\"./a b\"")
    #expect(try typed("chips path:b/ \"path:./b/\" ./b/ file:///x") == nil)
  }
}
