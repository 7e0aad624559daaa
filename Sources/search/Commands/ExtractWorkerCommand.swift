import ArgumentParser

/// `search extract-worker`: reads risky formats for another process of this tool; not for people.
struct ExtractWorkerCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: ExtractionWorker.commandName,
    abstract: "Read files for another process of this tool.", shouldDisplay: false)

  @Argument(help: "The address space that it may have, in bytes.")
  var byteCount: Int

  mutating func execute() throws -> ExitStatus {
    WorkerLoop.run(byteCount: min(max(byteCount, 64 << 20), 1 << 40))
    return .success
  }
}
