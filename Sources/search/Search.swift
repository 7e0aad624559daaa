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
      search watch              keep the index up to date while files change
      search 半导体 subsidies     find documents that hold any of the words, best first
      search --all 半导体 补贴     find documents that hold all of them
      search '"光电融合"'          find a phrase
      search eval --queries q.tsv --qrels qrels.txt
                                measure how good the answers are
      search why 半导体 FILE       show why a file does or does not match
      search verify             audit whether documents are found by what stands in them
      search check --full       read the whole index and report damage
      search recover            mend a damaged index, reading again what it lost

      Without a command the words are a query: `search WORDS` means `search query WORDS`. A query \
      that begins with the name of a command is asked with `search query`.

      Options can be set in ~/.config/search/config.yaml, in .search/config.yaml of a folder, and in the \
      environment; search doctor --keys lists them, and --no-config leaves them out.

      Exit status: 0 found, 1 nothing found, 2 trouble.
      """,
    version: "0.1.0",
    subcommands: [
      IndexCommand.self, OptimizeCommand.self, QueryCommand.self, AnalyzeCommand.self,
      StatsCommand.self, CheckCommand.self, RepairCommand.self, RecoverCommand.self,
      BenchCommand.self, EvalCommand.self, VerifyCommand.self,
      WhyCommand.self,
      WatchCommand.self, CollectionsCommand.self, TrustCommand.self, DoctorCommand.self,
    ],
    defaultSubcommand: QueryCommand.self)

  /// The names that are commands when they come first.
  static let commandNames = [
    "index", "optimize", "query", "analyze", "stats", "check", "repair", "recover", "bench", "eval",
    "verify", "why",
    "watch", "collections", "trust", "doctor",
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

  /// The arguments of a command, behind those that the configuration gives it. Those typed win, for
  /// the last one counts.
  static func configured(_ arguments: [String]) throws -> [String] {
    guard let command = arguments.first, ["query", "index", "watch"].contains(command) else {
      return arguments
    }
    let configuration = try Configuration.loadHere(from: currentDirectory())
    if let warning = configuration.warning { printError(warning) }
    return [command] + configuration.arguments(for: command) + arguments.dropFirst()
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
      var arguments = arguments
      // A word of a query can still be asked for behind `--`.
      let options = arguments.prefix { $0 != "--" }
      if let at = options.firstIndex(of: "--no-config") {
        arguments.remove(at: at)
        Configuration.turnOff()
      }
      let completed = Search.completedArguments(arguments)
      var command = try Search.parseAsRoot(try Search.configured(completed))
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
