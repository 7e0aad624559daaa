@testable import Tokenizer

/// A small generator with a seed, so that a failure can be repeated (SplitMix64).
struct SeededGenerator: RandomNumberGenerator {
  private var state: UInt64

  init(seed: UInt64) { state = seed }

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

/// A token as the tests compare it.
struct PlainToken: Equatable, CustomStringConvertible {
  var term: String
  var start: Int
  var end: Int
  var description: String { "\(term)[\(start)..<\(end)]" }
}

/// A segment as the tests compare it.
struct PlainSegment: Equatable, CustomStringConvertible {
  var end: Int
  var isWord: Bool
  var description: String { isWord ? "\(end)w" : "\(end)" }
}

/// The segments that a scanner finds.
func scannedSegments(_ text: [UInt8], by scanner: inout WordScanner) throws -> [PlainSegment] {
  var segments: [PlainSegment] = []
  var batch = SegmentBatch()
  while (segments.last?.end ?? 0) < text.count {
    try scanner.scan(text.span, from: segments.last?.end ?? 0, into: &batch)
    for index in 0..<batch.count {
      let segment = batch.storage[index]
      segments.append(PlainSegment(end: Int(segment.end), isWord: segment.isWord))
    }
  }
  return segments
}

/// The slow, obvious analysis: the standard library decodes, ICU's iterator runs over the whole
/// text at once, and each token is folded by itself.
struct ReferenceAnalyzer: ~Copyable {
  private var breaker: ICUBreaker
  private var classifier = TokenClassifier()
  private var batch = ICUNormalizer.Batch()

  init() throws {
    var breaker = try ICUBreaker()
    // ICU decides by what an iterator has met before who divides U+30FC and its like: let it meet
    // what the tokenizer's iterator meets first.
    let first: [UInt16] = [0x6F22, 0x309B, 0x309B]
    var ignored = SegmentList()
    try? breaker.findSegments(of: first.span, into: &ignored)
    self.breaker = breaker
  }

  /// The ends of ICU's segments, in UTF-16 units.
  mutating func boundaries(of units: [UInt16]) throws -> SegmentList {
    var segments = SegmentList()
    try breaker.findSegments(of: units.span, into: &segments)
    return segments
  }

  /// ICU's segments of a text, in bytes.
  mutating func segments(of text: [UInt8]) throws -> [PlainSegment] {
    let (units, offsets) = decoded(text)
    let segments = try boundaries(of: units)
    return zip(segments.ends, segments.statuses).map { end, status in
      PlainSegment(end: offsets[Int(end)], isWord: status >= SegmentList.wordStatus)
    }
  }

  /// The tokens of a text.
  mutating func tokens(of text: [UInt8]) throws -> [PlainToken] {
    let (units, offsets) = decoded(text)
    let segments = try boundaries(of: units)
    var tokens: [PlainToken] = []
    var start = 0
    for (end, status) in zip(segments.ends.map(Int.init), segments.statuses) {
      defer { start = end }
      let segment = String(decoding: units[start..<end], as: UTF16.self)
      guard status >= 100 || holdsToken(segment) else { continue }
      batch.starts = [Int32(start)]
      batch.ends = [Int32(end)]
      try ICUNormalizer.fold(&batch, of: units.span)
      let folded = String(decoding: batch.output[batch.outputRange(0)], as: UTF8.self)
      if folded.isEmpty { continue }
      let term = String(String.UnicodeScalarView(folded.unicodeScalars.prefix(255)))
      tokens.append(PlainToken(term: term, start: offsets[start], end: offsets[end]))
    }
    return tokens
  }

  /// The text in UTF-16, and the byte offset of each unit and of the end.
  private func decoded(_ text: [UInt8]) -> (units: [UInt16], offsets: [Int]) {
    var units: [UInt16] = []
    var offsets: [Int] = []
    var iterator = text.makeIterator()
    var parser = Unicode.UTF8.ForwardParser()
    var offset = 0
    while true {
      switch parser.parseScalar(from: &iterator) {
      case .emptyInput: return (units, offsets + [offset])
      case .error(let length):
        // One U+FFFD for each maximal part of an ill-formed sequence, as in a String.
        units.append(0xFFFD)
        offsets.append(offset)
        offset += length
      case .valid(let bytes):
        for unit in Unicode.UTF8.decode(bytes).utf16 {
          units.append(unit)
          offsets.append(offset)
        }
        offset += bytes.count
      }
    }
  }

  private mutating func holdsToken(_ segment: String) -> Bool {
    var previous: CharacterProperties?
    for scalar in segment.unicodeScalars {
      let properties = classifier.properties(of: scalar.value)
      if properties.makesToken { return true }
      if scalar == "\u{FE0F}", previous?.mayBeEmoji == true { return true }
      previous = properties
    }
    return false
  }
}

/// All of an analysis.
func analyzed(
  _ text: [UInt8], by name: AnalyzerOptions.Name = .multilingual
) throws -> TokenBuffer {
  var analyzer = try AnalyzerOptions(name).makeAnalyzer()
  var buffer = TokenBuffer()
  analyzer.analyze(text.span, into: &buffer)
  return buffer
}

/// The tokens of an analysis as the tests compare them.
func plainTokens(_ buffer: TokenBuffer) -> [PlainToken] {
  buffer.tokens.filter { $0.kind == .word || $0.kind == .spelledWord }.map {
    PlainToken(term: buffer.term(of: $0), start: Int($0.start), end: Int($0.end))
  }
}

/// The terms of a text.
func terms(_ text: String, by name: AnalyzerOptions.Name = .multilingual) throws -> [String] {
  plainTokens(try analyzed(Array(text.utf8), by: name)).map(\.term)
}
