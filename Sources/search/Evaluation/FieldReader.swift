/// Reads the lines of judgments and runs: a fixed number of fields, parted by any white space.
///
/// A byte order mark, carriage returns and empty lines are passed over. White space is what C's
/// `isspace` calls so; everything else may be part of an id.
struct FieldReader {
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private let bytes: [UInt8]
  private let name: String
  private let expected: [String]
  private var position: Int
  /// Where the fields of the current line are; used again for each line.
  private var fields: [Range<Int>] = []
  /// The number of the current line, from 1.
  private(set) var lineNumber = 0

  /// - Parameters:
  ///   - bytes: The file's content.
  ///   - name: The file's name, for messages.
  ///   - expected: What the fields of a line are called, in their order.
  init(_ bytes: [UInt8], name: String, expected: [String]) {
    self.bytes = bytes
    self.name = name
    self.expected = expected
    position = bytes.starts(with: Self.mark) ? Self.mark.count : 0
  }

  /// Goes to the next line that is not empty; false after the last one.
  ///
  /// - Throws: ``CommandError`` when a line has more or fewer fields.
  mutating func next() throws(CommandError) -> Bool {
    while position < bytes.count {
      lineNumber += 1
      splitLine()
      if fields.isEmpty { continue }
      guard fields.count == expected.count else {
        throw failure(
          "expected \(expected.count) fields (\(expected.joined(separator: ", "))), "
            + "found \(fields.count)")
      }
      return true
    }
    return false
  }

  /// A field of the current line.
  subscript(field: Int) -> ArraySlice<UInt8> { bytes[fields[field]] }

  /// A field of the current line as text, for numbers and for messages.
  func text(_ field: Int) -> String { String(decoding: self[field], as: UTF8.self) }

  /// An error about the current line.
  func failure(_ what: String) -> CommandError {
    CommandError("\(name):\(lineNumber): \(what)")
  }

  private mutating func splitLine() {
    fields.removeAll(keepingCapacity: true)
    var start: Int?
    while position < bytes.count {
      let byte = bytes[position]
      if Self.isSpace(byte) {
        if let begin = start { fields.append(begin..<position) }
        start = nil
        if byte == UInt8(ascii: "\n") {
          position += 1
          return
        }
      } else if start == nil {
        start = position
      }
      position += 1
    }
    if let begin = start { fields.append(begin..<position) }
  }

  /// Space, and the controls from TAB to carriage return.
  private static func isSpace(_ byte: UInt8) -> Bool {
    byte == 0x20 || (0x09...0x0D).contains(byte)
  }
}
