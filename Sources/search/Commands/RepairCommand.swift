import ArgumentParser
import Index

/// `search repair`: goes on from what is sound in a damaged index.
struct RepairCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "repair",
    abstract: "Leave out what is damaged, and say what must be indexed again.",
    discussion: """
      Checks the index and makes a new commit without the segments that are damaged. Nothing that \
      is there is touched before the new commit is on disk; then what is damaged is removed (copy \
      the index first if you want to keep it). Where more is left of the commit before the last \
      one, that is gone on from, and said. Files that lost documents are read again by the next \
      `search index`; `search recover` does both at once.

      Exit status: 0 nothing was lost, 1 documents must be indexed again (with --dry-run: there is \
      something to mend), 2 could not be done.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(help: "Only say what would be done.")
  var dryRun = false

  @Flag(help: "Compare the index with the stored text of each document, too.")
  var full = false

  @Option(help: ArgumentHelp("Go back to this commit.", valueName: "n"))
  var generation: UInt64?

  @Flag(help: "One JSON object a line.")
  var json = false

  mutating func execute() throws -> ExitStatus {
    let path = try location.existing().path
    let account = FileAccount()
    let report = try SearchIndex.repair(
      at: path, RepairOrder(isFull: full, isDryRun: dryRun, generation: generation),
      accounting: account.table)
    let formatter = RepairFormatter(report, account.affected, isDryRun: dryRun, path: path)
    let output = StandardOutput()
    try output.write(json ? formatter.lines : formatter.text)
    try output.flush()
    if dryRun { return report.problems.isEmpty && generation == nil ? .success : .nothing }
    return formatter.hasLoss ? .nothing : .success
  }
}
