import ArgumentParser

/// How answers are written.
struct OutputOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "human (default on a terminal), lines (path:line:column:text, default elsewhere), json, "
        + "csv, tsv, md, files, or trec (with --queries; the default there).",
      valueName: "format"))
  var format: AnswerStyle.Format?

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

  /// What was asked for.
  var style: AnswerStyle {
    var style = AnswerStyle()
    style.format = json ? .json : filesOnly ? .files : format
    style.count = count
    style.quiet = quiet
    style.null = null
    style.passages = passages
    style.context = context
    style.explains = explain
    style.color = color
    style.hyperlink = hyperlink
    style.hyperlinkFormat = hyperlinkFormat
    style.usesPager = !noPager
    return style
  }
}

extension AnswerStyle.Format: ExpressibleByArgument {}
