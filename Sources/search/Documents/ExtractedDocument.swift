import Index

/// What one document of a file says, before it is given a key.
struct ExtractedDocument: Equatable, Sendable {
  /// The record's name within its file; nil for a file that is one document. Never with a NUL, which
  /// ends names in keys and after `-0`: U+FFFD takes its place.
  var recordID: String? {
    didSet { recordID = recordID.map(Self.withoutNUL) }
  }
  /// The title; not repeated in the body. May be empty.
  var title: String
  /// The text, without the title.
  var body: String
  /// Further values, in the order of the file.
  var fields: [Document.Field]
  /// Where title and body stand in the file.
  var places = PlaceMap()

  /// Whether two documents say the same, wherever it stands.
  static func == (left: ExtractedDocument, right: ExtractedDocument) -> Bool {
    left.recordID == right.recordID && left.title == right.title && left.body == right.body
      && left.fields == right.fields
  }

  /// Creates a document.
  init(
    recordID: String? = nil, title: String = "", body: String = "", fields: [Document.Field] = []
  ) {
    self.recordID = recordID.map(Self.withoutNUL)
    self.title = title
    self.body = body
    self.fields = fields
  }

  private static func withoutNUL(_ name: String) -> String {
    guard name.utf8.contains(0) else { return name }
    return String(decoding: name.utf16.map { $0 == 0 ? 0xFFFD : $0 }, as: UTF16.self)
  }
}

/// What reading a file came to.
struct ReadReport: Sendable {
  /// A record that could not be read.
  struct BrokenRecord: Equatable, Sendable {
    /// The line of the file, from 1.
    var line: Int
    /// What is wrong with it, in words.
    var reason: String
  }

  /// How many broken records, and how many warnings, are kept; all are counted.
  static let keptCount = 1_000

  /// How the file was read; nil when it was skipped before that was known.
  var format: DocumentFormat?
  /// The file's identity, size and time as it was read: what to compare with at the next run.
  var stamp: FileStamp?
  /// The hash of all bytes of the file; nil when it was not read to its end.
  var contentHash: UInt64?
  /// How many documents were delivered.
  var recordCount = 0
  /// The first broken records.
  private(set) var brokenRecords: [BrokenRecord] = []
  /// How many records were broken.
  private(set) var brokenRecordCount = 0
  /// What else the user should know; the first of them.
  private(set) var warnings: [String] = []
  /// Why the file counts as not read. The hash must then not be remembered. Of a record file that
  /// was cut short by it, `recordCount` documents have been delivered.
  var skipReason: SkipReason?
  /// Which encoding was decided on; nil where the format leaves no choice.
  var encoding: EncodingDecision?
  /// How much of the text looks as if it had been decoded wrongly before, from 0 to 1.
  var mojibake = 0.0
  /// What inside the file could not be read, and why; the first of them.
  private(set) var leftOut: [String] = []
  /// How many things inside the file could not be read.
  var leftOutCount = 0

  /// Notes something inside the file that could not be read.
  mutating func noteLeftOut(_ message: String) {
    leftOutCount += 1
    if leftOut.count < Self.keptCount { leftOut.append(message) }
  }

  /// Notes a broken record.
  mutating func noteBroken(line: Int, _ reason: String) {
    brokenRecordCount += 1
    if brokenRecords.count < Self.keptCount {
      brokenRecords.append(BrokenRecord(line: line, reason: reason))
    }
  }

  /// Notes warnings.
  mutating func warn(_ messages: [String]) {
    warnings.append(contentsOf: messages.prefix(max(0, Self.keptCount - warnings.count)))
  }
}

/// How much may be read, and how much text may come out.
struct ReadingLimits: Sendable {
  /// The largest file that is read whole: 64 MiB.
  var fileByteCount = 64 << 20
  /// The largest archive, office document, PDF or mailbox: 256 MiB.
  var containerByteCount = 256 << 20
  /// How deep archives and attachments may nest.
  var containerDepth = 5
  /// How many files of one archive are read.
  var entryCount = 10_000
  /// How many bytes may come out of one archive or office document in all, and of one file in it.
  var unpackedByteCount = 1 << 30
  /// How long reading one file in the worker may take, in seconds, of which one of work.
  var workerSeconds = 60
  /// The address space of the worker: 2 GiB.
  var workerByteCount = 2 << 30
  /// The largest record of a record file: 64 MiB. The file itself may be of any size.
  var recordByteCount = 64 << 20
  /// So much text may come out of any file: 1 MiB.
  var freeOutputByteCount = 1 << 20
  /// Beyond that, so many bytes for each byte of the file: Tika's figure.
  var expansionRatio = 100
  /// The fields of one document. The rest are left out with a warning.
  var fieldCount = 10_000
  /// The longest field name in bytes. A field with a longer one is left out with a warning.
  var fieldNameByteCount = 256

  /// How many bytes may come out of so many.
  func outputByteCount(forInput count: Int) -> Int {
    let (product, overflows) = count.multipliedReportingOverflow(by: expansionRatio)
    return overflows ? .max : max(freeOutputByteCount, product)
  }
}

/// Collects the fields of a document within the limits.
struct FieldCollector {
  private let limits: ReadingLimits
  private var budget: Int
  private(set) var fields: [Document.Field] = []
  private(set) var warnings: [String] = []

  /// Creates a collector for input of so many bytes.
  init(limits: ReadingLimits, inputByteCount: Int) {
    self.limits = limits
    budget = limits.outputByteCount(forInput: inputByteCount)
  }

  /// Adds a field; an empty value is none.
  ///
  /// - Throws: `SkipReason.expansion` when names and values grow out of proportion.
  mutating func add(
    _ name: String, _ value: String, isSearchedByDefault: Bool
  ) throws(SkipReason) {
    guard !value.isEmpty else { return }
    guard !name.isEmpty, name.utf8.count <= limits.fieldNameByteCount else {
      warnOnce("a field name is empty or longer than \(limits.fieldNameByteCount) bytes; left out")
      return
    }
    guard fields.count < limits.fieldCount else {
      warnOnce("more than \(limits.fieldCount) fields; the rest are left out")
      return
    }
    budget -= name.utf8.count + value.utf8.count
    guard budget >= 0 else { throw .expansion }
    fields.append(Document.Field(name, value, isSearchedByDefault: isSearchedByDefault))
  }

  /// Adds a warning, the same only once.
  mutating func warnOnce(_ warning: String) {
    if !warnings.contains(warning) { warnings.append(warning) }
  }
}
