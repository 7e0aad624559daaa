/// Documents inverted in memory by one thread: the terms with their occurrences, and what else is
/// kept for each document.
///
/// Not `Sendable`: it belongs to one thread at a time, which ``SegmentBuilder`` sees to.
final class Inversion {
  let table: TermTable
  private(set) var columns = DocumentColumns()

  /// - Parameter pairRules: which pairs of words are made; see ``CommonWords/level(of:_:)``.
  init(pairRules: CommonWords.Rules = .today) { table = TermTable(pairRules: pairRules) }

  /// How many bytes of memory the documents take.
  var memoryByteCount: Int { table.memoryByteCount + columns.memoryByteCount }

  /// Sets how many words a field of the document has.
  func setLength(_ length: UInt32, of field: FieldID) {
    if length > 0 { columns.add(length, of: field) }
  }

  /// Ends a document, whose terms are in the table, with its borders; see ``WordBorders``.
  ///
  /// - Precondition: numbers ascend.
  func endDocument(_ document: DocID, borders: [UInt8]) {
    columns.endDocument(document, borders: borders)
  }
}

/// What is kept for each of some documents beside their terms.
struct DocumentColumns {
  private var documents: [UInt32] = []
  // Where each document's lengths end, and where its borders do.
  private var lengthEnds: [UInt32] = []
  private var borderEnds: [Int] = []
  private var lengths: [(field: FieldID, length: UInt32)] = []
  private var borders: [UInt8] = []

  /// How many bytes of memory it takes.
  var memoryByteCount: Int { 16 * documents.count + 8 * lengths.count + borders.count }

  /// How many documents there are.
  var count: Int { documents.count }

  mutating func add(_ length: UInt32, of field: FieldID) {
    lengths.append((field, length))
  }

  mutating func endDocument(_ document: DocID, borders newBorders: [UInt8]) {
    documents.append(document.rawValue)
    borders.append(contentsOf: newBorders)
    lengthEnds.append(UInt32(lengths.count))
    borderEnds.append(borders.count)
  }

  /// The number of a document; nil behind the last.
  func document(at index: Int) -> DocID? {
    index < documents.count ? DocID(rawValue: documents[index]) : nil
  }

  /// The lengths of a document's fields.
  func lengths(at index: Int) -> ArraySlice<(field: FieldID, length: UInt32)> {
    lengths[(index == 0 ? 0 : Int(lengthEnds[index - 1]))..<Int(lengthEnds[index])]
  }

  /// The borders of a document; see ``WordBorders``.
  func borders(at index: Int) -> ArraySlice<UInt8> {
    borders[(index == 0 ? 0 : borderEnds[index - 1])..<borderEnds[index]]
  }

  /// Hands a document's lengths and borders over.
  func write(
    _ index: Int, to columns: inout [FieldID: FieldLengthColumn], _ writer: inout WordBordersWriter
  ) {
    let document = DocID(rawValue: documents[index])
    for (field, length) in lengths(at: index) {
      columns[field, default: FieldLengthColumn()].set(length, for: document)
    }
    writer.append(borders(at: index))
  }
}
