/// What an index remembers of its analyzer, so that a later, different one is noticed.
public struct AnalyzerFingerprint: Sendable, Equatable {
  /// The analyzer's name (``AnalyzerOptions/Name``).
  public var analyzer: String
  /// A hash over the analyses of a fixed list of probe texts, and over the options: equal hashes
  /// mean equal behaviour, whatever the versions say.
  public var behavior: UInt64
  /// The version of ICU, for information, e.g. `72.1`.
  public var icuVersion: String

  /// Creates a fingerprint from its parts, as read back from a manifest.
  public init(analyzer: String, behavior: UInt64, icuVersion: String) {
    self.analyzer = analyzer
    self.behavior = behavior
    self.icuVersion = icuVersion
  }

  /// The version of the linked ICU, without loading any of its data.
  public static var linkedICUVersion: String { fatalError() }

  /// Analyses the probe texts with the given options.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  public init(probing options: AnalyzerOptions) throws(ICUError) { fatalError() }
}
