/// What can go wrong with an index. Every case says what, where, what was expected and found, and
/// what to do; ``description`` is that as one line.
public enum IndexError: Error, Sendable, Equatable {
  /// The folder holds no index.
  case notAnIndex(path: String, reason: String)
  /// The file was written by a newer version of the format.
  case formatTooNew(file: String, found: UInt32, supported: UInt32)
  /// The file was written by an older version of the format, which can no longer be read.
  case formatTooOld(file: String, found: UInt32, supported: UInt32)
  /// Bytes on disk are not what was written.
  case corrupt(file: String, offset: Int, what: String)
  /// Another writer holds the index.
  case locked(path: String)
  /// A system call failed.
  case io(operation: String, path: String, errno: Int32)
  /// A limit was reached.
  case limit(what: String, found: Int, allowed: Int)
  /// The writer refused work after an earlier failure, or was closed.
  case writerUnusable(reason: String)
  /// The last fsync of a commit failed: whether the commit survives a power cut is unknown.
  case commitOutcomeUnknown(path: String, errno: Int32)
  /// The analyzer could not be made.
  case analyzer(reason: String)
  /// A search was not done at its deadline.
  case timedOut(seconds: Double)
  /// A search was cancelled.
  case cancelled
  /// A query, read strictly, makes no sense.
  case syntax(QuerySyntaxError)
  /// The caller asked for something that cannot be done.
  case invalidArgument(what: String)
}
