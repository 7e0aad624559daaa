import ArgumentParser
import Index

/// `search optimize`: makes one segment of the index, with similar documents side by side.
struct OptimizeCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "optimize",
    abstract: "Make the index smaller and its queries faster.",
    discussion: """
      Merges all segments into one and drops what was deleted. Documents are put in an order in \
      which those that share words are neighbours (recursive graph bisection), unless the one that \
      they have seems as good; with --no-reorder they stay in the order in which they were indexed. \
      Names of documents may take more room in another order. Answers stay the same, but for the \
      order of documents whose scores are equal. An index that changes often is not worth it.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Flag(inversion: .prefixedNo, help: "Put documents that share words side by side.")
  var reorder = true

  @Option(help: ArgumentHelp("Memory for finding the order.", valueName: "mib"))
  var memory = 256

  @Option(help: ArgumentHelp("Threads that find the order. Default: one a core.", valueName: "n"))
  var threads: Int?

  mutating func validate() throws {
    if !(1...1_048_576).contains(memory) {
      throw ValidationError("--memory takes 1 to 1048576 MiB")
    }
    if let threads, !(1...IndexWriter.maximumThreadCount).contains(threads) {
      throw ValidationError("--threads takes 1 to \(IndexWriter.maximumThreadCount)")
    }
  }

  mutating func execute() throws -> ExitStatus {
    let start = monotonicNanoseconds()
    let path = try location.existing().path
    let index = try SearchIndex.open(at: path)
    let writer = try index.makeWriter(
      memoryBudget: memory << 20, threadCount: threads ?? processorCount())
    defer { writer.close() }
    // Read under the lock: nobody else commits meanwhile.
    let before = try index.snapshot().statistics()
    try writer.optimize(reorder ? .similarity : .arrival)
    try writer.commit()
    let after = try index.snapshot().statistics()
    let seconds = Double(monotonicNanoseconds() &- start) / 1e9
    try report(before, after, path: path, seconds: seconds)
    return .success
  }

  private func report(
    _ before: IndexStatistics, _ after: IndexStatistics, path: String, seconds: Double
  ) throws(CommandError) {
    let output = StandardOutput()
    let count = after.documentCount
    let noun = count == 1 ? "document" : "documents"
    let order = reorder ? "similar ones side by side" : "in the order in which they were indexed"
    try output.write("\(count) \(noun), \(order)\n")
    try output.write("index \(TerminalText.escaped(path))\n")
    try output.write("bytes \(before.byteCount) before, \(after.byteCount) after\n")
    try output.write(
      "segments \(before.segments.count) before, \(after.segments.count) after\n")
    try output.write("took \(HumanFormatter.milliseconds(seconds))\n")
    try output.flush()
  }
}
