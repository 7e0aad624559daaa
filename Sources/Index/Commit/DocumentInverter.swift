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
  /// Whether the title is also a field of its own. With the analyzer for comparing engines it is not,
  /// so that their indexes hold the same.
  private let analyzesForms: Bool
  private var fields: [FieldID: FieldState] = [:]
  private var borders = DocumentBordersBuilder()

  /// Where the next part of a field begins, and how many words it has so far.
  private struct FieldState {
    var nextPosition: UInt32 = 0
    var length: UInt32 = 0
  }

  init(analyzerName: String) throws(IndexError) {
    analyzer = try makeAnalyzer(named: analyzerName)
    analyzesForms = analyzerName != AnalyzerOptions.Name.whitespace.rawValue
  }

  func invert(
    _ document: Document, as number: DocID, schema: inout Schema, into builder: SegmentBuilder
  ) {
    fields.removeAll(keepingCapacity: true)
    borders.removeAll()
    if !document.title.isEmpty {
      analyze(document.title)
      add(to: .text, number, builder)
      if analyzesForms, !document.fields.contains(where: { $0.name == Schema.titleName }),
        let title = schema.addField(named: Schema.titleName)
      {
        add(to: title, number, builder)
      }
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
    var writer = TermWriter(field: field, document: number, base: base, builder: builder)
    // Token ranges lie inside the buffer's bytes: a law of analyzers.
    unsafe buffer.termBytes.withUnsafeBufferPointer { bytes in
      for token in buffer.tokens {
        let term = unsafe UnsafeBufferPointer(
          rebasing: bytes[Int(token.termStart)..<Int(token.termEnd)])
        unsafe writer.add(token, term)
      }
    }
    state.length += writer.wordCount
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

/// Turns the tokens of one text into terms of one field.
@safe
private struct TermWriter {
  let field: FieldID
  let document: DocID
  /// The position of the text's first place.
  let base: UInt32
  let builder: SegmentBuilder
  /// Words of all scripts so far.
  private(set) var wordCount: UInt32 = 0
  // The last character, to make a pair of it and the next.
  private var previous: UnsafeBufferPointer<UInt8>?
  private var previousPosition = UInt32.max
  private var pair: [UInt8] = []

  init(field: FieldID, document: DocID, base: UInt32, builder: SegmentBuilder) {
    self.field = field
    self.document = document
    self.base = base
    self.builder = builder
    unsafe previous = nil
  }

  /// Adds a token.
  ///
  /// - Precondition: `term` outlives the next call.
  mutating func add(_ token: Token, _ term: UnsafeBufferPointer<UInt8>) {
    switch token.kind {
    case .word:
      wordCount += 1
      unsafe builder.add(field, .word, term, in: document, at: base + token.position)
    case .spelledWord:
      wordCount += 1
    case .character:
      unsafe builder.add(field, .character, term, in: document, at: base + token.position)
      unsafe addPair(term, at: token.position)
    case .part:
      unsafe builder.add(field, .part, term, in: document, at: 0)
    case .stem:
      unsafe builder.add(field, .stem, term, in: document, at: 0)
      if let count = unsafe StemRoot.byteCount(of: term) {
        let root = unsafe UnsafeBufferPointer(rebasing: term[..<count])
        unsafe builder.add(field, .root, root, in: document, at: 0)
      }
    }
  }

  private mutating func addPair(_ term: UnsafeBufferPointer<UInt8>, at position: UInt32) {
    let isPossible = unsafe CharacterPair.isPossible(term)
    defer {
      unsafe previous = isPossible ? term : nil
      previousPosition = position
    }
    guard isPossible, previousPosition &+ 1 == position, let left = unsafe previous else { return }
    pair.removeAll(keepingCapacity: true)
    unsafe pair.append(contentsOf: left)
    unsafe pair.append(contentsOf: term)
    guard pair.count <= TermKey.maximumByteCount - TermKey.headerSize else { return }
    // The array is not changed while the pointer is used.
    unsafe pair.withUnsafeBufferPointer { bytes in
      unsafe builder.add(field, .pair, bytes, in: document, at: 0)
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
