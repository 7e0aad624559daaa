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
  /// Words of a text count for no more places than this in the mean. In what people write they are far
  /// shorter; a megabyte of one word, as a file without spaces or a hostile one has, is as long as it
  /// looks. So the length of a document says how far apart positions are, which their code needs.
  private static let longestMeanWord: UInt32 = 16

  private var analyzer: any Analyzer
  private var buffer = TokenBuffer()
  /// Whether the title is also a field of its own. With the analyzer for comparing engines it is not,
  /// so that their indexes hold the same.
  private let analyzesForms: Bool
  /// Whether words are what white space separates, of which no tokens need be made.
  private let cutsAtWhitespace: Bool
  private var fields: [FieldID: FieldState] = [:]
  private var borders = DocumentBordersBuilder()
  private let scratch = TermWriter.Scratch()
  private let plainScratch = PlainTermWriter.Scratch()

  /// Where the next part of a field begins, and how many words it has so far.
  private struct FieldState {
    var nextPosition: UInt32 = 0
    var length: UInt32 = 0
  }

  init(analyzer: AnalyzerOptions) throws(IndexError) {
    self.analyzer = try analyzer.made()
    analyzesForms = !analyzer.isPlain
    cutsAtWhitespace = analyzer.name == .whitespace && !analyzer.isOwn
  }

  /// Enters the names of the document's fields into the schema, in the order in which documents come.
  static func note(_ document: Document, analyzesForms: Bool, in schema: inout Schema) {
    if analyzesForms, hasTitleField(document) { _ = schema.addField(named: Schema.titleName) }
    for field in document.fields { _ = schema.addField(named: field.name) }
  }

  /// Whether the title is indexed as a field of its own.
  private static func hasTitleField(_ document: Document) -> Bool {
    !document.title.isEmpty && !document.fields.contains { $0.name == Schema.titleName }
  }

  /// Inverts a document.
  ///
  /// - Precondition: the schema has the names of its fields, as far as they have room.
  func invert(
    _ document: Document, as number: DocID, schema: Schema, into inversion: Inversion
  ) {
    fields.removeAll(keepingCapacity: true)
    borders.removeAll()
    if !document.title.isEmpty {
      let hasField = analyzesForms && Self.hasTitleField(document)
      add(
        document.title, of: number, to: .text,
        hasField ? schema.field(named: Schema.titleName) : nil, inversion)
    }
    add(document.body, of: number, to: .text, nil, inversion)
    for field in document.fields {
      let named = schema.field(named: field.name)
      add(
        field.value, of: number, to: field.isSearchedByDefault ? .text : nil,
        named == .text ? nil : named, inversion)
    }
    for (field, state) in fields { inversion.setLength(state.length, of: field) }
    inversion.endDocument(number, borders: borders.record)
  }

  /// Adds a text to one field, to another, or to both.
  private func add(
    _ text: String, of document: DocID, to first: FieldID?, _ second: FieldID?,
    _ inversion: Inversion
  ) {
    var text = text
    text.makeContiguousUTF8()
    // The bytes live as long as `text`, which is not changed.
    text.withUTF8 { bytes in
      if cutsAtWhitespace, bytes.count <= PlainWords.longestText {
        if let first { unsafe addWords(bytes, of: document, to: first, inversion) }
        if let second { unsafe addWords(bytes, of: document, to: second, inversion) }
        return
      }
      unsafe analyzer.analyze(Span(_unsafeElements: bytes), into: &buffer)
      if let first { add(document, to: first, inversion) }
      if let second { add(document, to: second, inversion) }
    }
  }

  /// Adds the words of a well-formed text, which are what white space separates.
  private func addWords(
    _ text: UnsafeBufferPointer<UInt8>, of document: DocID, to field: FieldID,
    _ inversion: Inversion
  ) {
    var state = fields[field] ?? FieldState()
    var writer = PlainTermWriter(
      document: document, field: field, base: state.nextPosition, table: inversion.table,
      plainScratch)
    unsafe writer.add(text)
    state.length += writer.wordCount
    state.nextPosition += writer.wordCount + WordBorders.gap
    fields[field] = state
  }

  /// Adds the tokens of the buffer.
  private func add(_ document: DocID, to field: FieldID, _ inversion: Inversion) {
    var state = fields[field] ?? FieldState()
    let base = state.nextPosition
    // Of the analyzer for comparing engines no word is spelled out.
    if field == .text, analyzesForms { borders.add(buffer) }
    var writer = TermWriter(
      document: document, field: field, base: base, table: inversion.table, scratch)
    unsafe buffer.termBytes.withUnsafeBufferPointer { bytes in
      unsafe buffer.tokens.withUnsafeBufferPointer { tokens in
        unsafe writer.add(tokens, bytes)
      }
    }
    state.length += max(writer.wordCount, buffer.placeCount / Self.longestMeanWord)
    state.nextPosition = base + buffer.placeCount + WordBorders.gap
    fields[field] = state
  }
}

extension DocumentBordersBuilder {
  /// Adds a part of the field `text`.
  fileprivate mutating func add(_ buffer: TokenBuffer) {
    beginPart(placeCount: buffer.placeCount)
    for token in buffer.tokens {
      switch token.kind {
      case .word: addWord(at: token.position, isSpelled: false)
      case .spelledWord: addWord(at: token.position, isSpelled: true)
      case .character, .stem, .part: break
      }
    }
  }
}

extension AnalyzerOptions {
  /// The analyzer of that name, as a manifest has it.
  ///
  /// - Parameter offered: an analyzer of the caller's, which may be the one.
  init(named name: String, offered: AnalyzerOptions? = nil) throws(IndexError) {
    if let known = Name(rawValue: name) {
      self.init(known)
    } else if let offered, offered.identifier == name {
      self = offered
    } else {
      throw .analyzer(
        reason: "this program has no analyzer '\(name)': open the index with it, as `analyzer:`")
    }
  }

  /// A new analyzer.
  func made() throws(IndexError) -> any Analyzer {
    do {
      return try makeAnalyzer()
    } catch {
      throw .analyzer(reason: error.description)
    }
  }
}
