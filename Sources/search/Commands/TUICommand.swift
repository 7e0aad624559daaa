import ArgumentParser
import Index

/// `search tui`: a full-screen search as you type.
struct TUICommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "tui",
    abstract: "Search as you type, on the full screen.",
    discussion: """
      Up and Down choose a document, Enter opens it in the editor of VISUAL or EDITOR at the line \
      of the match, PageUp and PageDown scroll its passages. Escape or Ctrl-C leaves.

      SEARCH_EDITOR may be a command of its own with {path}, {line} and {column} in it, as in \
      SEARCH_EDITOR='code --goto {path}:{line}:{column}'.
      """)

  @Argument(help: "The words to begin with.")
  var words: [String] = []

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(help: "A document must hold all words.")
  var all = false

  @Option(
    help: ArgumentHelp(
      "Words that stand for each other, as for search query --synonyms.", valueName: "file"))
  var synonyms: String?

  mutating func execute() throws -> ExitStatus {
    let known = try synonyms.map(readSynonyms)
    let asked = try AskedIndexes(try UpdatePolicy().places(location.choice, isTrusted: true))
    try asked.warn()
    let paths = PathDisplay(bases: asked.bases, current: try currentDirectory())
    let device = try TerminalDevice()
    defer { device.close() }
    let worker = try SearchWorker(
      asked, matching: all ? .all : .any, synonyms: known, done: device.wake)
    var screen = SearchScreen(query: words.joined(separator: " "), size: device.size)
    screen.paths = paths
    screen.documentCount = asked.snapshot.documentCount
    var session = TUISession(
      device: device, worker: worker, screen: screen, bases: asked.bases)
    try session.run()
    return .success
  }
}

/// The loop of the full screen: waits for keys, answers and signals, and draws.
private struct TUISession {
  let device: TerminalDevice
  let worker: SearchWorker
  var screen: SearchScreen
  let bases: [String]
  private var decoder = KeyDecoder()
  private var shown: ScreenBuffer?
  private var questionCount = 0

  init(device: TerminalDevice, worker: SearchWorker, screen: SearchScreen, bases: [String]) {
    self.device = device
    self.worker = worker
    self.screen = screen
    self.bases = bases
  }

  /// An escape that nothing follows for so long is one.
  private static let escapeMilliseconds = 40

  mutating func run() throws(CommandError) {
    ask()
    while true {
      draw()
      switch device.next(milliseconds: decoder.isWaiting ? Self.escapeMilliseconds : nil) {
      case .input(let bytes):
        for key in decoder.keys(bytes) where try !handle(key) { return }
      case .timeout:
        for key in decoder.flush() where try !handle(key) { return }
      case .woken(let reasons):
        if reasons.contains(UInt8(ascii: "c")) { shown = nil }
        screen.size = device.size
        fetch()
      case .closed: return
      }
    }
  }

  private mutating func draw() {
    let picture = screen.picture()
    device.write(picture.changes(from: shown))
    shown = picture
  }

  private mutating func fetch() {
    let (answer, preview) = worker.fetch()
    if let answer, answer.question.number == questionCount {
      screen.show(answer)
      screen.documentCount = answer.documentCount
      if !answer.hits.isEmpty { worker.preview(rank: screen.selected + 1) }
    }
    if let preview { screen.show(preview) }
  }

  private mutating func ask() {
    questionCount += 1
    worker.ask(SearchWorker.Question(number: questionCount, text: screen.editor.text))
  }

  /// Does what a key means; false to leave.
  private mutating func handle(_ key: Key) throws(CommandError) -> Bool {
    switch screen.handle(key) {
    case .nothing: break
    case .search: ask()
    case .preview: worker.preview(rank: screen.selected + 1)
    case .open: try open()
    case .suspend: device.suspend()
    case .redraw: shown = nil
    case .quit: return false
    }
    return true
  }

  /// Opens the chosen document in the user's editor.
  private mutating func open() throws(CommandError) {
    guard let hit = screen.chosen else { return }
    let place = screen.preview?.place ?? SourcePlace()
    let base = bases.indices.contains(hit.member) ? bases[hit.member] : ""
    let path = PathText.normalized(hit.name.path, from: base.isEmpty ? "/" : base)
    let status = try? PathStatus(of: PathName(spelled: path), followsLink: true)
    guard status?.kind == .file else {
      screen.message = "\(path) is not there any more"
      return
    }
    guard place.entries.isEmpty else {
      screen.message = "\(PlaceText.name(hit.name.path, place)) is inside \(path)"
      return
    }
    let line = EditorCommand.line(path: path, place, environment: environmentValue)
    let result = try device.run(line)
    shown = nil
    if result != 0 { screen.message = "\(line) ended with status \(result)" }
  }
}
