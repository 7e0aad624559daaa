import Testing

@testable import search

@Suite struct IndexLocationTests {
  @Test func `the nearest folder upward that has an index is taken`() throws {
    let folders: Set<String> = ["/a/.search", "/a/b/c/.search"]
    let isFolder = { @Sendable (path: String) in folders.contains(path) }
    let found = try IndexLocation.find(typed: nil, from: "/a/b/x", isFolder: isFolder)
    #expect(found.home == "/a")
    #expect(found.path == "/a/.search/index")
    let nearer = try IndexLocation.find(typed: nil, from: "/a/b/c/d", isFolder: isFolder)
    #expect(nearer.home == "/a/b/c")
  }

  @Test func `without any there is an error`() {
    #expect(throws: CommandError.self) {
      try IndexLocation.find(typed: nil, from: "/a/b") { _ in false }
    }
    #expect(IndexLocation.upward(from: "/") { $0 == "/.search" }?.path == "/.search/index")
  }

  @Test(arguments: [
    ("idx", "/home/me/idx", String?.none), ("../x/./y/", "/home/x/y", nil),
    ("/p/.search/index", "/p/.search/index", "/p"), ("/p/.search", "/p/.search/index", "/p"),
    (".search", "/home/me/.search/index", "/home/me"), ("/.search/index", "/.search/index", "/"),
    ("/", "/", nil), ("../../../..", "/", nil), ("/p/x.search", "/p/x.search", nil),
  ])
  func `a named folder is the index itself`(typed: String, path: String, home: String?) {
    let location = IndexLocation(typed: typed, from: "/home/me")
    #expect(location.path == path)
    #expect(location.home == home)
  }

  @Test(arguments: [
    ("", "a", true), ("", "a/b", true), ("", "../a", false), ("a", "a", true), ("a", "a/b", true),
    ("a", "ab", false), ("a/b", "a", false), ("..", "a", true), ("..", "../a", true),
    ("..", "../../a", false), ("../x", "../x/y", true), ("../x", "a", false),
    ("../x", "../y", false),
    ("é", "e\u{301}", false), ("é", "é/x", true),
  ])
  func `a root covers what lies below it`(root: String, path: String, expected: Bool) {
    #expect(PathText.covers(root: root, path: path) == expected)
  }
}
