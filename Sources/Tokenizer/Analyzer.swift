/// Turns a text into tokens.
///
/// The same analyzer must serve indexing and querying; an index remembers its
/// ``AnalyzerFingerprint``. An analyzer holds mutable state (an ICU iterator, scratch memory), so
/// it belongs to one worker and is not `Sendable`; make one for each from ``AnalyzerOptions``.
public protocol Analyzer {
  /// Analyses `text` (UTF-8; ill-formed bytes are treated as U+FFFD) into `buffer`, replacing its
  /// contents. Deterministic; positions begin at 0. Texts of 4 GiB and more are cut at 4 GiB - 1.
  ///
  /// - Complexity: O(length of the text).
  mutating func analyze(_ text: Span<UInt8>, into buffer: inout TokenBuffer)
}
