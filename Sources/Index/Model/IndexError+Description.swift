extension IndexError: CustomStringConvertible {
  /// The error as one line: what, where, expected, found, what to do.
  public var description: String {
    switch self {
    case .notAnIndex(let path, let reason):
      "\(path) is not an index: \(reason)"
    case .formatTooNew(let file, let found, let supported):
      "\(file) has format version \(found), but this program reads up to \(supported): "
        + "use a newer program, or build the index again"
    case .formatTooOld(let file, let found, let supported):
      "\(file) has format version \(found), but this program reads version \(supported): "
        + "build the index again"
    case .corrupt(let file, let offset, let what):
      "\(file) is damaged at byte \(offset): \(what); restore it from a copy, repair it, or build the index again"
    case .locked(let path):
      "\(path) is being written by another program; try again when it has ended"
    case .io(let operation, let path, let code):
      "cannot \(operation) \(path): \(SystemError.message(code))"
    case .limit(let what, let found, let allowed):
      "\(what) is \(found); at most \(allowed) is allowed"
    case .writerUnusable(let reason):
      "the writer can no longer be used (\(reason)); open a new one: the last commit is unharmed"
    case .commitOutcomeUnknown(let path, let code):
      "the commit to \(path) may not survive a power cut: fsync failed "
        + "(\(SystemError.message(code))); open the index again to see whether it is there"
    case .analyzer(let reason):
      "text cannot be analysed: \(reason)"
    case .timedOut(let seconds):
      "the search was stopped after \(seconds) s: ask for less, or give it more time"
    case .cancelled:
      "the search was cancelled"
    case .syntax(let error):
      "the query makes no sense at character \(error.offset + 1): \(error.reason)"
    case .invalidArgument(let what):
      what
    }
  }
}
