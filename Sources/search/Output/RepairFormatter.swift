import Index

/// What a repair found and did, for people and as JSON lines.
struct RepairFormatter {
  private let report: RepairReport
  private let affected: [FileAccount.Affected]
  private let isDryRun: Bool
  private let isRecovery: Bool
  private let path: String

  /// Keys that are named one by one for people.
  private static let namedKeyCount = 20

  init(
    _ report: RepairReport, _ affected: [FileAccount.Affected], isDryRun: Bool = false,
    isRecovery: Bool = false, path: String
  ) {
    self.isRecovery = isRecovery
    self.report = report
    self.affected = affected
    self.isDryRun = isDryRun
    self.path = path
  }

  /// Whether anything has to be indexed again.
  var hasLoss: Bool { report.lostDocumentCount > 0 || !affected.isEmpty || !report.givenUp.isEmpty }

  /// Lines for people.
  var text: String {
    var lines = report.problems.map(\.description)
    let would = isDryRun ? "would be " : ""
    for generation in report.givenUp {
      lines.append("commit \(generation) \(would)given up for commit \(report.generation)")
    }
    for segment in report.lostSegments {
      lines.append(
        "\(segment.name): \(would)left out, \(Self.documents(segment.documentCount)), "
          + "\(segment.byteCount) bytes")
    }
    if affected.isEmpty {
      lines += report.lostKeys.prefix(Self.namedKeyCount).map { "lost: \($0)" }
      let others = report.lostDocumentCount - min(report.lostKeys.count, Self.namedKeyCount)
      if others > 0 { lines.append("lost: \(others) more, all named by --json where readable") }
    }
    for file in affected {
      let loss = file.lostCount > 0 ? " (\(Self.documents(file.lostCount)) lost)" : ""
      lines.append("to be read again: \(file.path)\(loss)")
    }
    lines.append(summary)
    return lines.map { TerminalText.escaped($0) + "\n" }.joined()
  }

  private var summary: String {
    if report.problems.isEmpty, report.givenUp.isEmpty, !hasLoss {
      return "\(path) is sound; there is nothing to mend"
    }
    let left = "\(Self.documents(report.documentCount)) left"
    guard hasLoss else {
      return isDryRun
        ? "\(left), none lost; mend it with: search repair"
        : "\(path) is mended; \(left), none lost"
    }
    let lost = "\(left), \(report.lostDocumentCount) lost"
    if isDryRun { return "\(lost); mend it with: search recover" }
    let rest = isRecovery ? "files are read again now" : "read files again with: search index"
    return "\(path) is mended; \(lost); \(rest)"
  }

  private static func documents(_ count: Int) -> String {
    count == 1 ? "1 document" : "\(count) documents"
  }

  /// JSON objects, a line each.
  var lines: String {
    var objects = report.problems.map { CheckCommand.object($0) }
    for segment in report.lostSegments {
      var object = JSONObject(type: "left_out")
      object.set("file", segment.name)
      object.set("bytes", segment.byteCount)
      object.set("documents", segment.documentCount)
      objects.append(object)
    }
    for file in affected {
      var object = JSONObject(type: "read_again")
      object.set("path", file.path)
      object.set("lost", file.lostCount)
      objects.append(object)
    }
    for key in report.lostKeys {
      let name = DocumentName(key: key)
      var object = JSONObject(type: "lost")
      object.set("path", name.path)
      if let id = name.recordID { object.set("id", id) }
      objects.append(object)
    }
    var summary = JSONObject(type: "summary")
    summary.set("problems", report.problems.count)
    summary.set("dry_run", isDryRun)
    summary.set("generation", report.generation)
    summary.set("given_up", report.givenUp.map { "\($0)" })
    if let new = report.newGeneration { summary.set("new_generation", new) }
    summary.set("documents", report.documentCount)
    summary.set("lost_documents", report.lostDocumentCount)
    summary.set("lost_documents_unnamed", report.unknownLossCount)
    objects.append(summary)
    return objects.map { $0.text + "\n" }.joined()
  }
}
