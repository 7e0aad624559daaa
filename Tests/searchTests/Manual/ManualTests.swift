import Testing

@testable import search

@Suite struct ManualTests {
  private let folder = ToolFolder()

  @Test func `every command has a page, and groff has nothing to say about it`() throws {
    let pages = try ManualPage.all()
    for name in Search.commandNames where name != "help" {
      #expect(pages.contains { $0.fileName == "search-\(name).1" }, "\(name)")
    }
    for page in pages {
      // Every line is a request that is known, or text.
      for line in page.text.split(separator: "\n") where line.hasPrefix(".") {
        let request = line.dropFirst().prefix { $0.isLetter }
        let known = ["TH", "SH", "TP", "PP", "B", "BR", "nf", "fi", "br"]
        #expect(known.contains(String(request)) || line.hasPrefix(".\\\""), "\(line)")
      }
      #expect(page.text.utf8.allSatisfy { $0 < 0x80 }, "\(page.fileName)")
    }
    let listed = folder.search("manual", "--list").output.split(separator: "\n").map(String.init)
    #expect(listed == pages.map(\.fileName))
    #expect(folder.search("manual", "query").output.contains("\\fB\\-\\-passages\\fR \\fIn\\fR"))
    #expect(folder.search("manual", "nothing").status == 2)
  }

  @Test func `bash completes commands, options and values`() throws {
    folder.write("c.bash", folder.search("completions", "bash").output)
    folder.write(
      "try.sh",
      """
      source ./c.bash
      try() {
        COMP_WORDS=("$@"); COMP_CWORD=$(($# - 1)); COMPREPLY=(); _search; echo "${COMPREPLY[*]}"
      }
      try search opt
      try search --js
      try search word --expl
      try search index --reb
      try search query --format t
      try search --color n
      try search help synt
      """)
    #expect(
      folder.shell("bash try.sh").output == """
        optimize
        --json
        --explain
        --rebuild
        trec tsv
        never
        syntax

        """)
    for shell in CompletionScript.Shell.allCases {
      let script = folder.search("completions", shell.rawValue).output
      let manual = try CommandManual.tool()
      for option in manual.commands.flatMap(\.options) {
        for name in option.names where name.hasPrefix("--") {
          let wanted = shell == .fish ? "-l \(name.dropFirst(2))" : name
          #expect(script.contains(wanted), "\(shell) \(name)")
        }
      }
    }
    #expect(folder.search("completions", "tcsh").status == 2)
  }

  @Test func `help is short or long, has examples, and knows the syntax`() {
    let short = folder.search("query", "-h").output
    let long = folder.search("query", "--help").output
    #expect(short.contains("--passages <n>") && !short.contains("EXAMPLES"))
    #expect(long.contains("--passages <n>") && long.contains("EXAMPLES:\n  search "))
    #expect(short.utf8.count < long.utf8.count)
    #expect(short.split(separator: "\n").allSatisfy { DisplayWidth.of(String($0)) <= 80 })
    #expect(folder.search("-h").output.contains("search --help says more"))
    #expect(folder.search("--help").output.contains("EXAMPLES:"))
    #expect(folder.search("help", "syntax").output.hasPrefix("HOW QUERIES ARE WRITTEN\n"))
    let unknown = folder.search("--passage", "3", "x")
    #expect(unknown.status == 2)
    #expect(unknown.errors.contains("Did you mean '--passages'?"))
  }

  @Test func `the examples do what they say`() {
    folder.shell("cp -r \(Project.path("seeds")) docs")
    #expect(folder.search("index", "docs").status == 0)
    for command in ["query", "why", "analyze", "completions"] {
      for example in Examples.of(command) where !example.line.contains(where: "|<>".contains) {
        let line = example.line.replacing("docs/a.txt", with: "docs/000_5117b9dc78eacb10.txt")
        let result = folder.shell(
          line.replacing("search ", with: "\(ToolFolder.tool) ", maxReplacements: 1))
        #expect(result.status <= 1 && !result.errors.hasPrefix("search: "), "\(line)")
        #expect(!result.output.isEmpty, "\(line)")
      }
    }
  }

  /// Whether a shell is there; says so where it is not.
  private func has(_ shell: String) -> Bool {
    let isThere = folder.shell("command -v \(shell)").status == 0
    if !isThere { print("\(shell) is not installed: its completions are not run") }
    return isThere
  }

  @Test func `zsh completes commands, options and values`() {
    guard has("zsh") else { return }
    folder.write("c.zsh", folder.search("completions", "zsh").output)
    // A shell of its own on a pseudo-terminal; ^X shows what is on its line.
    folder.write(
      "try.zsh",
      """
      zmodload zsh/zpty
      zpty z zsh -f -i
      zpty -w z 'PROMPT=; autoload -Uz compinit; compinit -u -D; source ./c.zsh; setopt no_beep; \
      show() { print -r -- "<<$BUFFER>>"; zle kill-whole-line }; zle -N show; bindkey "^X" show; \
      stty -echo; print READY'
      while zpty -r z out '*READY*'; do [[ $out == *$'\\n'READY* ]] && break; done
      for typed in 'search opt' 'search --js' 'search word --expl' 'search index --reb' \
        'search query --color n'; do
        zpty -w -n z "$typed"$'\\t'$'\\x18'
        zpty -r z out '*<<*>>*'
        print -r -- "${${out##*<<}%%>>*}"
      done
      zpty -d z
      """)
    #expect(
      folder.shell("timeout 60 zsh -f try.zsh").output == """
        search optimize\u{20}
        search --json\u{20}
        search word --explain\u{20}
        search index --rebuild\u{20}
        search query --color never\u{20}

        """)
  }

  @Test func `fish completes commands, options and values`() {
    guard has("fish") else { return }
    folder.write("c.fish", folder.search("completions", "fish").output)
    func completed(_ line: String) -> String {
      let result = folder.shell(
        "HOME=$PWD timeout 60 fish --no-config -c 'source c.fish; complete -C \"\(line)\"'")
      return result.output.split(separator: "\n")
        .map { String($0.prefix { $0 != "\t" }) }.joined(separator: " ")
    }
    #expect(completed("search opt") == "optimize")
    #expect(completed("search --js") == "--json")
    #expect(completed("search word --expl") == "--explain")
    #expect(completed("search index --reb") == "--rebuild")
    #expect(completed("search query --color n") == "never")
  }
}
