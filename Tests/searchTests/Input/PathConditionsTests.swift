import Testing

@testable import search

/// What is typed of paths as seen from the current directory, and what the index is asked.
@Suite struct PathConditionsTests {
  @Test(arguments: [
    // What says nothing about the current directory stays.
    ("chips path:docs/** type:md", "chips path:docs/** type:md"),
    ("\"path:./a.md\" 12:30 xpath:./a", "\"path:./a.md\" 12:30 xpath:./a"),
    ("path:a.md file:a.md dir:sub", "path:a.md file:a.md dir:sub"), ("path:", "path:"),
    // A file, from the folder `sub` of the index's.
    ("path:./a.md", "path:\"sub/a.md\""), ("path:../b.md", "path:\"b.md\""),
    ("path:/nowhere/x/../b.md", "path:\"b.md\""), ("file:./a.md", "path:\"sub/a.md\""),
    ("path:~/old/c.md", "path:\"old/c.md\""), ("path:../../c.md", "path:\"../c.md\""),
    ("path:\"./two words.md\"", "path:\"sub/two words.md\""),
    ("-path:./a.md +path:../b.md", "-path:\"sub/a.md\" +path:\"b.md\""),
    ("(chips path:./a.md)", "(chips path:\"sub/a.md\")"),
    ("path:(./a.md OR b.md)", "path:(path:\"sub/a.md\" OR b.md)"),
    ("path:./a(1).md", "path:\"sub/a(1).md\""),
    // Patterns, and folders by their slash.
    ("path:./**", "path:sub/**"), ("path:./*.md", "path:sub/*.md"),
    ("path:../*.md", "(path:*.md -path:*/**)"), ("path:../**", "path:*"),
    ("path:./deep/", "path:sub/deep/**"), ("path:docs/", "path:docs/**"),
    ("dir:.", "dir:\"sub\""), ("dir:..", "(path:* -dir:*)"), ("dir:./**", "dir:sub/**"),
  ])
  func `paths are written as the index has them`(typed: String, asked: String) {
    let paths = PathConditions(bases: ["/nowhere"], current: "/nowhere/sub", home: "/nowhere")
    #expect(paths.rewritten(typed) == asked)
  }

  @Test func `white space in the folder's name ends no condition`() {
    let paths = PathConditions(bases: ["/nowhere"], current: "/nowhere/my notes", home: nil)
    #expect(paths.rewritten("path:./a.md x") == "path:\"my notes/a.md\" x")
    #expect(paths.rewritten("path:./*.md x") == "path:my?notes/*.md x")
    #expect(paths.rewritten("path:~/a") == "path:~/a")
  }

  @Test func `of several indexes those are asked in which the path lies`() {
    let paths = PathConditions(
      bases: ["/nowhere/a", "/elsewhere", "/nowhere"], current: "/nowhere/a", home: nil)
    #expect(paths.rewritten("path:./x.md") == "(path:\"x.md\" OR path:\"a/x.md\")")
    #expect(paths.rewritten("path:/elsewhere/x.md") == "path:\"x.md\"")
    #expect(PathConditions(bases: [""], current: "/nowhere").rewritten("path:./x") == "path:./x")
  }

  @Test func `a path as seen from here is told from one as the indexes have it`() {
    let paths = PathConditions(bases: ["/nowhere/a", "/nowhere/b"], current: "/nowhere", home: nil)
    #expect(paths.conditionSeenFromHere("chips -path:./b/ x") == "path:./b/")
    #expect(paths.conditionSeenFromHere("dir:/nowhere/a") == "dir:/nowhere/a")
    #expect(paths.conditionSeenFromHere("chips path:b/ \"path:./b/\" ./b/") == nil)
  }
}
