internal import Tokenizer

/// Turns a document into occurrences of terms: the one place where the tokenizer's output enters
/// the index.
///
/// The field `text` holds title, body and the values that are searched by default, one behind the
/// other with a gap of 1,024 places, so that no phrase crosses from one into the next. Each named
/// value is also indexed in the field of its name.
final class DocumentInverter {
  /// The most values of a document: with the longest text, its last position is still below 2^31.
  static let maximumValueCount = 1 << 20

  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()
  private var fields: [FieldID: FieldState] = [:]
  private var borders = DocumentBordersBuilder()

  /// Where the next part of a field begins, and how many words it has so far.
  private struct FieldState {
    var nextPosition: UInt32 = 0
    var length: UInt32 = 0
  }

  init(analyzerName: String) throws(IndexError) {
    analyzer = try makeAnalyzer(named: analyzerName)
  }

  func invert(
    _ document: Document, as number: DocID, schema: inout Schema, into builder: SegmentBuilder
  ) {
    fields.removeAll(keepingCapacity: true)
    borders.removeAll()
    if !document.title.isEmpty {
      analyze(document.title)
      add(to: .text, number, builder)
    }
    analyze(document.body)
    add(to: .text, number, builder)
    for field in document.fields {
      analyze(field.value)
      if field.isSearchedByDefault { add(to: .text, number, builder) }
      if let named = schema.addField(named: field.name), named != .text {
        add(to: named, number, builder)
      }
    }
    builder.setBorders(borders.record)
    for (field, state) in fields { builder.setLength(state.length, of: field, for: number) }
  }

  private func analyze(_ text: String) {
    var text = text
    text.makeContiguousUTF8()
    // The span lives as long as `text`, which is not changed.
    text.withUTF8 { bytes in
      unsafe analyzer.analyze(Span(_unsafeElements: bytes), into: &buffer)
    }
  }

  private func add(to field: FieldID, _ number: DocID, _ builder: SegmentBuilder) {
    var state = fields[field] ?? FieldState()
    let base = state.nextPosition
    if field == .text { addBorders() }
    // Token ranges lie inside the buffer's bytes: a law of analyzers.
    unsafe buffer.termBytes.withUnsafeBufferPointer { bytes in
      for token in buffer.tokens {
        guard let kind = TermKind(rawValue: token.kind.rawValue) else { continue }
        let term = unsafe UnsafeBufferPointer(
          rebasing: bytes[Int(token.termStart)..<Int(token.termEnd)])
        unsafe builder.add(
          field, kind, term, in: number,
          at: kind.keepsPositions ? base + token.position : 0)
        if kind.countsTowardsLength { state.length += 1 }
      }
    }
    state.nextPosition = base + buffer.placeCount + WordBorders.gap
    fields[field] = state
  }

  private func addBorders() {
    borders.beginPart(placeCount: buffer.placeCount)
    for token in buffer.tokens {
      switch token.kind {
      case .word: borders.addWord(at: token.position, isSpelled: false)
      case .spelledWord: borders.addWord(at: token.position, isSpelled: true)
      case .character, .stem, .part: break
      }
    }
  }
}

/// The analyzer of that name, as a manifest has it.
func makeAnalyzer(named name: String) throws(IndexError) -> any Analyzer {
  guard let known = AnalyzerOptions.Name(rawValue: name) else {
    throw .analyzer(reason: "this program has no analyzer '\(name)'")
  }
  do {
    return try AnalyzerOptions(known).makeAnalyzer()
  } catch {
    throw .analyzer(reason: error.description)
  }
}
