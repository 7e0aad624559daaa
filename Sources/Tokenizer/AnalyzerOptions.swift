/// Which analyzer an index uses.
public struct AnalyzerOptions: Sendable, Hashable {
  /// The analyzers there are. The raw value is written into the manifest.
  public enum Name: String, Sendable, CaseIterable {
    /// ICU word boundaries and NFKC_Casefold; every language, no configuration. The default.
    case multilingual
    /// What U+0020, TAB, LF, VT, FF and CR separate is a token; nothing is folded. For comparing
    /// engines on equal tokens.
    case whitespace
  }

  /// The analyzer's name.
  public var name: Name

  /// Options for the analyzer of the given name.
  public init(_ name: Name = .multilingual) {
    self.name = name
  }

  /// A new analyzer for one worker. Cheap: ICU's data is loaded with the first text beyond ASCII.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  public func makeAnalyzer() throws(ICUError) -> any Analyzer {
    switch name {
    case .multilingual: MultilingualAnalyzer()
    case .whitespace: WhitespaceAnalyzer()
    }
  }
}
