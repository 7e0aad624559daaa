internal import Tokenizer

/// Analyses the stored text of a segment once more, and compares what comes out with what the index
/// has: every term of every document, how often and where, lengths, borders, and folds.
///
/// Documents are inverted as they were when they were added, as many at a time as some memory holds;
/// then the dictionary is walked through beside them.
struct TextChecker {
  private let segment: SegmentReader
  private let manifest: Manifest
  /// What is being compared: what an error is about.
  private(set) var stage = CheckReport.Code.text
  /// Memory for documents that are compared at once.
  var byteBudget = 64 << 20

  /// The name of the analyzer that spells no word out and knows no other forms.
  static let plainAnalyzer = AnalyzerOptions.Name.whitespace.rawValue

  init(_ segment: SegmentReader, _ manifest: Manifest) {
    self.segment = segment
    self.manifest = manifest
  }

  /// Compares all documents; returns how many there were.
  mutating func run() throws(IndexError) -> Int {
    guard let store = segment.store else { return 0 }
    let lengths = try exactLengths()
    let inverter = try DocumentInverter(
      analyzer: AnalyzerOptions(named: manifest.analyzerName))
    var inversion = Inversion(pairRules: segment.info.pairRules)
    var first = 0
    for number in store.blockIndices {
      stage = .store
      let block = try store.block(number)
      for (document, record) in zip(block.documents, try store.records(of: block)) {
        guard let text = DocumentRecord.decode(record, key: "") else {
          throw segment.file.corrupt(.store, block.bytes.lowerBound, "a document makes no sense")
        }
        inverter.invert(
          text, as: DocID(document), schema: manifest.schema, into: inversion)
        guard inversion.memoryByteCount > byteBudget else { continue }
        try compare(inversion, first..<document + 1, lengths)
        inversion = Inversion(pairRules: segment.info.pairRules)
        first = document + 1
      }
    }
    if first < segment.documentCount {
      try compare(inversion, first..<segment.documentCount, lengths)
    }
    if manifest.analyzerName != Self.plainAnalyzer { try checkFolds() }
    return segment.documentCount
  }

  private mutating func exactLengths() throws(IndexError) -> [FieldID: [UInt32]] {
    stage = .lengths
    var lengths: [FieldID: [UInt32]] = [:]
    for (info, exact) in zip(segment.info.fields, try segment.exactLengths()) {
      lengths[info.field] = exact
    }
    return lengths
  }

  private mutating func compare(
    _ inversion: Inversion, _ documents: Range<Int>, _ lengths: [FieldID: [UInt32]]
  ) throws(IndexError) {
    stage = .lengths
    var borders = segment.borders.map { BordersCursor($0) }
    for index in 0..<inversion.columns.count {
      let document = documents.lowerBound + index
      var known = lengths.mapValues { $0[document] }
      for (field, length) in inversion.columns.lengths(at: index) {
        guard known.removeValue(forKey: field) == length else {
          throw mismatch(document, "is \(length) long in field \(field.rawValue)")
        }
      }
      guard known.values.allSatisfy({ $0 == 0 }) else {
        throw mismatch(document, "has no field that it has a length of")
      }
      stage = .borders
      let record = try borders?.record(of: DocID(document)) ?? []
      guard inversion.columns.borders(at: index).elementsEqual(record) else {
        throw mismatch(document, "has other words")
      }
      stage = .lengths
    }
    stage = .text
    var comparison = try TermComparison(segment, documents)
    let order = SortedTerms([inversion.table], threads: nil)
    for stretch in order.stretches(of: .max) {
      order.forEach(in: stretch) { key, members in
        var occurrences = order.occurrences(of: members)
        comparison.compare(Array(key), &occurrences)
      }
    }
    try comparison.finish()
  }

  private func mismatch(_ document: Int, _ what: String) -> IndexError {
    segment.file.corrupt(.store, 0, "by its text document \(document) \(what)")
  }

  /// The map of folds must be that of the words.
  private mutating func checkFolds() throws(IndexError) {
    stage = .folds
    var folds = FoldMap()
    var expected: [[UInt8]] = []
    var terms = try segment.dictionary.terms()
    while try terms.next() {
      let key = TermKey(bytes: terms.key)
      expected.append(contentsOf: folds.take(before: terms.key).reversed())
      if key.kind == .fold {
        guard expected.popLast() == terms.key else {
          throw segment.file.corrupt(.terms, 0, "'\(key.term)' is a fold of no word")
        }
        continue
      }
      guard expected.isEmpty else { break }
      folds.note(key)
    }
    guard expected.isEmpty, folds.take(before: nil).isEmpty else {
      throw segment.file.corrupt(.terms, 0, "a fold of a word is missing")
    }
  }
}

/// Walks through the dictionary beside the terms that texts came to, which are given in order.
private struct TermComparison {
  private let segment: SegmentReader
  private let documents: Range<Int>
  private var terms: TermIterator
  private var isActive: Bool
  private var failure: IndexError?
  private var positions: [UInt32] = []

  init(_ segment: SegmentReader, _ documents: Range<Int>) throws(IndexError) {
    self.segment = segment
    self.documents = documents
    terms = try segment.dictionary.terms()
    isActive = try terms.next()
  }

  /// Whether the segment has such terms: not all pairs of words, if it was merged of old and new ones.
  private func isKept(_ key: [UInt8]) -> Bool {
    if segment.info.pairRules == .today { return true }
    let key = TermKey(bytes: key)
    return key.kind != .wordPair || CommonWords.shared.keeps(key, segment.info.pairRules)
  }

  /// Compares a term; what is wrong is thrown at the end.
  mutating func compare(_ key: [UInt8], _ occurrences: inout [TermOccurrences]) {
    guard failure == nil, isKept(key) else { return }
    do throws(IndexError) {
      while isActive, terms.key.lexicographicallyPrecedes(key) { try passTerm() }
      guard isActive, terms.key == key else {
        throw bad(key, "is in texts, and not in the dictionary")
      }
      var cursor = segment.cursor(terms.info)
      try cursor.seek(to: DocID(documents.lowerBound))
      for index in occurrences.indices { try compare(key, &cursor, &occurrences[index]) }
      guard cursor.document.rawValue >= UInt32(documents.upperBound) else {
        throw bad(key, "is not in the text of document \(cursor.document.rawValue)")
      }
      isActive = try terms.next()
    } catch {
      failure = error
    }
  }

  private mutating func compare(
    _ key: [UInt8], _ cursor: inout PostingsCursor, _ occurrences: inout TermOccurrences
  ) throws(IndexError) {
    while occurrences.next() {
      let document = occurrences.document
      let places = occurrences.positions()
      let frequency = places.map { UInt32($0.count) } ?? occurrences.frequency
      guard cursor.document.rawValue == document, try cursor.frequency == frequency else {
        throw bad(key, "is in the text of document \(document) \(frequency) times")
      }
      if terms.info.keepsPositions, let places {
        try cursor.positions(into: &positions)
        guard positions.count == places.count else {
          throw bad(key, "has \(positions.count) positions in document \(document)")
        }
        for (found, place) in zip(positions, places) where found != place {
          throw bad(key, "is at place \(place) of document \(document), not \(found)")
        }
      }
      try cursor.advance()
    }
  }

  /// A term of the dictionary that is in none of the texts.
  private mutating func passTerm() throws(IndexError) {
    if TermKey(bytes: terms.key).kind?.hasPostings ?? false {
      var cursor = segment.cursor(terms.info)
      try cursor.seek(to: DocID(documents.lowerBound))
      guard cursor.document.rawValue >= UInt32(documents.upperBound) else {
        throw bad(terms.key, "is not in the text of document \(cursor.document.rawValue)")
      }
    }
    isActive = try terms.next()
  }

  /// Ends the comparison.
  mutating func finish() throws(IndexError) {
    if let failure { throw failure }
    while isActive { try passTerm() }
  }

  private func bad(_ key: [UInt8], _ what: String) -> IndexError {
    segment.file.corrupt(.postings, 0, "term '\(TermKey(bytes: key).term)' \(what)")
  }
}
