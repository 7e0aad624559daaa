import ArgumentParser
import Index

/// `search watch`: keeps an index current while files change.
struct WatchCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "watch",
    abstract: "Keep an index current while files change.",
    discussion: """
      Brings the index up to date, as search index does, and then follows what happens in its folders, \
      new ones included, until SIGINT or SIGTERM. Changes are committed when there have been none for \
      0.3 s, and every 2 s at the latest; between commits other processes may write to the index. Each \
      commit is a line: the time of day, what it did, how long it took. A folder that is taken away is waited \
      for; what was found in it is dropped if its files were removed.

      Exit status: 130 after SIGINT, 143 after SIGTERM, 2 for trouble.
      """)

  @Argument(help: "Files and folders to add to the index first.")
  var paths: [String] = []

  @OptionGroup
  var location: IndexLocationOptions

  @Option(help: ArgumentHelp("Memory for documents not on disk yet.", valueName: "mib"))
  var memory = 64

  @Flag(name: .shortAndLong, help: "Say nothing but what went wrong.")
  var quiet = false

  mutating func validate() throws {
    if !(1...1_048_576).contains(memory) {
      throw ValidationError("--memory takes 1 to 1048576 MiB")
    }
    if paths.contains("") { throw ValidationError("a PATH is empty") }
  }

  mutating func execute() throws -> ExitStatus {
    let current = try currentDirectory()
    let target = try IndexTarget(location, from: current)
    if target.hasMoved { throw target.movedError }
    if target.table == nil, paths.isEmpty { _ = try location.existing() }
    let rules = try WalkRules.effective(
      given: nil, remembered: target.table?.settings ?? [], home: target.place.home)
    let naming = try FolderSource(base: target.base, indexPath: target.place.path, rules: rules)
    let roots = paths.map { naming.root(typed: $0, from: current) }
    let stop = StopRequest(message: "no longer watching")
    let watch = try FolderWatch(target, rules: rules, memoryBudget: memory << 20)
    watch.isStopping = { stop.isMade }
    let quiet = quiet
    do {
      let first = try watch.begin(roots)
      if !quiet {
        let noun = watch.folderCount == 1 ? "folder" : "folders"
        try Self.say("watching \(watch.folderCount) \(noun)", first)
      }
      try watch.run { commit in
        for line in SkippedLines.lines(commit.summary.skipped.filter(\.isFailure)) {
          printError(line)
        }
        if !quiet { try Self.say("", commit) }
      } busy: {
        printError("another process is writing to the index; waiting for it")
      } notice: {
        printError($0)
      }
    } catch {
      guard let status = stop.status else { throw error }
      return status
    }
    return stop.status ?? .success
  }

  /// Prints what a commit did.
  private static func say(_ start: String, _ commit: FolderWatch.Commit) throws(CommandError) {
    let summary = commit.summary
    let counts =
      "\(summary.added) added, \(summary.updated) updated, \(summary.removed) removed, "
      + "\(commit.documentCount) in all"
    let parts = [localTimeOfDay(), start, counts, HumanFormatter.milliseconds(commit.seconds)]
    let output = StandardOutput()
    try output.write(parts.filter { !$0.isEmpty }.joined(separator: "  ") + "\n")
    try output.flush()
  }
}
