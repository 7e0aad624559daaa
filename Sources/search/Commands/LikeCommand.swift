import ArgumentParser
import Index

/// `search like`: finds documents that are about the same as one of the index.
struct LikeCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "like",
    abstract: "Find documents that are about the same.",
    discussion: """
      search like FILE        documents that are most like a file of the index
      search like FILE ID     the same for a record of a file
      search like -           the same for a text from standard input

      What a document is about is told by the words that it has often and others seldom; \
      --explain shows them. Synonyms are for what is typed and play no part.
      """)

  @Argument(help: "The document, or - for a text from standard input.")
  var file: String

  @Argument(help: "The id of a record.")
  var id: String?

  @OptionGroup
  var location: IndexLocationOptions

  @Option(
    name: [.customShort("k", allowingJoined: true), .customLong("limit")],
    help: ArgumentHelp("How many documents to show. Default: 10; all with -l.", valueName: "n"))
  var k: Int?

  @OptionGroup(title: "Output")
  var output: OutputOptions

  mutating func validate() throws {
    if let k, !(1...1_000_000).contains(k) { throw ValidationError("-k takes 1 to 1000000") }
    if output.format == .trec { throw ValidationError("like does not write trec") }
  }

  mutating func execute() throws -> ExitStatus {
    let place = try location.existing()
    let snapshot = try SearchIndex.open(at: place.path).snapshot()
    let writer = AnswerWriter(
      output.style, bases: [try place.home ?? snapshot.fileTable()?.base ?? ""],
      current: try currentDirectory())
    let limit = writer.limit(k, most: snapshot.limits.hitCount)
    let builder = PageBuilder(snapshot: snapshot, wishes: writer.wishes)
    let start = monotonicNanoseconds()
    let query: ParsedQuery
    let result: SearchResult
    if file == "-" {
      let text = String(decoding: try readWhole("-"), as: UTF8.self)
      query = try snapshot.query(similarTo: Document(key: "", body: text))
      result = try snapshot.similar(toText: text, limit: limit)
    } else {
      switch try DocumentLookup(snapshot, at: place).find(file, id: id) {
      case .missing(let reason):
        throw CommandError(
          "\(TerminalText.escaped(file)) is not in the index: \(TerminalText.escaped(reason))")
      case .document(let address):
        let key = try snapshot.key(at: address)
        result = try snapshot.similar(to: key, limit: limit)
        query = try snapshot.query(
          similarTo: snapshot.document(at: address) ?? Document(key: key, body: ""))
      }
    }
    var page = try builder.page(file == "-" ? query.text : "like \(file)", of: query, result)
    page.seconds = Double(monotonicNanoseconds() &- start) / 1e9
    if page.totalCount == 0, writer.isForPeople {
      printError(
        "nothing is like it: no other document shares a word with it that tells what it is about")
      return .nothing
    }
    try writer.write(page)
    return page.totalCount == 0 ? .nothing : .success
  }
}
