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

  /// An analyzer of the caller's.
  private struct Own: Sendable {
    var identifier: String
    var isPlain: Bool
    var make: @Sendable () -> any Analyzer
  }

  /// The analyzer's name; of an analyzer of the caller's the one whose manner of searching it shares.
  public var name: Name
  private var own: Own?

  /// Options for the analyzer of the given name.
  public init(_ name: Name = .multilingual) {
    self.name = name
  }

  /// The analyzer for every language; the default.
  public static var multilingual: AnalyzerOptions { AnalyzerOptions(.multilingual) }

  /// The analyzer that cuts at white space and folds nothing.
  public static var whitespace: AnalyzerOptions { AnalyzerOptions(.whitespace) }

  /// An analyzer of the caller's own. The index remembers its identifier and what it makes of some texts,
  /// not its code: whoever opens the index gives it again.
  ///
  /// - Parameters:
  ///   - identifier: what the index knows it by, such as `com.example.chemistry`; 1 to 255 bytes of UTF-8
  ///     and not a ``Name``.
  ///   - findsForms: whether words of a query also find forms that differ in marks, kana and such, and
  ///     words that have their stem; else terms are found exactly as they are.
  ///   - make: makes an analyzer for one thread.
  /// - Precondition: the identifier is as described.
  public static func own(
    _ identifier: String, findsForms: Bool = false,
    make: @escaping @Sendable () -> any Analyzer
  ) -> AnalyzerOptions {
    precondition(
      (1...255).contains(identifier.utf8.count) && Name(rawValue: identifier) == nil,
      "'\(identifier)' cannot name an analyzer")
    var options = AnalyzerOptions(findsForms ? .multilingual : .whitespace)
    options.own = Own(identifier: identifier, isPlain: !findsForms, make: make)
    return options
  }

  /// What an index knows the analyzer by.
  public var identifier: String { own?.identifier ?? name.rawValue }

  /// Whether words are found exactly as they are.
  package var isPlain: Bool { own?.isPlain ?? (name == .whitespace) }

  /// Whether it is one of the caller's.
  package var isOwn: Bool { own != nil }

  /// A new analyzer for one worker. Cheap: ICU's data is loaded with the first text beyond ASCII.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  public func makeAnalyzer() throws(ICUError) -> any Analyzer {
    if let own { return own.make() }
    return switch name {
    case .multilingual: MultilingualAnalyzer()
    case .whitespace: WhitespaceAnalyzer()
    }
  }

  /// Whether both are known by one identifier.
  public static func == (left: AnalyzerOptions, right: AnalyzerOptions) -> Bool {
    left.identifier == right.identifier && left.isPlain == right.isPlain
  }

  /// Enters the identifier into a hash.
  public func hash(into hasher: inout Hasher) { hasher.combine(identifier) }
}
