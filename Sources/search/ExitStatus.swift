/// What a run of the tool tells the shell.
enum ExitStatus: Int32, Sendable {
  /// Something was found, or the command did what it was asked to.
  case success = 0
  /// The command ran and found nothing; `check` found problems.
  case nothing = 1
  /// Trouble: a usage error, a file that could not be read, an index that cannot be used.
  case trouble = 2
  /// Ended in order after SIGINT.
  case interrupted = 130
  /// Ended in order after SIGTERM.
  case terminated = 143
}

/// A failure of a command, in words for the person who typed it.
///
/// The message is one line without the leading `search: `. It may hold names and texts as they were
/// found; they are made harmless where the line is printed.
struct CommandError: Error, Equatable, CustomStringConvertible {
  /// What is wrong, where, and what to do.
  var description: String

  /// Creates an error.
  init(_ description: String) {
    self.description = description
  }
}
