/// What an engine found for many queries: a TREC run, `query Q0 document rank score tag` a line.
struct RetrievalRun: Sendable {
  /// A line, its document by number: a run may have many millions.
  private struct Line {
    var document: Int32
    var score: Float
  }

  private var lines: [Identifier: [Line]] = [:]
  private var names: [Identifier] = []

  /// Reads a run.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - name: The file's name, for messages.
  /// - Throws: ``CommandError`` naming the first line that is wrong, or a document that stands
  ///   twice for one query.
  init(parsing bytes: [UInt8], name: String) throws(CommandError) {
    var reader = Self.reader(bytes, name: name)
    var numbers: [Identifier: Int32] = [:]
    while try reader.next() {
      // trec_eval reads a score as `double` and keeps it as `float`.
      guard let score = Double(reader.text(4)), !score.isNaN else {
        throw reader.failure("expected a number as score, found \(reader.text(4))")
      }
      let document = Identifier(reader[2])
      let known = numbers[document]
      guard let number = known ?? Int32(exactly: names.count) else {
        throw reader.failure("more than \(Int32.max) different documents")
      }
      if known == nil {
        let name = document.copied
        names.append(name)
        numbers[name] = number
      }
      let query = Identifier(reader[0])
      let line = Line(document: number, score: Float(score))
      if lines[query]?.append(line) == nil { lines[query.copied] = [line] }
    }
    guard !lines.isEmpty else { throw CommandError("\(name): no result in it") }
    guard lines.values.allSatisfy({ Set($0.map(\.document)).count == $0.count }) else {
      throw try Self.repetition(bytes, name: name)
    }
  }

  /// The queries for which something was found.
  var queries: some Sequence<Identifier> { lines.keys }

  /// The documents found for a query, best first; none when it is not in the run.
  func ranking(for query: Identifier) -> [RankedDocument] {
    (lines[query] ?? [])
      .map { RankedDocument(name: names[Int($0.document)], score: $0.score) }
      .sorted(by: RankedDocument.precedes)
  }

  private static func reader(_ bytes: [UInt8], name: String) -> FieldReader {
    FieldReader(
      bytes, name: name,
      expected: ["query id", "Q0", "document id", "rank", "score", "name of the run"])
  }

  /// Reads a file in which a document stands twice for a query again, to say where.
  private static func repetition(
    _ bytes: [UInt8], name: String
  ) throws(CommandError) -> CommandError {
    var reader = reader(bytes, name: name)
    var seen: [Identifier: Set<Identifier>] = [:]
    while try reader.next() {
      let document = Identifier(reader[2])
      guard !seen[Identifier(reader[0]), default: []].insert(document).inserted else { continue }
      return reader.failure(
        "the document \(reader.text(2)) comes twice for query \(reader.text(0))")
    }
    return CommandError("\(name): a document comes twice for one query")
  }
}
