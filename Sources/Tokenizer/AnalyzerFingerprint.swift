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
  public static var linkedICUVersion: String { ICUCharacters.linkedVersion }

  /// Analyses the probe texts with the given options.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  public init(probing options: AnalyzerOptions) throws(ICUError) {
    var analyzer = try options.makeAnalyzer()
    if let multilingual = analyzer as? MultilingualAnalyzer { try multilingual.open() }
    var hash = FNV1a()
    hash.combine(options.identifier.utf8)
    var buffer = TokenBuffer()
    for probe in AnalyzerProbes.texts {
      analyzer.analyze(Array(probe.utf8).span, into: &buffer)
      hash.combine(buffer)
    }
    self.init(
      analyzer: options.identifier, behavior: hash.value, icuVersion: Self.linkedICUVersion)
  }
}

/// The 64-bit hash of Fowler, Noll and Vo, variant 1a: small, and the same in every process and
/// every version, as Swift's own hashing is not.
struct FNV1a {
  /// The hash of what has been combined.
  private(set) var value: UInt64 = 0xCBF2_9CE4_8422_2325

  /// Adds bytes, and their number, so that the border between two sequences counts.
  mutating func combine(_ bytes: some Collection<UInt8>) {
    combine(UInt32(truncatingIfNeeded: bytes.count))
    for byte in bytes { combine(byte) }
  }

  /// Adds all that an analysis found.
  mutating func combine(_ buffer: TokenBuffer) {
    combine(buffer.placeCount)
    combine(UInt32(truncatingIfNeeded: buffer.illFormedCount))
    combine(buffer.termBytes)
    for token in buffer.tokens {
      for number in [token.termStart, token.termEnd, token.start, token.end, token.position] {
        combine(number)
      }
      combine(UInt32(token.width))
      combine(token.kind.rawValue)
      combine(token.script.rawValue)
    }
  }

  /// Adds a number, its lowest byte first.
  private mutating func combine(_ number: UInt32) {
    for shift in stride(from: 0, to: 32, by: 8) {
      combine(UInt8(truncatingIfNeeded: number >> UInt32(shift)))
    }
  }

  private mutating func combine(_ byte: UInt8) {
    value = (value ^ UInt64(byte)) &* 0x100_0000_01B3
  }
}
