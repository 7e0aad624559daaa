import Testing

@testable import search

@Suite struct EditorCommandTests {
  @Test(arguments: [
    ([:], "vi +7 '/a b'"), (["EDITOR": "nano"], "nano +7,3 '/a b'"),
    (["EDITOR": "nano", "VISUAL": "/usr/bin/nvim -R"], "/usr/bin/nvim -R +7 '/a b'"),
    (["VISUAL": "code --wait"], "code --wait --goto '/a b':7:3"),
    (["EDITOR": "emacsclient -t"], "emacsclient -t +7:3 '/a b'"),
    (["EDITOR": "hx"], "hx '/a b':7:3"), (["EDITOR": "notepad"], "notepad '/a b'"),
    (["SEARCH_EDITOR": "x {line} {path} {column}", "EDITOR": "vi"], "x 7 '/a b' 3"),
    (["SEARCH_EDITOR": " ", "EDITOR": "vi"], "vi +7 '/a b'"),
  ])
  func `an editor is told the line in its own way`(environment: [String: String], line: String) {
    let place = SourcePlace(line: 7, column: 3)
    #expect(EditorCommand.line(path: "/a b", place) { environment[$0] } == line)
  }

  @Test func `what a path holds is no part of a template`() {
    let place = SourcePlace(line: 7, column: 3)
    let line = EditorCommand.line(path: "/a{line}{path}", place) {
      ["SEARCH_EDITOR": "x {path}:{line} {other} {"][$0]
    }
    #expect(line == "x '/a{line}{path}':7 {other} {")
    let raw = EditorCommand.line(path: "/caf\\xE9 a", place) { ["EDITOR": "vi"][$0] }
    #expect(raw == "vi +7 \"$(printf '\\057\\143\\141\\146\\351\\040\\141')\"")
  }

  @Test(arguments: [
    ("a'b", "'a'\\''b'"), ("-rf", "'./-rf'"), ("$(x)`y`", "'$(x)`y`'"),
  ])
  func `a path is one word of the shell`(path: String, expected: String) {
    #expect(EditorCommand.quoted(path) == expected)
  }
}
