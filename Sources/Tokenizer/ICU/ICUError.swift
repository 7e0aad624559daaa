/// ICU could not do what was asked: its status code, ICU's own name for it, and the call.
public struct ICUError: Error, Sendable, Equatable, CustomStringConvertible {
  /// ICU's status code (a `UErrorCode` above zero).
  public var code: Int32
  /// ICU's own name for the code, e.g. `U_FILE_ACCESS_ERROR`.
  public var name: String
  /// What was attempted, e.g. `opening the word break iterator`.
  public var operation: String

  /// The code of what ICU, or the door to it, does not know (`U_UNSUPPORTED_ERROR`).
  static let unsupportedCode: Int32 = 16

  /// What failed and how.
  public var description: String { "ICU: \(operation) failed: \(name) (\(code))" }
}
