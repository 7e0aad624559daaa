import ArgumentParser
import Index

/// The `search` tool: finds words of any language in the files of a folder.
struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search",
    abstract: "Finds words of any language in the files of a folder.",
    discussion: """
      search index docs          make an index of a folder, or bring it up to date
      search optimize           make the index smaller and its queries faster
      search 半导体 subsidies     find documents that hold any of the words, best first
      search --all 半导体 补贴     find documents that hold all of them
      search '"光电融合"'          find a phrase
      search eval --queries q.tsv --qrels qrels.txt
                                measure how good the answers are
      search why 半导体 FILE       show why a file does or does not match
      search verify             audit whether documents are found by what stands in them
      search files --charset     list the files of the index and the encodings they are in
      search check --full       read the whole index and report damage
      search recover            mend a damaged index, reading again what it lost

      Without a command the words are a query: `search WORDS` means `search query WORDS`. A query \
      that begins with the name of a command is asked with `search query`.

      Exit status: 0 found, 1 nothing found, 2 trouble.
      """,
    version: "0.1.0",
    subcommands: [
      IndexCommand.self, OptimizeCommand.self, QueryCommand.self, AnalyzeCommand.self,
      StatsCommand.self, CheckCommand.self, RepairCommand.self, RecoverCommand.self,
      BenchCommand.self, EvalCommand.self, VerifyCommand.self,
      WhyCommand.self, FilesCommand.self, ExtractWorkerCommand.self,
    ],
    defaultSubcommand: QueryCommand.self)

  /// The names that are commands when they come first.
  static let commandNames = [
    "index", "optimize", "query", "analyze", "stats", "check", "repair", "recover", "bench", "eval",
    "verify", "why", "files", ExtractionWorker.commandName,
    "help",
  ]
  /// The options that ask about the tool itself when they come first.
  private static let rootOptions = [
    "-h", "--help", "--version", "--help-hidden", "--experimental-dump-help",
  ]

  /// The arguments with the command that they leave out.
  ///
  /// A command is one only in the first place, so that `search -k 3 index` looks for a word.
  static func completedArguments(_ arguments: [String]) -> [String] {
    guard let first = arguments.first else { return arguments }
    if commandNames.contains(first) || rootOptions.contains(first) { return arguments }
    if first.hasPrefix("--generate-completion-script") { return arguments }
    return ["query"] + arguments
  }
}

/// A command that says how it ended.
protocol SearchCommand: ParsableCommand {
  /// Does the work.
  mutating func execute() throws -> ExitStatus
}

/// The entry point: parses, runs, and turns every failure into one line and an exit status.
@main
enum Main {
  static func main() {
    ignoreClosedPipes()
    MappedBytes.reportLostMaps(status: ExitStatus.trouble.rawValue)
    endProcess(run(Array(CommandLine.arguments.dropFirst())))
  }

  /// Runs the tool on the arguments.
  static func run(_ arguments: [String]) -> ExitStatus {
    do {
      guard !arguments.isEmpty else { throw CommandError("nothing to do; see search --help") }
      var command = try Search.parseAsRoot(Search.completedArguments(arguments))
      guard var searchCommand = command as? any SearchCommand else {
        try command.run()
        return .success
      }
      return try searchCommand.execute()
    } catch {
      return report(error)
    }
  }

  /// Prints why a command ended.
  private static func report(_ error: any Error) -> ExitStatus {
    switch error {
    case let error as CommandError:
      printError(error.description)
    case let error as IndexError:
      printError(String(describing: error))
    default:
      return reportParsing(error)
    }
    return .trouble
  }

  private static func reportParsing(_ error: any Error) -> ExitStatus {
    guard Search.exitCode(for: error) == .success else {
      printError("\(TerminalText.line(Search.message(for: error))) (see search --help)")
      return .trouble
    }
    let output = StandardOutput()
    do {
      try output.write(Search.fullMessage(for: error) + "\n")
      try output.flush()
      return .success
    } catch {
      printError(String(describing: error))
      return .trouble
    }
  }
}
