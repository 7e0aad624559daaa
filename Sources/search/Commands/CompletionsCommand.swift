import ArgumentParser

extension CompletionScript.Shell: ExpressibleByArgument {}

/// `search completions`: a script for a shell.
struct CompletionsCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "completions",
    abstract: "Write a script that completes commands and options in a shell.")

  @Argument(help: "bash, zsh or fish.")
  var shell: CompletionScript.Shell

  mutating func execute() throws -> ExitStatus {
    let output = StandardOutput()
    try output.write(CompletionScript(manual: try CommandManual.tool()).text(for: shell))
    try output.flush()
    return .success
  }
}

/// `search manual`: the man pages.
struct ManualCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "manual",
    abstract: "Write a man page, in roff.",
    discussion: "Show it with: search manual query | man -l -")

  @Argument(help: "search, the name of a command, syntax, or the name of a page's file.")
  var page = "search"

  @Flag(help: "The names of the pages' files instead.")
  var list = false

  mutating func execute() throws -> ExitStatus {
    let pages = try ManualPage.all()
    let output = StandardOutput()
    if list {
      for page in pages { try output.write(page.fileName + "\n") }
    } else {
      let names = [page, "search-\(page)"]
      guard let found = pages.first(where: { names.contains($0.name) || $0.fileName == page })
      else {
        throw CommandError("there is no page \(page); search manual --list names all")
      }
      try output.write(found.text)
    }
    try output.flush()
    return .success
  }
}
