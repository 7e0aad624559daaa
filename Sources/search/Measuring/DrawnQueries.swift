import Index
import Tokenizer

/// Queries made of the words of an index's own documents; the same seed draws the same.
struct DrawnQueries: Equatable, Sendable {
  /// One to four words of a document.
  var words: [String] = []
  /// Two or three words that follow each other in a document.
  var sequences: [String] = []

  /// Only so much of a document is cut into words, in bytes.
  private static let windowByteCount = 16_384

  /// Draws queries.
  ///
  /// - Parameters:
  ///   - count: how many of each kind, at most; small collections hold fewer.
  ///   - analyzerName: the analyzer of the index.
  /// - Throws: ``CommandError`` when the index keeps no text or its documents hold no word.
  init(_ count: Int, from snapshot: Snapshot, seed: UInt64) throws {
    guard snapshot.options.storesText else {
      throw CommandError("the index stores no text to draw queries from; give some: --queries FILE")
    }
    var generator = SampleGenerator(seed: seed)
    var cutter = try Cutter(snapshot.options.analyzer)
    let addresses = snapshot.sampledAddresses(count, seed: seed)
    let perDocument = (count + max(1, addresses.count) - 1) / max(1, addresses.count)
    var known: Set<String> = []
    for address in addresses {
      guard let document = try snapshot.document(at: address) else { continue }
      let window = Self.window(document, &generator)
      var units = cutter.units(of: window.text)
      if window.isPart { units = Array(units.dropFirst().dropLast()) }
      guard !units.isEmpty else { continue }
      for _ in 0..<perDocument {
        let query = Self.words(1 + generator.below(4), of: units, &generator)
        if words.count < count, known.insert(query).inserted { words.append(query) }
        if sequences.count < count,
          let sequence = Self.sequence(2 + generator.below(2), of: units, &generator),
          known.insert(sequence).inserted
        {
          sequences.append(sequence)
        }
      }
    }
    guard !words.isEmpty else { throw CommandError("no document holds a word to ask for") }
    if sequences.isEmpty { sequences = words }
  }

  /// A document's text, or a part of it that begins and ends with a whole character.
  private static func window(
    _ document: Document, _ generator: inout SampleGenerator
  ) -> (text: [UInt8], isPart: Bool) {
    let text = Array("\(document.title)\n\(document.body)".utf8)
    guard text.count > windowByteCount else { return (text, false) }
    func isBorder(_ offset: Int) -> Bool { text[offset] & 0xC0 != 0x80 }
    var start = generator.below(text.count - windowByteCount)
    var end = start + windowByteCount
    while start < end, !isBorder(start) { start += 1 }
    while end > start, end < text.count, !isBorder(end) { end -= 1 }
    return (Array(text[start..<end]), true)
  }

  private static func words(
    _ count: Int, of units: [Unit], _ generator: inout SampleGenerator
  ) -> String {
    (0..<count).map { _ in units[generator.below(units.count)].term }.joined(separator: " ")
  }

  private static func sequence(
    _ count: Int, of units: [Unit], _ generator: inout SampleGenerator
  ) -> String? {
    guard units.count >= count else { return nil }
    let first = generator.below(units.count - count + 1)
    let run = units[first..<first + count]
    guard zip(run, run.dropFirst()).allSatisfy({ $0.0.nextPosition == $0.1.position }) else {
      return nil
    }
    // As it stands in the text: with spaces where the script has them.
    return zip(run, run.dropFirst()).reduce(run[first].text) { text, pair in
      text + (pair.0.end == pair.1.start ? "" : " ") + pair.1.text
    }
  }

  /// A word of a text.
  private struct Unit {
    var term: String
    var text: String
    var start: UInt32
    var end: UInt32
    var position: UInt32
    var nextPosition: UInt32
  }

  /// Cuts texts into words.
  private struct Cutter {
    private var analyzer: any Analyzer
    private var buffer = TokenBuffer()

    init(_ options: AnalyzerOptions) throws(CommandError) {
      do throws(ICUError) {
        analyzer = try options.makeAnalyzer()
      } catch {
        throw CommandError(error.description)
      }
    }

    mutating func units(of bytes: [UInt8]) -> [Unit] {
      analyzer.analyze(bytes.span, into: &buffer)
      return buffer.tokens.filter { $0.kind == .word || $0.kind == .spelledWord }
        .sorted { $0.start < $1.start }
        .map { token in
          let text = bytes[Int(token.start)..<Int(token.end)]
          return Unit(
            term: buffer.term(of: token), text: String(decoding: text, as: UTF8.self),
            start: token.start, end: token.end, position: token.position,
            nextPosition: token.position + UInt32(token.width))
        }
    }
  }
}
