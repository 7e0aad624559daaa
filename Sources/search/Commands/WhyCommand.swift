import ArgumentParser
import Index

/// `search why`: says what an index has of a query, and what kept a document from matching it.
struct WhyCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "why",
    abstract: "Show why a document does or does not match.",
    discussion: """
      search why 'QUERY'             how many documents hold each part of a query
      search why 'QUERY' FILE        where FILE has each part, and what kept it from matching
      search why 'QUERY' FILE ID     the same for a record of a file

      FILE is a path as it was indexed or as seen from here; a record may be named by its id alone. \
      Where the index stores no text, the file is read again.

      Exit status: 0 it matches, 1 it does not, 2 trouble.
      """)

  @Argument(help: "The query, in quotation marks if it has spaces.")
  var query: String

  @Argument(help: "The document.")
  var file: String?

  @Argument(help: "The id of a record.")
  var id: String?

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(help: "A document must hold all words.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Words that stand for each other, as for search query --synonyms.", valueName: "file"))
  var synonyms: String?

  @Flag(help: "One JSON object a line.")
  var json = false

  mutating func execute() throws -> ExitStatus {
    guard query.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw CommandError("the query is empty; type the words to search for")
    }
    let asked = try AskedIndexes(
      try location.choice.allExisting().map {
        UpdatedIndex(place: $0, isTrusted: true, isCurrent: false)
      })
    try asked.warn()
    let snapshot = asked.snapshot
    let parsed = try snapshot.parse(
      try asked.pathConditions.rewritten(query), matching: all ? .all : .any,
      synonyms: try synonyms.map(readSynonyms))
    for misread in parsed.misreadConditions {
      printNote(misread.misreadNote)
    }
    guard let file else { return try summarise(parsed, asked) }
    let lookups = try asked.indexes.enumerated().map { member, index in
      try DocumentLookup(asked.snapshot(ofMember: member), at: index.place)
    }
    switch try find(file, lookups) {
    case (_, .missing(let reason)):
      try write(
        json
          ? DiagnosisFormatter.object(notIndexed: file, reason).text + "\n"
          : "\(TerminalText.escaped(file)) is not in the index: \(TerminalText.escaped(reason))\n")
      return .nothing
    case (let member, .document(let address)):
      return try explain(parsed, asked, member, address, lookups[member])
    }
  }

  /// Looks for the document in each index. The first that has it answers.
  private func find(
    _ file: String, _ lookups: [DocumentLookup]
  ) throws -> (member: Int, found: DocumentLookup.Found) {
    var missing: (Int, DocumentLookup.Found)?
    var failure: CommandError?
    for (member, lookup) in lookups.enumerated() {
      do {
        let found = try lookup.find(file, id: id)
        if case .document = found { return (member, found) }
        missing = missing ?? (member, found)
      } catch let error as CommandError {
        failure = failure ?? error
      }
    }
    if let missing { return missing }
    throw failure ?? CommandError("no document is called \(file)")
  }

  private func explain(
    _ parsed: ParsedQuery, _ asked: AskedIndexes, _ member: Int, _ address: DocumentAddress,
    _ lookup: DocumentLookup
  ) throws -> ExitStatus {
    let document = try lookup.text(of: address)
    var diagnosis = try asked.snapshot.diagnosis(
      of: parsed, at: asked.snapshot.address(address, ofMember: member), document)
    var name = DocumentName(key: diagnosis.key)
    let change = lookup.change(of: name)
    // Of several indexes the path says which one has it.
    name.path = try paths(of: asked).shown(name.path, of: member)
    diagnosis.key = name.key
    try write(
      json
        ? DiagnosisFormatter.lines(diagnosis, query: query, change: change)
        : DiagnosisFormatter.text(diagnosis, query: query, change: change))
    return diagnosis.matches ? .success : .nothing
  }

  /// Paths as they were indexed; of several indexes as seen from here.
  private func paths(of asked: AskedIndexes) throws(CommandError) -> PathDisplay {
    asked.indexes.count > 1
      ? PathDisplay(bases: asked.bases, current: try currentDirectory()) : .asIndexed
  }

  private func summarise(_ parsed: ParsedQuery, _ asked: AskedIndexes) throws -> ExitStatus {
    let snapshot = asked.snapshot
    let paths = try paths(of: asked)
    let total = try snapshot.search(parsed, limit: 0).totalCount
    let summaries = try snapshot.summaries(of: parsed)
    let conditions = try snapshot.conditionSummaries(of: parsed)
    let nearest = total == 0 ? try snapshot.nearest(parsed).map { paths.named($0) } : []
    try write(
      json
        ? DiagnosisFormatter.lines(
          summaries, conditions, query: query, total: total, of: snapshot.documentCount,
          nearest: nearest)
        : DiagnosisFormatter.text(
          summaries, conditions, query: query, total: total, of: snapshot.documentCount,
          nearest: nearest))
    return total > 0 ? .success : .nothing
  }

  private func write(_ text: String) throws(CommandError) {
    let output = StandardOutput()
    try output.write(text)
    try output.flush()
  }
}
