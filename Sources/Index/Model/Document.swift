/// What a caller adds to an index: a key, a title, a body, and named fields.
public struct Document: Sendable, Equatable {
  /// The caller's own name for the document; unique in an index. Adding a document with a key that
  /// is already there replaces the older one. 1 to 4,096 bytes of UTF-8.
  public var key: String
  /// The title; searched together with the body, and shown with each hit. May be empty.
  public var title: String
  /// The text. Match ranges are byte ranges of its UTF-8.
  public var body: String
  /// Further named values.
  public var fields: [Field]
  /// What the caller wants back with the text, and nobody searches for: where in its file the text
  /// stands, say. Kept where the text is, and with it left out of an index that stores none.
  public var note: [UInt8]
  /// Typed values, for filtering, sorting and counting. An index gives them back by name, type and
  /// value, each once.
  public var values: [Value] = []

  /// A named value of a document. A list is several fields of one name.
  public struct Field: Sendable, Equatable {
    /// The field's name.
    public var name: String
    /// The field's value, as text.
    public var value: String
    /// Whether a query that names no field finds this value too.
    public var isSearchedByDefault: Bool

    /// Creates a field.
    public init(_ name: String, _ value: String, isSearchedByDefault: Bool = true) {
      self.name = name
      self.value = value
      self.isSearchedByDefault = isSearchedByDefault
    }
  }

  /// Creates a document.
  public init(
    key: String, title: String = "", body: String, fields: [Field] = [], note: [UInt8] = [],
    values: [Value] = []
  ) {
    self.key = key
    self.title = title
    self.body = body
    self.fields = fields
    self.note = note
    self.values = values
  }
}
