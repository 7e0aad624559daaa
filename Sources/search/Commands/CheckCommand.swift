import ArgumentParser
import Index

/// `search check`: reads the whole index and believes nothing.
struct CheckCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "check", abstract: "Read the whole index and report damage.",
    discussion: """
      Every file of every commit that is kept is read, every checksum, term, posting, key and \
      document; with --full the stored text of each document is analysed once more and compared \
      with what the index has of it. Each problem ends with its kind in parentheses, a name for \
      programs that never changes. What to do about problems: search recover.

      Exit status: 0 sound, 1 problems found, 2 could not run.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(help: "Compare the index with the stored text of each document, too.")
  var full = false

  @Flag(help: "One JSON object a line.")
  var json = false

  mutating func execute() throws -> ExitStatus {
    let path = try location.existing().path
    var report = try SearchIndex.check(at: path, isFull: full)
    if full, report.problems.isEmpty { report.problems = try Self.fileProblems(at: path) }
    let output = StandardOutput()
    try output.write(json ? Self.lines(report) : text(report, path: path))
    try output.flush()
    if report.problems.isEmpty { return .success }
    return Self.couldRun(report) ? .nothing : .trouble
  }

  /// Files that have other documents in the index than the table says they gave.
  private static func fileProblems(at path: String) throws -> [CheckReport.Problem] {
    let snapshot = try SearchIndex.open(at: path).snapshot()
    // A table without roots is not of this tool.
    guard let table = try snapshot.fileTable(), !table.roots.isEmpty else { return [] }
    var keys: [String] = []
    for address in try snapshot.addresses(ofKeysEndingIn: "", limit: .max) {
      keys.append(try snapshot.key(at: address))
    }
    let account = FileAccount()
    _ = account.table(table, true, keys)
    return account.affected.map { file in
      CheckReport.Problem(
        .fileTable, file: file.path,
        file.lostCount > 0
          ? "\(file.lostCount) of its documents are not in the index"
          : "it has documents in the index that the table of files does not know")
    }
  }

  /// Whether anything was found beside files that could not be read.
  private static func couldRun(_ report: CheckReport) -> Bool {
    report.problems.contains { $0.code != .unreadable }
  }

  private func text(_ report: CheckReport, path: String) -> String {
    var lines = report.problems.map { TerminalText.escaped($0.description) }
    lines += report.notes.map { TerminalText.escaped($0) }
    for file in report.unknownFiles {
      lines.append("\(TerminalText.escaped(file)): not part of the index; left alone")
    }
    let read =
      "read \(report.fileCount) files, \(report.byteCount) bytes: "
      + "\(report.segmentCount) segments, \(report.documentCount) documents, "
      + "\(report.termCount) terms, \(report.postingCount) postings, "
      + "\(report.positionCount) positions"
      + (full ? "; compared the text of \(report.comparedDocumentCount) documents" : "")
    lines.append(read)
    let place = TerminalText.escaped(path)
    if report.problems.isEmpty {
      lines.append("\(place) is sound")
    } else if !Self.couldRun(report) {
      lines.append("\(place) could not be read, which says nothing about its state")
    } else {
      let noun = report.problems.count == 1 ? "problem" : "problems"
      let option = location.folder.map { " --index " + TerminalText.escaped($0) } ?? ""
      lines.append(
        "\(place) has \(report.problems.count) \(noun); mend it with: search recover\(option)")
    }
    return lines.map { $0 + "\n" }.joined()
  }

  /// A finding as a JSON object.
  static func object(_ problem: CheckReport.Problem) -> JSONObject {
    var object = JSONObject(type: "problem")
    object.set("code", problem.code.rawValue)
    object.set("file", problem.file)
    if let offset = problem.offset { object.set("offset", offset) }
    object.set("message", problem.message)
    return object
  }

  private static func lines(_ report: CheckReport) -> String {
    var objects = report.problems.map { object($0) }
    var summary = JSONObject(type: "summary")
    summary.set("problems", report.problems.count)
    summary.set("generations", report.generations.map { "\($0)" })
    summary.set("files", report.fileCount)
    summary.set("bytes", report.byteCount)
    summary.set("segments", report.segmentCount)
    summary.set("documents", report.documentCount)
    summary.set("terms", report.termCount)
    summary.set("postings", report.postingCount)
    summary.set("positions", report.positionCount)
    summary.set("compared_documents", report.comparedDocumentCount)
    summary.set("unknown_files", report.unknownFiles)
    summary.set("notes", report.notes)
    objects.append(summary)
    return objects.map { $0.text + "\n" }.joined()
  }
}
