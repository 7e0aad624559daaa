/// The segmenter of each script that is divided by letters, made when the script is first met.
struct LetterSegmenters: ~Copyable {
  private var thai: LetterSegmenter?
  private var lao: LetterSegmenter?
  private var burmese: LetterSegmenter?
  private var khmer: LetterSegmenter?
  /// The scripts that have been met.
  private var met: UInt8 = 0

  /// None made.
  init() {}

  /// Does what ``LetterSegmenter/appendBreaks(of:in:origin:to:)`` does, by the segmenter of the script
  /// in whose block `scalar` is. Returns nil if there is none.
  @inline(__always)
  mutating func appendBreaks(
    of text: Span<UInt8>, in range: Range<Int>, beginningWith scalar: UInt32, origin: Int,
    to ends: inout [Int32]
  ) -> Int? {
    guard let script = SpacelessScript(blockOf: scalar) else { return nil }
    if met >> UInt8(script.rawValue) & 1 == 0 { open(script) }
    return switch script {
    case .thai: thai?.appendBreaks(of: text, in: range, origin: origin, to: &ends) ?? nil
    case .lao: lao?.appendBreaks(of: text, in: range, origin: origin, to: &ends) ?? nil
    case .burmese: burmese?.appendBreaks(of: text, in: range, origin: origin, to: &ends) ?? nil
    case .khmer: khmer?.appendBreaks(of: text, in: range, origin: origin, to: &ends) ?? nil
    }
  }

  /// Gives back the memory of an unusually long range.
  mutating func trim() {
    thai?.trim()
    lao?.trim()
    burmese?.trim()
    khmer?.trim()
  }

  private mutating func open(_ script: SpacelessScript) {
    met |= 1 << UInt8(script.rawValue)
    switch script {
    case .thai: thai = LetterSegmenter(script)
    case .lao: lao = LetterSegmenter(script)
    case .burmese: burmese = LetterSegmenter(script)
    case .khmer: khmer = LetterSegmenter(script)
    }
  }
}
