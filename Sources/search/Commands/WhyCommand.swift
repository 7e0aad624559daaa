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
    try asked.requirePathsOfIndexes(in: [query])
    let question = try read(on: snapshot)
    if !json {
      for misread in question.misreadConditions { printNote(misread.misreadNote) }
    }
    guard let file else { return try summarise(question, asked) }
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
      return try explain(question, asked, member, address, lookups[member])
    }
  }

  /// The query as `search query` would ask it.
  private struct Question {
    var query: ParsedQuery
    /// The same with its conditions.
    var typed: ParsedQuery
    /// How many documents match.
    var totalCount = 0
    /// Conditions that no document meets, so that all of them are looked for as words.
    var conditionsAsWords: [String] = []
    var misreadConditions: [QuerySyntaxError] = []
  }

  private func read(on snapshot: Snapshot) throws -> Question {
    let synonyms = try self.synonyms.map(readSynonyms)
    func question(conditions: Bool) throws(IndexError) -> Question {
      let parsed = try snapshot.parse(
        query, matching: all ? .all : .any, synonyms: synonyms,
        conditions: conditions)
      let total = try snapshot.search(parsed, limit: 0).totalCount
      return Question(
        query: parsed, typed: parsed, totalCount: total,
        misreadConditions: parsed.misreadConditions)
    }
    let asked = try question(conditions: true)
    if asked.totalCount > 0 { return asked }
    let unmet = try snapshot.unmetConditions(of: asked.query)
    if unmet.isEmpty { return asked }
    var words = try question(conditions: false)
    if words.totalCount == 0 { return asked }
    words.typed = asked.query
    (words.conditionsAsWords, words.misreadConditions) = (unmet, asked.misreadConditions)
    return words
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
    _ question: Question, _ asked: AskedIndexes, _ member: Int, _ address: DocumentAddress,
    _ lookup: DocumentLookup
  ) throws -> ExitStatus {
    let document = try lookup.text(of: address)
    let snapshot = asked.snapshot
    let place = snapshot.address(address, ofMember: member)
    var diagnosis = try snapshot.diagnosis(of: question.query, at: place, document)
    if !question.conditionsAsWords.isEmpty {
      diagnosis.conditions = try snapshot.diagnosis(of: question.typed, at: place, document)
        .conditions
    }
    var name = DocumentName(key: diagnosis.key)
    let change = lookup.change(of: name)
    // Of several indexes the path says which one has it.
    name.path = try paths(of: asked).shown(name.path, of: member)
    diagnosis.key = name.key
    let report = DiagnosisFormatter.DocumentReport(
      query: query, diagnosis: diagnosis, change: change,
      conditionsAsWords: question.conditionsAsWords, misreadConditions: question.misreadConditions)
    try write(json ? DiagnosisFormatter.lines(report) : DiagnosisFormatter.text(report))
    return diagnosis.matches ? .success : .nothing
  }

  /// Paths as they were indexed; of several indexes as seen from here.
  private func paths(of asked: AskedIndexes) throws(CommandError) -> PathDisplay {
    asked.indexes.count > 1
      ? PathDisplay(bases: asked.bases, current: try currentDirectory()) : .asIndexed
  }

  private func summarise(_ question: Question, _ asked: AskedIndexes) throws -> ExitStatus {
    let snapshot = asked.snapshot
    let paths = try paths(of: asked)
    var report = DiagnosisFormatter.Report(
      query: query, conditionsAsWords: question.conditionsAsWords,
      misreadConditions: question.misreadConditions, totalCount: question.totalCount,
      documentCount: snapshot.documentCount)
    report.parts = try snapshot.summaries(of: question.query)
    report.conditions = try snapshot.conditionSummaries(of: question.typed)
    if question.totalCount == 0 {
      report.reason = try ZeroReason.find(question.query, on: snapshot)
      report.nearest = try snapshot.nearest(question.query).map { paths.named($0) }
    }
    try write(json ? DiagnosisFormatter.lines(report) : DiagnosisFormatter.text(report))
    return question.totalCount > 0 ? .success : .nothing
  }

  private func write(_ text: String) throws(CommandError) {
    let output = StandardOutput()
    try output.write(text)
    try output.flush()
  }
}
