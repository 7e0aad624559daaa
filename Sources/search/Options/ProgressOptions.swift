import ArgumentParser

/// How a long run tells how far it is.
struct ProgressOptions: ParsableArguments {
  @Flag(help: "Tell how far things are where standard error is no terminal, too: a line every 5 s.")
  var progress = false

  @Flag(name: .shortAndLong, help: "Say nothing but what went wrong.")
  var quiet = false

  mutating func validate() throws {
    if progress && quiet { throw ValidationError("--progress and --quiet exclude each other") }
  }

  /// What shows the progress; nil where nothing is to be shown.
  func meter() -> ProgressMeter? {
    if quiet { return nil }
    if standardErrorIsTerminal(), environmentValue("TERM") != "dumb" {
      return ProgressMeter(style: .line(columns: terminalColumns))
    }
    return progress ? ProgressMeter(style: .lines) : nil
  }
}
