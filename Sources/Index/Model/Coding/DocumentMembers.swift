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
/// ``documentMembers``. Every other member is a field of its name: text as it is, a list as one field for each
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

  /// As it is stored, and read back.
  var text: String {
    switch self {
    case .text(let text): text
    case .integer(let value): String(value)
    case .unsigned(let value): String(value)
    case .decimal(let value): String(value)
    case .boolean(let value): String(value)
    }
  }

  /// The field that a scalar member becomes. The one place that says what numbers and truth values are in an
  /// index.
  func field(_ name: String, isSearched: Bool) -> Document.Field {
    if case .text(let text) = self {
      return Document.Field(name, text, isSearchedByDefault: isSearched)
    }
    // A number is found by its field's name; as a word it would only be in the way.
    return Document.Field(name, text, isSearchedByDefault: false)
  }
}
