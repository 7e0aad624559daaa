internal import Tokenizer

/// Takes substrings of documents and asks for them; see ``RecallReport``.
struct RecallAuditor {
  /// The most substrings of each script that are taken from one document.
  static let countPerGroup = 8

  private let segments: [OpenSegment]
  private let expander: QueryExpander
  private var parser: QueryParser
  private var reader: PlaceReader
  private var generator: SampleGenerator
  private var rows: [RecallGroup: RecallReport.Row] = [:]
  private var failures: [RecallReport.Failure] = []

  init(_ segments: [OpenSegment], analyzer: AnalyzerOptions, seed: UInt64) throws(IndexError) {
    self.segments = segments
    expander = QueryExpander(segments)
    parser = try QueryParser(analyzer: analyzer)
    reader = try PlaceReader(analyzer: analyzer)
    generator = SampleGenerator(seed: seed)
  }

  /// Enters what was found so far.
  func enter(into report: inout RecallReport) {
    report.rows = RecallGroup.allCases.compactMap { rows[$0] }
    report.failures = failures
  }

  /// Chooses documents.
  mutating func addresses(_ count: Int) -> [DocumentAddress] {
    generator.addresses(count, of: segments)
  }

  /// Asks for substrings of a document.
  mutating func audit(_ document: Document, at address: DocumentAddress) throws(IndexError) {
    let matcher = DocumentMatcher(address, segments, expander)
    var groups: Set<RecallGroup> = []
    var asked: Set<String> = []
    for part in document.searchedTexts {
      let window = SampleWindow(of: part.text, &generator)
      let samples =
        try SpelledRuns(window).samples(Self.countPerGroup, &generator)
        + WrittenWords(window).samples(Self.countPerGroup, &generator)
      for sample in samples {
        guard asked.insert(sample.query).inserted else { continue }
        groups.insert(sample.group)
        rows[sample.group, default: RecallReport.Row(group: sample.group)].substringCount += 1
        for (form, number) in zip(RecallReport.Form.allCases, 0...) {
          let query = try parsed(sample.query, form)
          if try matcher.matches(query.query) {
            rows[sample.group]?.foundCounts[number] += 1
          } else {
            note(sample, query, form, window, part.name, key: document.key)
          }
        }
      }
    }
    for group in groups { rows[group]?.documentCount += 1 }
  }

  private mutating func parsed(
    _ text: String, _ form: RecallReport.Form
  ) throws(IndexError) -> ParsedQuery {
    switch form {
    case .quoted: try parser.parse("\"\(text)\"", matching: .any)
    case .any: try parser.parse(text, matching: .any)
    case .all: try parser.parse(text, matching: .all)
    }
  }

  private mutating func note(
    _ sample: SampledSubstring, _ query: ParsedQuery, _ form: RecallReport.Form,
    _ window: SampleWindow, _ field: String, key: String
  ) {
    guard failures.count < RecallReport.keptFailureCount else { return }
    let bytes = Array(window.text.utf8)
    let range = sample.range
    failures.append(
      RecallReport.Failure(
        key: key, group: sample.group, query: query.text, form: form,
        queryTerms: query.parts.flatMap(\.terms), field: field,
        range: range.lowerBound + window.offset..<range.upperBound + window.offset,
        text: String(decoding: bytes[range], as: UTF8.self),
        textTerms: reader.words(in: bytes, touching: range).map(\.term)))
  }
}

extension Snapshot {
  /// Takes substrings of some documents and asks for each of them, in quotation marks and without:
  /// the document must be among all that match.
  ///
  /// Of Han, kana and Hangul these are stretches of 1 to 12 graphemes of the folded text, wherever
  /// words begin; of Thai, Lao, Khmer and Burmese too; of other scripts words, sequences of them,
  /// and names with symbols in them, as they are written. A long text is sampled in a stretch of
  /// 64 KiB, so that memory does not grow with documents.
  ///
  /// - Parameters:
  ///   - sampleCount: how many documents; at least 1.
  ///   - seed: the same seed asks the same.
  /// - Throws: ``IndexError/invalidArgument(what:)`` if the index stores no text.
  public func auditRecall(
    sampling sampleCount: Int = 200, seed: UInt64 = 1
  ) throws(IndexError) -> RecallReport {
    guard options.storesText else {
      throw .invalidArgument(what: "the index stores no text to take substrings from")
    }
    guard sampleCount > 0 else {
      throw .invalidArgument(what: "the number of documents to sample must be at least 1")
    }
    var report = RecallReport(seed: seed, documentCount: documentCount)
    var auditor = try RecallAuditor(
      state.segments, analyzer: options.analyzer, seed: seed)
    for address in auditor.addresses(sampleCount) {
      guard let document = try document(at: address) else { continue }
      try auditor.audit(document, at: address)
      report.sampledCount += 1
    }
    auditor.enter(into: &report)
    return report
  }
}
