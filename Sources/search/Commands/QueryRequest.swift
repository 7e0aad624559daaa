import Index
import Tokenizer

/// A query with all that is asked for beside it: what `search query` does once its options are known.
///
/// Most queries are words without an option. They come here without the parser of arguments, which takes
/// a third of what such a process does; so each default stands here too, and a test compares the two.
struct QueryRequest {
  /// The words, or none with ``queries``.
  var words: [String]
  /// The index that was named, if one was.
  var choice = IndexChoice()
  var update = UpdatePolicy()
  var syntax = QuerySyntax.lenient
  /// How many documents are shown, if said.
  var limit: Int?
  var mode = MatchMode.any
  var fold = FoldLevel.letters
  /// Queries that documents must match, too, which score nothing.
  var filters: [String] = []
  /// How documents are sorted, counted and put together.
  var listing = ListingRequest()
  /// A file of synonyms.
  var synonyms: String?
  /// A file of queries.
  var queries: String?
  /// Seconds; 0 for as long as it takes.
  var timeout = 10.0
  /// Whether somebody else made the index.
  var isUntrusted = false
  var style = AnswerStyle()

  /// Asks for words.
  init(_ words: [String]) {
    self.words = words
  }

  /// Arguments that are a query without options; nil if they must be parsed.
  init?(plain arguments: [String]) {
    guard let first = arguments.first, !Search.commandNames.contains(first),
      arguments.allSatisfy({ $0.utf8.first != UInt8(ascii: "-") })
    else { return nil }
    words = arguments
  }

  /// Asks, and writes the answer.
  func run() throws -> ExitStatus {
    if let queries { return try runBatch(queries) }
    let text = words.joined(separator: " ")
    guard text.unicodeScalars.contains(where: { !$0.properties.isWhitespace }) else {
      throw CommandError("the query is empty; type the words to search for")
    }
    let asked = try AskedIndexes(try update.places(choice, isTrusted: !isUntrusted))
    try asked.warn()
    let snapshot = asked.snapshot
    let writer = AnswerWriter(style, bases: asked.bases, current: try currentDirectory())
    try asked.requirePathsOfIndexes(in: [text] + filters)
    let synonyms = try self.synonyms.map(readSynonyms)
    let builder = PageBuilder(
      snapshot: snapshot, wishes: writer.wishes, synonyms: synonyms)
    let filter = try FilterRequest.filter(
      filters, fold: fold, synonyms: synonyms, on: snapshot)
    var page = try builder.page(
      text, matching: mode, fold: fold, syntax: syntax,
      limit: writer.limit(limit, most: snapshot.limits.hitCount), filter: filter,
      listing: listing, until: deadline())
    page.indexes = asked.names
    // What is only counted is counted as it was indexed.
    if !style.count || style.quiet {
      update.verify(
        &page, of: asked,
        question: HitVerifier.Question(
          text: text, mode: mode, fold: fold, syntax: syntax, synonyms: synonyms,
          filters: filters,
          conditions: page.conditionsAsWords.isEmpty ? .only : .never),
        wishes: writer.wishes)
    }
    try writer.write(page)
    if page.totalCount == 0, writer.isForPeople {
      noteOwnNames(([text] + filters).joined(separator: " "), snapshot)
      noteNames(text, asked, page)
    }
    if style.count, !update.updates, !isUntrusted {
      printNote("counted as it was indexed: with --no-update no file is looked at")
    }
    return page.totalCount == 0 ? .nothing : .success
  }

  /// Says so if documents have values of their own under names that a query without answer asks of files.
  private func noteOwnNames(_ text: String, _ snapshot: Snapshot) {
    let known = Set(snapshot.valueNames)
    let clauses = text.split { " ()+-".contains($0) }
    for name in FileValues.names.sorted()
    where clauses.contains(where: {
      $0.hasPrefix("\(name):") && $0.utf8.count > name.utf8.count + 1
    }) {
      let own = FileValues.ownPrefix + name
      if known.contains(own) {
        printNote("\(name): asks what files are; what documents say of themselves is \(own):")
      }
    }
  }

  /// Says so if nothing was found in texts and something may have been meant that is no text: the name of a
  /// file, or a command.
  private func noteNames(_ text: String, _ asked: AskedIndexes, _ page: ResultPage) {
    if let first = words.first, let command = Search.commandMeant(by: first) {
      let rest = ([command] + words.dropFirst()).joined(separator: " ")
      printNote("the command may have been meant: search \(TerminalText.line(rest))")
    }
    // What has marks or conditions in it is asked of texts.
    let isPlain = text.unicodeScalars.allSatisfy { scalar in
      scalar.properties.isAlphabetic || scalar.properties.numericType != nil
        || "-_. ".unicodeScalars.contains(scalar)
    }
    guard isPlain, filters.isEmpty, page.zeroReason?.conditions.isEmpty != false else { return }
    // Without a slash in it a star passes slashes, too.
    let query = "path:*\(text.split(separator: " ").joined(separator: "*"))*"
    guard let parsed = try? asked.snapshot.parse(query), parsed.hasConditions,
      let found = try? asked.snapshot.search(
        parsed, limit: 0, suggesting: false, until: deadline()),
      found.totalCount > 0
    else { return }
    let noun = found.totalCount == 1 ? "document has" : "documents have"
    printNote(
      "\(found.totalCount) \(noun) it in the path of the file: search '\(TerminalText.line(query))'"
    )
  }

  /// Counts from now.
  private func deadline() -> Interruption? { timeout > 0 ? Interruption(after: timeout) : nil }

  private func runBatch(_ path: String) throws -> ExitStatus {
    let file = try QueryFile(parsing: try readWhole(path), name: path, requiresIDs: true)
    let asked = try AskedIndexes(try update.places(choice, isTrusted: !isUntrusted))
    try asked.warn()
    let snapshot = asked.snapshot
    let output = StandardOutput()
    let synonyms = try self.synonyms.map(readSynonyms)
    try asked.requirePathsOfIndexes(in: file.entries.map(\.text) + filters)
    let filter = try FilterRequest.filter(
      filters, fold: fold, synonyms: synonyms, on: snapshot)
    let builder = PageBuilder(
      snapshot: snapshot,
      wishes: PageBuilder.Wishes(passageCount: style.passages ?? 1, suggests: false),
      synonyms: synonyms)
    var foundAny = false
    for entry in file.entries {
      if style.format == .json {
        var page = try builder.page(
          entry.text, matching: mode, fold: fold, syntax: syntax, limit: limit ?? 10,
          filter: filter, until: deadline())
        page.queryID = entry.id
        page.indexes = asked.names
        foundAny = foundAny || !page.hits.isEmpty
        try output.write(JSONFormatter.results(page))
      } else {
        // A run says nothing but the best.
        let hits = try snapshot.search(
          try snapshot.parse(
            entry.text, matching: mode, fold: fold, syntax: syntax,
            synonyms: builder.synonyms),
          limit: limit ?? 10, counting: .none, suggesting: false, filter: filter, until: deadline()
        ).hits
        foundAny = foundAny || !hits.isEmpty
        let records = zip(1..., hits).map { rank, hit in
          HitRecord(rank: rank, score: hit.score, name: DocumentName(key: hit.key))
        }
        try output.write(TRECFormatter.results(queryID: entry.id, hits: records))
      }
    }
    try output.flush()
    return foundAny ? .success : .nothing
  }
}

extension QueryRequest: Equatable {}
