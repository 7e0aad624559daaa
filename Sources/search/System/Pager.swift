import Glibc

/// The program that shows what is longer than the screen.
struct Pager: Sendable {
  /// A line of the shell.
  var command: String
  /// What the program's environment has beside ours.
  var variables: [(name: String, value: String)] = []

  /// The pager of an environment: `SEARCH_PAGER`, `PAGER`, or less; nil where either is `cat` or set to
  /// nothing, which both mean that none is wanted.
  init?(environment: (String) -> String?) {
    let wanted = environment("SEARCH_PAGER") ?? environment("PAGER") ?? "less"
    guard wanted.contains(where: { $0 != " " }), wanted != "cat" else { return nil }
    command = wanted
    // Ends where the screen has room for all, lets colours through, leaves the text on the screen.
    if environment("LESS") == nil { variables.append(("LESS", "FRX")) }
    if environment("LESSCHARSET") == nil { variables.append(("LESSCHARSET", "utf-8")) }
  }

  /// Lets the pager show a text, and waits until it has ended.
  ///
  /// - Returns: false if it could not be started, so that the text is still to be shown.
  func show(_ text: String) -> Bool {
    for variable in variables {
      // Copied by the call; no other thread runs.
      unsafe setenv(variable.name, variable.value, 1)
    }
    // What is ignored when a program starts it ignores too.
    _ = signal(SIGPIPE, SIG_DFL)
    // C strings for the call, as the shell has them.
    let opened = unsafe popen(command, "w")
    ignoreClosedPipes()
    guard let stream = unsafe opened else { return false }
    // What the pager does about an interrupt is its own affair.
    let interrupt = signal(SIGINT, SIG_IGN)
    defer { _ = signal(SIGINT, interrupt) }
    var bytes = text.utf8.map { $0 }
    // A pager that ends early has seen enough.
    _ = writeAll(bytes, to: unsafe fileno(stream))
    bytes.removeAll()
    // Opened above, closed once. 127 is how the shell says that there is no such program.
    let status = unsafe pclose(stream)
    return status == -1 || (status >> 8) & 0xFF != 127
  }
}
