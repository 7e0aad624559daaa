import ArgumentParser
import Index

/// `search query`: asks an index.
struct QueryCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "query",
    abstract: "Find documents.",
    discussion: """
      Words are joined by spaces. A phrase stands in quotes of its own: search '"光电融合"'. \
      AND, OR and NOT are operators in capital letters only; search help syntax has the rest: groups, \
      fields, patterns, nearness. Without colour, matches stand \
      between « and ».

      First the index is brought up to date with the files, for a second at most; it never waits for \
      another process, and says so when it may be behind. Hits are compared with their files: what a \
      file no longer says is not shown.
      """)

  @Argument(help: "The words to search for.")
  var words: [String] = []

  @OptionGroup
  var location: IndexLocationOptions

  @OptionGroup(title: "Keeping up with the files")
  var update: UpdateOptions

  @Option(
    name: [
      .customShort("k", allowingJoined: true), .customShort("n", allowingJoined: true),
      .customLong("limit"),
    ],
    help: ArgumentHelp("How many documents to show. Default: 10; all with -l.", valueName: "n"))
  var k: Int?

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only documents that match all of this, which scores nothing: 'type:md year:>=2020', '-draft'. "
        + "It is read strictly. May be repeated: all must match.",
      valueName: "query"))
  var filter: [String] = []

  @Option(
    help: ArgumentHelp(
      "Sort by values or score, each with :asc or :desc behind it: modified:desc,score. Default: score.",
      valueName: "keys"))
  var sort: String?

  @Option(
    help: ArgumentHelp(
      "With --sort: the page behind another one, which names its cursor.", valueName: "cursor"))
  var after: String?

  @Option(
    help: ArgumentHelp(
      "Count the documents that match by their values; a date by :year, :month or :day, a number in "
        + "ranges: type, date:month, size:1000. May be repeated.", valueName: "name"))
  var facet: [String] = []

  @Option(
    help: ArgumentHelp(
      "With --facet: how many values to show, the most frequent first. Default: 10.", valueName: "n"
    ))
  var facetLimit = 10

  @Option(
    help: ArgumentHelp(
      "Of documents with one value under the name show the best only; near: of nearly equal texts.",
      valueName: "name"))
  var collapse: String?

  @Flag(help: "A document must hold all words.")
  var all = false

  @Flag(help: "A document must hold any of the words (default).")
  var any = false

  @Option(
    help: "How far text may differ: exact, case (and width), kana, han, marks, letters (default).")
  var fold: FoldChoice = .letters

  @Option(
    help: ArgumentHelp(
      "Words that stand for each other: `TSMC, 台积电` or `phone => handset` a line.",
      valueName: "file"))
  var synonyms: String?

  @OptionGroup(title: "Output")
  var output: OutputOptions

  @Option(help: ArgumentHelp("Ask all queries of a file: id TAB query a line.", valueName: "file"))
  var queries: String?

  @Option(
    help: ArgumentHelp(
      "Give a query up after this time, with status 2; 0 for never. Default: 10.",
      valueName: "seconds"))
  var timeout = 10.0

  @Flag(
    help: "Somebody else made the index: copy it into memory and check all of it before asking.")
  var untrusted = false

  /// Whether all words are wanted; the parser's default is any.
  private var mode: MatchMode { all ? .all : .any }

  @Option(help: "lenient (marks that make no sense are words, the default) or strict (an error).")
  var syntax: SyntaxChoice = .lenient

  mutating func validate() throws {
    if all && any { throw ValidationError("--all and --any exclude each other") }
    if let k, !(1...1_000_000).contains(k) { throw ValidationError("-k takes 1 to 1000000") }
    if !(0...1e9).contains(timeout) { throw ValidationError("--timeout takes 0 to 1e9 seconds") }
    if after != nil, sort == nil { throw ValidationError("--after needs --sort") }
    if !(1...1_000_000).contains(facetLimit) {
      throw ValidationError("--facet-limit takes 1 to 1000000")
    }
    if sort != nil, collapse != nil {
      throw ValidationError("--sort and --collapse exclude each other")
    }
    do {
      _ = try listing
    } catch {
      throw ValidationError("\(error)")
    }
    if queries != nil {
      if sort != nil || collapse != nil || !facet.isEmpty {
        throw ValidationError("--queries takes no --sort, --facet or --collapse")
      }
      if !words.isEmpty { throw ValidationError("--queries takes no words beside it") }
      if ![nil, .trec, .json].contains(output.format) || output.filesOnly || output.count {
        throw ValidationError("--queries writes trec or json")
      }
    } else if output.format == .trec {
      throw ValidationError("--format trec needs --queries FILE, which names the queries")
    }
  }

  mutating func execute() throws -> ExitStatus {
    if output.schema { return try printSchema() }
    return try request.run()
  }

  /// How documents are listed.
  private var listing: ListingRequest {
    get throws(CommandError) {
      var listing = ListingRequest()
      listing.sort = try sort.map { text throws(CommandError) in
        try ListingRequest.sortKeys(text)
      }
      listing.cursor = try after.map { text throws(CommandError) in
        try ListingRequest.cursor(text)
      }
      for text in facet {
        var request = try ListingRequest.facet(text)
        request.limit = facetLimit
        listing.facets.append(request)
      }
      listing.collapsing = try collapse.map { text throws(CommandError) in
        try ListingRequest.collapsing(text)
      }
      return listing
    }
  }

  /// What is asked for.
  var request: QueryRequest {
    var request = QueryRequest(words)
    request.choice = location.choice
    request.update = update.policy
    request.syntax = syntax.syntax
    request.limit = k
    request.mode = mode
    request.fold = fold.level
    request.filters = filter
    // Checked before.
    if let listing = try? listing { request.listing = listing }
    request.synonyms = synonyms
    request.queries = queries
    request.timeout = timeout
    request.isUntrusted = untrusted
    request.style = output.style
    return request
  }

  private func printSchema() throws -> ExitStatus {
    let standardOutput = StandardOutput()
    try standardOutput.write(JSONSchema.text + "\n")
    try standardOutput.flush()
    return .success
  }
}
