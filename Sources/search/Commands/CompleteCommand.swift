import ArgumentParser
import Index

/// `search complete`: lists the words of an index that begin as something that was typed.
struct CompleteCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "complete",
    abstract: "List words of the index that begin so.",
    discussion: """
      The commonest first, with the number of documents behind a tab: for editors and forms that \
      complete what is typed. Of several words the last is completed. Chinese, Japanese and other scripts \
      without spaces have no words in an index: there it is what was typed with one more character.

      Exit status: 0 there are some, 1 there is none, 2 trouble.
      """)

  @Argument(help: "The beginning of a word.")
  var text: [String]

  @OptionGroup
  var location: IndexLocationOptions

  @Option(
    name: [.customShort("k", allowingJoined: true), .customLong("limit")],
    help: ArgumentHelp("How many words to list. Default: 10.", valueName: "n"))
  var k = 10

  @Flag(help: "One JSON object a line.")
  var json = false

  mutating func validate() throws {
    if !(1...100_000).contains(k) { throw ValidationError("-k takes 1 to 100000") }
  }

  mutating func execute() throws -> ExitStatus {
    let snapshot = try SearchIndex.open(at: try location.existing().path).snapshot()
    let words = try snapshot.completions(of: text.joined(separator: " "), limit: k)
    let output = StandardOutput()
    for word in words {
      if json {
        var object = JSONObject(type: "completion")
        object.set("text", word.text)
        object.set("documents", word.documentCount)
        try output.write(object.text + "\n")
      } else {
        try output.write("\(TerminalText.escaped(word.text))\t\(word.documentCount)\n")
      }
    }
    try output.flush()
    return words.isEmpty ? .nothing : .success
  }
}
