/// Which members of a value are what of a document; see ``IndexableDocument``.
public struct DocumentMembers: Sendable, Equatable {
  /// The member that is the key: text or a whole number.
  public var key: String
  /// The member that is the title. It need not be there.
  public var title: String
  /// The member that is the body. It need not be there.
  public var body: String
  /// Members that a query finds only if it names their field, beside those that are no text.
  public var unsearched: Set<String>

  /// Names the members.
  public init(
    key: String = "id", title: String = "title", body: String = "body",
    unsearched: Set<String> = []
  ) {
    self.key = key
    self.title = title
    self.body = body
    self.unsearched = unsearched
  }
}

/// A value that can be added to an index and read back from it.
///
/// ```swift
/// struct Article: IndexableDocument {
///   var id: String
///   var title: String
///   var body: String
///   var tags: [String]
///   var year: Int
/// }
/// try writer.add(Article(id: "1", title: "芯片", body: "…", tags: ["chips"], year: 2026))
/// for hit in try snapshot.search("芯片 tags:chips").hits {
///   let article = try snapshot.decode(Article.self, for: hit)
/// }
/// ```
///
/// The members `id`, `title` and `body` are the key, title and body; a type with other names says so by
/// ``documentMembers``. Every other member is a field of its name, and, if it is a number, a truth value, a
/// `Date`, a ``Timestamp`` or a text of one line and at most 128 bytes, a typed value to filter and sort by (`year:>=2020`): text as it is, a list as one field for each
/// element, a member with members as `author.name`, nil and an empty list as none. A list of what has members
/// cannot be told apart when it is read back, and is refused.
public protocol IndexableDocument: Codable {
  /// Which member is what.
  static var documentMembers: DocumentMembers { get }
}

extension IndexableDocument {
  /// `id`, `title` and `body`.
  public static var documentMembers: DocumentMembers { DocumentMembers() }
}

/// A value that is not made of others.
enum DocumentScalar: Equatable {
  case text(String)
  case integer(Int64)
  case unsigned(UInt64)
  case decimal(Double)
  case boolean(Bool)
  case date(Timestamp)
  /// Seconds since the beginning of 2001, which is how Foundation's `Date` encodes itself.
  case moment(Double)

  /// As it is stored, and read back.
  var text: String {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .decimal(let value), .moment(let value): String(value)
    case .boolean(let value): String(value)
    case .date(let date): date.description
    }
  }

  /// The typed value that a scalar member has beside its field, by which documents are filtered, sorted and
  /// counted; nil for text that is too long for a keyword, and for what no value can say.
  var value: FieldValue? {
    switch self {
    case .text(let text):
      text.isEmpty || text.utf8.count > Self.longestKeyword || text.utf8.contains(0x0A)
        ? nil : .keyword(text)
    case .integer(let value): .integer(value)
    case .unsigned(let value): Int64(exactly: value).map { .integer($0) }
    case .decimal(let value): value.isNaN ? nil : .decimal(value)
    case .boolean(let value): .boolean(value)
    case .date(let date): .date(date)
    case .moment(let seconds):
      Int64(exactly: ((seconds + Self.beginningOf2001) * 1e6).rounded())
        .map { .date(Timestamp(microseconds: $0)) }
    }
  }

  /// Longer text is text only.
  private static let longestKeyword = 128
  /// In seconds since 1970.
  private static let beginningOf2001 = 978_307_200.0

  /// The field that a scalar member becomes. With ``value`` the one place that says what numbers, dates and
  /// truth values are in an index.
  func field(_ name: String, isSearched: Bool) -> Document.Field {
    if case .text(let text) = self {
      return Document.Field(name, text, isSearchedByDefault: isSearched)
    }
    // A number is found by its field's name; as a word it would only be in the way.
    return Document.Field(name, text, isSearchedByDefault: false)
  }
}
