/// Tells on standard error how far a run is: on a terminal in one line that is drawn anew, elsewhere
/// by a line now and then.
final class ProgressMeter {
  /// How it is told.
  enum Style {
    /// In place, within the columns that the closure says.
    case line(columns: () -> Int)
    case lines
  }

  /// When the line is first drawn: shorter runs need none.
  private static let delay: UInt64 = 500_000_000
  /// How often the line is drawn: as often as one can read it.
  private static let lineInterval: UInt64 = 100_000_000
  private static let linesInterval: UInt64 = 5_000_000_000

  private let style: Style
  private let start: UInt64
  private let clock: () -> UInt64
  private let write: (String) -> Void
  private var next: UInt64
  private var isDrawn = false

  /// Creates a meter; clock and output are the system's unless a test says otherwise.
  init(
    style: Style, clock: @escaping () -> UInt64 = monotonicNanoseconds,
    write: @escaping (String) -> Void = writeToStandardError
  ) {
    self.style = style
    self.clock = clock
    self.write = write
    start = clock()
    switch style {
    case .line: next = start + Self.delay
    case .lines: next = start + Self.linesInterval
    }
  }

  /// Shows how far things are, if it is time to.
  func show(_ progress: SyncProgress) {
    let now = clock()
    guard now >= next else { return }
    let seconds = Double(now &- start) / 1e9
    switch style {
    case .line(let columns):
      next = now + Self.lineInterval
      isDrawn = true
      // Back to the first column, the line, and nothing of what stood there before.
      write(
        "\r" + Self.text(progress, seconds: seconds, columns: max(1, columns() - 1)) + "\u{1B}[K")
    case .lines:
      next = now + Self.linesInterval
      write("search: " + Self.text(progress, seconds: seconds, columns: .max) + "\n")
    }
  }

  /// Removes the line, if there is one.
  func finish() {
    guard isDrawn else { return }
    isDrawn = false
    write("\r\u{1B}[K")
  }

  /// What is said, within some columns: numbers first, and of the name as much as there is room for.
  static func text(_ progress: SyncProgress, seconds: Double, columns: Int) -> String {
    let rate = seconds > 0 ? Double(progress.doneByteCount) / seconds : 0
    var parts = ["\(min(progress.begunFileCount, progress.fileCount))/\(progress.fileCount) files"]
    parts.append("\(progress.documentCount) documents")
    parts.append("\(HumanFormatter.decimal(rate / 1e6, digits: 1)) MB/s")
    if rate > 0, progress.byteCount > progress.doneByteCount {
      let left = Double(progress.byteCount &- progress.doneByteCount) / rate
      parts.append("\(duration(left)) left")
    }
    if progress.failureCount > 0 {
      parts.append("\(progress.failureCount) error\(progress.failureCount == 1 ? "" : "s")")
    }
    var text = ""
    for part in parts {
      let longer = text.isEmpty ? part : text + ", " + part
      guard DisplayWidth.of(longer) <= columns else {
        return cut(text.isEmpty ? part : text, columns)
      }
      text = longer
    }
    let name = TerminalText.escaped(progress.path)
    let room = columns - DisplayWidth.of(text) - 2
    return name.isEmpty || room < 4 ? text : text + "  " + cut(name, room)
  }

  /// The beginning of a text, within some columns.
  private static func cut(_ text: String, _ columns: Int) -> String {
    guard DisplayWidth.of(text) > columns else { return text }
    var result = ""
    var width = 0
    for character in text {
      let next = width + DisplayWidth.of(character)
      guard next < columns else { break }
      result.append(character)
      width = next
    }
    return columns > 0 ? result + "…" : ""
  }

  /// A time in the largest units that matter.
  private static func duration(_ seconds: Double) -> String {
    let whole = Int(min(seconds.rounded(.up), 359_999))
    if whole < 60 { return "\(whole) s" }
    if whole < 3_600 { return "\(whole / 60) min \(whole % 60) s" }
    return "\(whole / 3_600) h \(whole % 3_600 / 60) min"
  }
}
