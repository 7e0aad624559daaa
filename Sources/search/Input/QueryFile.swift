/// A file of queries, one a line.
struct QueryFile: Equatable, Sendable {
  /// A query and its name.
  struct Entry: Equatable, Sendable {
    var id: String
    var text: String
  }

  /// The queries, in the order of the file.
  var entries: [Entry]

  /// Reads queries: `id TAB query`, or the query alone where ids are not required.
  ///
  /// Empty lines are passed over; so are a byte order mark and carriage returns. Where ids are not
  /// required, a query without one is named by its line.
  ///
  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - name: The file's name, for messages.
  ///   - requiresIDs: Whether a line without TAB is an error.
  /// - Throws: ``CommandError`` naming the first line that is wrong.
  init(parsing bytes: [UInt8], name: String, requiresIDs: Bool) throws(CommandError) {
    entries = []
    let mark: [UInt8] = [0xEF, 0xBB, 0xBF]
    let content = bytes.starts(with: mark) ? bytes[mark.count...] : bytes[...]
    var seen: Set<[UInt8]> = []
    let lines = content.split(separator: UInt8(ascii: "\n"), omittingEmptySubsequences: false)
    for (number, line) in zip(1..., lines) {
      let line = line.last == UInt8(ascii: "\r") ? line.dropLast() : line
      if line.allSatisfy(Self.isBlank) { continue }
      let place = "\(name):\(number)"
      guard let text = String(validating: line, as: UTF8.self) else {
        throw CommandError("\(place): not UTF-8")
      }
      let entry = try Self.entry(text, place: place, number: requiresIDs ? nil : number)
      guard seen.insert(Array(entry.id.utf8)).inserted else {
        throw CommandError("\(place): the id \(entry.id) comes twice")
      }
      entries.append(entry)
    }
    guard !entries.isEmpty else { throw CommandError("\(name): no query in it") }
  }

  /// - Parameter number: Names a query that has no id; nil where ids are required.
  private static func entry(
    _ line: String, place: String, number: Int?
  ) throws(CommandError) -> Entry {
    guard let tab = line.utf8.firstIndex(of: UInt8(ascii: "\t")) else {
      guard let number else {
        throw CommandError("\(place): expected an id, TAB, and a query")
      }
      return Entry(id: String(number), text: line)
    }
    let id = String(line[..<tab])
    let text = String(line[line.utf8.index(after: tab)...])
    guard !id.isEmpty, !id.utf8.contains(where: { isBlank($0) }) else {
      throw CommandError("\(place): expected an id without spaces before the TAB")
    }
    guard !text.utf8.allSatisfy(isBlank) else {
      throw CommandError("\(place): no query after the TAB")
    }
    return Entry(id: id, text: text)
  }

  private static func isBlank(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: " ") || byte == UInt8(ascii: "\t") || byte == UInt8(ascii: "\r")
  }
}
