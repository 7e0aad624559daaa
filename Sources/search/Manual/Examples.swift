/// What people type, by command: for `--help` and the man pages. A test runs those that need no more
/// than an index.
enum Examples {
  /// A line for the shell and what it does.
  struct Example: Equatable, Sendable {
    var line: String
    var meaning: String

    init(_ line: String, _ meaning: String) {
      self.line = line
      self.meaning = meaning
    }
  }

  /// The examples of a command; none for one that needs none.
  static func of(_ command: String) -> [Example] { examples[command] ?? [] }

  /// The same for `--help`; empty if there are none.
  static func section(of command: String) -> String {
    let examples = of(command)
    if examples.isEmpty { return "" }
    return "\nEXAMPLES:\n"
      + examples.map { "  \($0.line)\n      \($0.meaning)\n" }.joined()
  }

  private static let examples: [String: [Example]] = [
    "search": [
      Example("search index docs", "Makes an index of a folder, or brings it up to date."),
      Example("search 半导体 subsidies", "Finds documents with any of the words, best first."),
      Example("search tui", "Searches as you type."),
    ],
    "query": [
      Example("search 半导体 subsidies", "Finds documents with any of the words, best first."),
      Example("search --all Rapidus 补贴", "Finds documents with all of them."),
      Example("search '\"post-process technology\"'", "Finds a phrase."),
      Example("search -l Rapidus", "Writes the paths of all documents that match."),
      Example("search -l -0 Rapidus | xargs -0 wc -c", "Hands them to another program."),
      Example("vim -q <(search Rapidus)", "Goes through the places in an editor."),
      Example("search --json -k 3 Koike | jq .title", "Takes the answer apart."),
      Example("search -C 2 Koike", "Shows the lines around each place."),
      Example("search --explain -k 1 Koike", "Shows what the score is made of."),
    ],
    "index": [
      Example("search index .", "Indexes the current folder into .search here."),
      Example("search index", "Brings the index up to date."),
      Example("search index docs --index /var/tmp/docs-index", "Puts the index elsewhere."),
    ],
    "tui": [
      Example("search tui", "Searches as you type."),
      Example("EDITOR='code' search tui Rapidus", "Begins with a word; Enter opens VS Code."),
    ],
    "why": [
      Example("search why semiconductor", "Shows how often each part of a query is found."),
      Example("search why '\"AI chip\"' docs/a.txt", "Shows why a file does or does not match."),
    ],
    "like": [
      Example("search like docs/a.txt", "Finds documents that are about the same."),
      Example("search like - < draft.txt", "The same for a text from standard input."),
    ],
    "complete": [
      Example("search complete semi", "Lists words of the index that begin so.")
    ],
    "analyze": [Example("search analyze 'AI芯片'", "Shows the words, characters and stems.")],
    "completions": [
      Example("source <(search completions bash)", "Completes in this shell."),
      Example(
        "search completions fish > ~/.config/fish/completions/search.fish", "Completes in fish."),
    ],
    "manual": [Example("search manual query | man -l -", "Shows the page of a command.")],
  ]
}
