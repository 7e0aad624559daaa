/// Words that stand for each other, which a query may look up; nothing of an index depends on them.
///
/// ```
/// # What stands on one line stands for each other.
/// TSMC, 台积电, 台積電
/// New York, NYC
/// # What is typed on the left also finds what is on the right, not the other way.
/// phone => smartphone, handset
/// ```
///
/// An entry may be several words, in any script. It is compared as the index compares words, without their
/// forms: `tsmc` is `TSMC`, and `phones` is not `phone`. What is typed in quotation marks is left as it is.
public struct Synonyms: Sendable, Equatable {
  /// What is typed, and what it also finds.
  struct Rule: Sendable, Equatable {
    var typed: String
    var others: [String]
  }

  private(set) var rules: [Rule] = []

  /// The most bytes of a file: 16 MiB.
  public static let greatestByteCount = 16 << 20
  /// The most entries on a line.
  public static let greatestLineCount = 64
  /// The most entries of a file.
  public static let greatestEntryCount = 200_000
  /// The most bytes of an entry.
  public static let greatestEntryByteCount = 512

  /// Why a text is no list of synonyms.
  public struct SyntaxError: Error, Sendable, Equatable, CustomStringConvertible {
    /// The line, counted from 1.
    public var line: Int
    /// What is wrong with it, and what to do.
    public var reason: String

    /// As `line 3: …`.
    public var description: String { "line \(line): \(reason)" }
  }

  /// No synonyms.
  public init() {}

  /// Reads a text with one group of synonyms, or one rule with `=>`, on each line. Empty lines and what
  /// follows a `#` at a line's beginning are passed over.
  ///
  /// - Throws: ``SyntaxError`` for the first line that makes no sense.
  /// - Complexity: O(length · entries on a line).
  public init(parsing text: String) throws(SyntaxError) {
    guard text.utf8.count <= Self.greatestByteCount else {
      throw SyntaxError(line: 1, reason: "more than \(Self.greatestByteCount) bytes of synonyms")
    }
    var count = 0
    var scalars = text.unicodeScalars[...]
    if scalars.first == "\u{FEFF}" { scalars = scalars.dropFirst() }
    let lines = scalars.split(omittingEmptySubsequences: false) { $0 == "\n" }
    for (number, line) in zip(1..., lines) {
      let line = Self.trimmed(line)
      if line.isEmpty || line.first == "#" { continue }
      count += try add(line, number)
      guard count <= Self.greatestEntryCount else {
        throw SyntaxError(
          line: number, reason: "more than \(Self.greatestEntryCount) entries in all")
      }
    }
  }

  /// - Returns: how many entries the line has.
  private mutating func add(
    _ line: Substring.UnicodeScalarView, _ number: Int
  ) throws(SyntaxError) -> Int {
    guard let arrow = Self.arrow(in: line) else {
      let entries = try Self.entries(line, number)
      guard entries.count > 1 else {
        throw SyntaxError(
          line: number,
          reason: "'\(entries[0])' stands alone; a comma goes between words that mean the same")
      }
      for (index, entry) in entries.enumerated() {
        var others = entries
        others.remove(at: index)
        rules.append(Rule(typed: entry, others: others))
      }
      return entries.count
    }
    let behind = line[line.index(arrow, offsetBy: 2)...]
    guard Self.arrow(in: behind) == nil else {
      throw SyntaxError(line: number, reason: "there is more than one '=>'")
    }
    let (typed, others) = (
      try Self.entries(line[..<arrow], number), try Self.entries(behind, number)
    )
    for entry in typed { rules.append(Rule(typed: entry, others: others)) }
    return typed.count + others.count
  }

  private static func entries(
    _ text: Substring.UnicodeScalarView, _ line: Int
  ) throws(SyntaxError) -> [String] {
    var entries: [String] = []
    for entry in text.split(omittingEmptySubsequences: false, whereSeparator: isComma) {
      let entry = String(String.UnicodeScalarView(trimmed(entry)))
      guard !entry.isEmpty else {
        throw SyntaxError(line: line, reason: "an entry is empty; take a comma away")
      }
      guard entry.utf8.count <= greatestEntryByteCount else {
        throw SyntaxError(
          line: line, reason: "an entry is longer than \(greatestEntryByteCount) bytes")
      }
      if entries.contains(entry) { continue }
      guard entries.count < greatestLineCount else {
        throw SyntaxError(line: line, reason: "more than \(greatestLineCount) entries on one line")
      }
      entries.append(entry)
    }
    return entries
  }

  /// The comma of Chinese and Japanese texts will do too.
  private static func isComma(_ scalar: Unicode.Scalar) -> Bool {
    scalar == "," || scalar == "，" || scalar == "、"
  }

  private static func arrow(in text: Substring.UnicodeScalarView) -> String.Index? {
    text.indices.first { index in
      text[index] == "=" && text[text.index(after: index)...].first == ">"
    }
  }

  private static func trimmed(
    _ text: Substring.UnicodeScalarView
  ) -> Substring.UnicodeScalarView {
    let rest = text.drop { $0.properties.isWhitespace }
    guard let last = rest.lastIndex(where: { !$0.properties.isWhitespace }) else {
      return rest[rest.endIndex...]
    }
    return rest[...last]
  }
}
