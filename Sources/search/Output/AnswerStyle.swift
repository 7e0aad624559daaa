/// How an answer is to be written: what the options say, or their defaults.
struct AnswerStyle: Equatable, Sendable {
  /// How results are written.
  enum Format: String, CaseIterable, Sendable {
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

  /// The format asked for, if one was.
  var format: Format?
  /// Whether only the number of documents is wanted.
  var count = false
  /// Whether nothing is to be written.
  var quiet = false
  /// Whether NUL follows paths.
  var null = false
  /// Passages of each document, if said.
  var passages: Int?
  /// Lines before and after a passage.
  var context = 0
  var explains = false
  var color = ColorChoice.auto
  var hyperlink = ColorChoice.auto
  /// The name of an address with places in it, or such an address.
  var hyperlinkFormat = "file"
  var usesPager = true

  /// The format that is meant, given where the output goes.
  func format(isTerminal: Bool) -> Format { format ?? (isTerminal ? .human : .lines) }
}
