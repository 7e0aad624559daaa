import ArgumentParser

/// How answers are written.
struct OutputOptions: ParsableArguments {
  /// How results are written.
  enum Format: String, ExpressibleByArgument, CaseIterable, Sendable {
    /// Documents with their passages, for people: the default on a terminal.
    case human
    /// `path:line:column:text`, for other tools: the default elsewhere.
    case lines
    /// One JSON object a line.
    case json
    /// A TREC run.
    case trec
    /// A table for spreadsheets.
    case csv
    /// A table with TABs.
    case tsv
    /// A list in Markdown.
    case md
    /// Paths alone.
    case files
  }

  @Option(
    help: ArgumentHelp(
      "human (default on a terminal), lines (path:line:column:text, default elsewhere), json, "
        + "csv, tsv, md, files, or trec (with --queries; the default there).",
      valueName: "format"))
  var format: Format?

  @Flag(help: "One JSON object a line; the same as --format json.")
  var json = false

  @Flag(
    name: [.customShort("l"), .customLong("files-with-matches")],
    help: "Paths only, each once, of all documents that match unless -k says how many.")
  var filesOnly = false

  @Flag(
    name: [.customShort("c"), .customLong("count")],
    help: "How many documents match, and nothing else.")
  var count = false

  @Flag(
    name: [.customShort("q"), .customLong("quiet")],
    help: "Write nothing; the status says whether something was found.")
  var quiet = false

  @Flag(
    name: [.customShort("0"), .customLong("null")],
    help: "NUL behind each path, instead of a colon or a line break.")
  var null = false

  @Option(
    help: ArgumentHelp(
      "Passages of each document at most. Default: 3; 1 for lines and tables.", valueName: "n"))
  var passages: Int?

  @Option(
    name: [.customShort("C"), .customLong("context")],
    help: ArgumentHelp("Lines to show before and after each passage.", valueName: "n"))
  var context = 0

  @Flag(help: "Show what each hit's score is made of.")
  var explain = false

  @Option(help: "auto, always or never.")
  var color: ColorChoice = .auto

  @Option(help: "Make links of paths, for terminals: auto, always or never.")
  var hyperlink: ColorChoice = .auto

  @Option(
    help: ArgumentHelp(
      "Where links lead: file (default), vscode, vscodium, textmate, or an address with {path}, "
        + "{line}, {column} and {host}.",
      valueName: "address"))
  var hyperlinkFormat = "file"

  @Flag(help: "Never start a pager. (SEARCH_PAGER, PAGER, or less, where a screen is too small.)")
  var noPager = false

  @Flag(help: "Print the JSON Schema of all that is written with --json, and end.")
  var schema = false

  /// The most lines around a passage.
  private static let contextLimit = 1_000

  mutating func validate() throws {
    if json, let format, format != .json {
      throw ValidationError("--json and --format \(format.rawValue) exclude each other")
    }
    let modes = [json || format != nil, filesOnly, count, quiet].count { $0 }
    if modes > 1, !(filesOnly && format == .files) {
      throw ValidationError("of --format, --json, -l, -c and -q only one can be given")
    }
    if let passages, !(1...100).contains(passages) {
      throw ValidationError("--passages takes 1 to 100")
    }
    if !(0...Self.contextLimit).contains(context) {
      throw ValidationError("--context takes 0 to \(Self.contextLimit)")
    }
  }

  /// The format that is meant, given where the output goes.
  func format(isTerminal: Bool) -> Format {
    if json { return .json }
    if filesOnly { return .files }
    return format ?? (isTerminal ? .human : .lines)
  }
}
