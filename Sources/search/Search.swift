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
      search like FILE          find documents that are about the same
      search complete semi      list words of the index that begin so
      search why 半导体 FILE       show why a file does or does not match
      search verify             audit whether documents are found by what stands in them
      search files --charset     list the files of the index and the encodings they are in
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
      WhyCommand.self, LikeCommand.self, CompleteCommand.self, WatchCommand.self,
      CollectionsCommand.self, TrustCommand.self,
      DoctorCommand.self, TUICommand.self, CompletionsCommand.self, ManualCommand.self,
      FilesCommand.self, ExtractWorkerCommand.self,
    ],
    defaultSubcommand: QueryCommand.self)

  /// The names that are commands when they come first.
  static let commandNames = [
    "index", "optimize", "query", "analyze", "stats", "check", "repair", "recover", "bench", "eval",
    "verify", "why", "like", "complete", "watch", "collections", "trust", "doctor", "tui",
    "completions", "manual",
    "files", ExtractionWorker.commandName,
    "help",
  ]
  /// The options that ask about the tool itself when they come first.
  private static let rootOptions = [
    "-h", "--help", "--version", "--help-hidden", "--experimental-dump-help",
  ]

  /// The command that is meant, with what was asked of it.
  static func command(_ arguments: [String]) throws -> any ParsableCommand {
    let arguments = try configured(completedArguments(arguments))
    // Half the instructions of a query on a small index go into parsing, and half of these into the options of
    // commands that are not meant. What this cannot read is read again by all, who say what is wrong.
    if let type = subcommand(arguments),
      let command = try? type.parseAsRoot(Array(arguments.dropFirst())),
      Swift.type(of: command) == type
    {
      return command
    }
    return try parseAsRoot(arguments)
  }

  /// Whether the arguments ask about the tool or a command.
  static func isQuestion(_ arguments: [String]) -> Bool {
    arguments.first == "help"
      || arguments.prefix { $0 != "--" }.contains {
        rootOptions.contains($0) || $0.hasPrefix("--generate-completion-script")
      }
  }

  /// The command that comes first, if nothing is asked about it and it has no commands of its own.
  private static func subcommand(_ arguments: [String]) -> (any ParsableCommand.Type)? {
    guard let name = arguments.first, !isQuestion(arguments) else { return nil }
    return configuration.subcommands.first {
      $0.configuration.commandName == name && $0.configuration.subcommands.isEmpty
    }
  }

  /// The arguments with the command that they leave out.
  ///
  /// A command is one only in the first place, so that `search -k 3 index` looks for a word.
  static func completedArguments(_ arguments: [String]) -> [String] {
    guard let first = arguments.first else { return arguments }
    if commandNames.contains(first) || rootOptions.contains(first) { return arguments }
    if first.hasPrefix("--generate-completion-script") { return arguments }
    return ["query"] + arguments
  }

  /// Whether the configuration has something to say to a command.
  static func isConfigured(_ command: String) throws -> Bool {
    let configuration = try Configuration.loadHere(from: currentDirectory())
    return configuration.warning != nil || !configuration.arguments(for: command).isEmpty
  }

  /// The command that a word may have been meant for that is none; nil if it is not near one.
  static func commandMeant(by word: String) -> String? {
    guard word.count > 3, !commandNames.contains(word) else { return nil }
    let shown = commandNames.filter { $0 != ExtractionWorker.commandName }
    return NearestName.of(word, among: shown, within: 1)
  }

  /// The arguments of a command, behind those that the configuration gives it. Those typed win, for
  /// the last one counts.
  static func configured(_ arguments: [String]) throws -> [String] {
    guard let command = arguments.first, ["query", "index", "watch", "why"].contains(command) else {
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
    endProcess(run(processArguments()))
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
      if let request = QueryRequest(plain: arguments), try !Search.isConfigured("query") {
        return try request.run()
      }
      if let text = try helpPage(arguments) {
        let output = StandardOutput()
        try output.write(text)
        try output.flush()
        return .success
      }
      var command = try Search.command(arguments)
      guard var searchCommand = command as? any SearchCommand else {
        try command.run()
        return .success
      }
      return try searchCommand.execute()
    } catch {
      return report(error, arguments)
    }
  }

  /// What is asked for by `-h` in the first or the last place, or by `help syntax`; nil if neither is.
  private static func helpPage(_ arguments: [String]) throws(CommandError) -> String? {
    if arguments == ["help", "syntax"] { return SyntaxPage.text }
    if arguments.count == 2, arguments[0] == "help", !arguments[1].hasPrefix("-"),
      !Search.commandNames.contains(arguments[1])
    {
      let near = NearestName.of(arguments[1], among: Search.commandNames)
      throw CommandError(
        "there is no command \(TerminalText.line(arguments[1]))"
          + (near.map { "; did you mean: search help \($0)" } ?? "; see search --help"))
    }
    guard arguments.last == "-h", !arguments.contains("--") else { return nil }
    let manual = try CommandManual.tool()
    guard arguments.count > 1, let command = Search.completedArguments(arguments).first,
      let found = manual.command(command)
    else { return BriefHelp.text(manual, of: nil) }
    return BriefHelp.text(found, of: manual.name)
  }

  /// Prints why a command ended.
  private static func report(_ error: any Error, _ arguments: [String]) -> ExitStatus {
    switch error {
    case let error as CommandError:
      printError(error.description)
    case let error as IndexError:
      printError(String(describing: error))
      if case .syntax(let error) = error { printNote(CaretLines.text(error)) }
    default:
      return reportParsing(error, arguments)
    }
    return .trouble
  }

  private static func reportParsing(_ error: any Error, _ arguments: [String]) -> ExitStatus {
    guard Search.exitCode(for: error) == .success, Search.isQuestion(arguments) else {
      // The parser takes every word that begins with a hyphen and has an h in it for one that asks for help.
      let message =
        Search.exitCode(for: error) == .success
        ? "Unknown option '\(arguments.first(where: isShortWithHelp) ?? "")'"
        : Search.message(for: error)
      // Any other mistake is one about an option that was meant.
      let hint = message.hasPrefix("Unknown option") ? hint(arguments) : ""
      printError("\(TerminalText.line(message)) (see search --help)\(hint)")
      return .trouble
    }
    let output = StandardOutput()
    do {
      try output.write(Search.fullMessage(for: error) + "\n" + examples(arguments))
      try output.flush()
      return .success
    } catch {
      printError(String(describing: error))
      return .trouble
    }
  }

  /// Whether the parser takes an argument for several short options, one of which asks for help.
  private static func isShortWithHelp(_ argument: String) -> Bool {
    argument.hasPrefix("-") && !argument.hasPrefix("--") && argument.contains("h")
  }

  /// How to search for what the parser took for an option.
  private static func hint(_ arguments: [String]) -> String {
    guard let first = arguments.first, !arguments.contains("--"),
      first.hasPrefix("-") || !Search.commandNames.contains(first) || first == "query"
    else { return "" }
    let words = arguments.filter { $0.hasPrefix("-") && $0.utf8.count > 1 }
    guard !words.isEmpty else { return "" }
    let typed = (first == "query" ? arguments.dropFirst() : arguments[...]).joined(separator: " ")
    return "; to search for words that begin with a hyphen put -- before them: "
      + "search -- \(TerminalText.line(typed))"
  }

  /// Examples of the command whose help is shown.
  private static func examples(_ arguments: [String]) -> String {
    let words = arguments.filter { !$0.hasPrefix("-") || $0 == "--help" }
    guard words.contains("--help") || words.first == "help", !arguments.contains("--version") else {
      return ""
    }
    let command = words.first { Search.commandNames.contains($0) && $0 != "help" }
    return Examples.section(
      of: command ?? (words.count > 1 && words[0] != "help" ? "query" : "search"))
  }
}
