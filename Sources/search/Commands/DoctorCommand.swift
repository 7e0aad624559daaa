import ArgumentParser
import Index
import Tokenizer

/// `search doctor`: says what this installation can do, and what is wrong with it.
struct DoctorCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "doctor",
    abstract: "Say what this installation can do, and what is wrong with it.",
    discussion: """
      Exit status: 0 when nothing is broken, also if something optional is missing; 2 otherwise.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(help: "One JSON object a line.")
  var json = false

  @Flag(help: "List the keys of the configuration instead.")
  var keys = false

  mutating func execute() throws -> ExitStatus {
    let output = StandardOutput()
    if keys {
      try output.write(Self.keyTable)
      try output.flush()
      return .success
    }
    var report = DoctorReport()
    report.add("search", .good, Search.configuration.version)
    report.add("ICU", .good, AnalyzerFingerprint.linkedICUVersion)
    Self.addParts(to: &report)
    addConfiguration(to: &report)
    addIndex(to: &report)
    Self.addTerminal(to: &report)
    Self.addLimits(to: &report)
    try output.write(json ? report.lines : report.text)
    try output.flush()
    return report.hasProblems ? .trouble : .success
  }

  /// Libraries and programs that are looked for when they are needed, and what needs them.
  private static func addParts(to report: inout DoctorReport) {
    for (name, use) in [
      ("libxml2.so.2", "HTML, and documents made of XML"),
      ("libarchive.so.13", "archives, and documents packed in them"),
      ("libuchardet.so.0", "telling encodings apart"),
    ] {
      let isThere = isInstalled(library: name)
      report.add(
        name, isThere ? .good : .lacking, isThere ? use : "not installed",
        advice: isThere ? "" : "lost without it: \(use)")
    }
    for (name, use) in [("pdftotext", "PDF"), ("less", "paging through long answers")] {
      let path = installedProgram(name)
      report.add(
        name, path == nil ? .lacking : .good, path ?? "not installed",
        advice: path == nil ? "lost without it: \(use)" : "")
    }
  }

  private func addConfiguration(to report: inout DoctorReport) {
    do {
      let configuration = try Configuration.loadHere(from: try currentDirectory())
      for file in configuration.files {
        let state = file.isThere ? "read" : "not there"
        report.add("\(file.owner.rawValue) file", .plain, "\(file.path) (\(state))")
      }
      for (name, setting) in configuration.settings.sorted(by: { $0.key < $1.key }) {
        report.add("setting", .plain, "\(name), by \(setting.source)")
      }
      if let warning = configuration.warning { report.add("setting", .lacking, warning) }
      _ = try configuration.walkRules()
    } catch {
      report.add("configuration", .bad, String(describing: error))
    }
  }

  private func addIndex(to report: inout DoctorReport) {
    let place: IndexLocation
    do {
      place = try location.existing()
    } catch {
      report.add("index", location.folder == nil ? .plain : .bad, String(describing: error))
      return
    }
    do throws(IndexError) {
      let check = try SearchIndex.check(at: place.path, isFull: false)
      guard let problem = check.problems.first else {
        let count = try SearchIndex.open(at: place.path).snapshot().documentCount
        report.add(
          "index", .good, "\(place.path), \(count) \(count == 1 ? "document" : "documents"), sound")
        return addTable(place, to: &report)
      }
      report.add(
        "index", .bad, "\(place.path): \(problem.description)", advice: "see search check")
    } catch {
      report.add("index", .bad, "\(place.path): \(error)")
    }
  }

  private func addTable(_ place: IndexLocation, to report: inout DoctorReport) {
    guard let index = try? SearchIndex.open(at: place.path), let snapshot = try? index.snapshot()
    else { return }
    if let difference = try? snapshot.analyzerDifference() {
      report.add("index", .lacking, difference)
    }
    if !isWritable(place.path) {
      report.add("index", .lacking, "it cannot be written to", advice: "queries do not update it")
    }
    guard let table = try? snapshot.fileTable() else { return }
    let roots = table.roots.map { $0.isEmpty ? "." : $0 }.joined(separator: ", ")
    report.add("index", .plain, "made of \(table.entries.count) files below \(roots)")
    if !table.settings.isEmpty {
      report.add("index", .plain, "walked with \(table.settings.joined(separator: " "))")
    }
  }

  private static func addTerminal(to report: inout DoctorReport) {
    let kind = environmentValue("TERM") ?? "not set"
    let output = standardOutputIsTerminal() ? "a terminal" : "no terminal"
    report.add("terminal", .plain, "TERM is \(kind), standard output is \(output)")
    if standardErrorIsTerminal() {
      report.add("terminal", .plain, "\(terminalColumns()) columns")
    }
    let language =
      ["LC_ALL", "LC_CTYPE", "LANG"].compactMap(environmentValue)
      .first { !$0.isEmpty } ?? "not set"
    let isUnicode = language.uppercased().contains("UTF")
    report.add(
      "locale", isUnicode ? .good : .lacking, language,
      advice: isUnicode ? "" : "answers are UTF-8 all the same; the terminal may not show them")
  }

  private static func addLimits(to report: inout DoctorReport) {
    let folder = "/proc/sys/fs/inotify"
    guard let watches = systemNumber("\(folder)/max_user_watches"),
      let instances = systemNumber("\(folder)/max_user_instances")
    else {
      report.add("inotify", .lacking, "not there", advice: "lost without it: search watch")
      return
    }
    report.add(
      "inotify", .plain, "\(watches) folders can be watched, by \(instances) processes")
  }

  /// Every key of the configuration: its name, what it may be, what it means.
  private static var keyTable: String {
    var table = TextTable([
      ("key", .left), ("in the environment", .left), ("meaning", .left), ("values", .left),
    ])
    for key in ConfigurationKey.all {
      let trust = key.needsTrust ? " (in a project's file only if trusted)" : ""
      table.add([key.name, key.variable ?? "", key.meaning + trust, key.values])
    }
    return table.text
  }
}
