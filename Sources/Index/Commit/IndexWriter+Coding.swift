extension IndexWriter {
  /// Adds the document of a value, or replaces the one of the same key.
  ///
  /// - Returns: whether a document was replaced.
  /// - Throws: ``IndexError/invalidArgument(what:)`` for a value that cannot be a document, and what
  ///   ``add(_:)-(Document)`` throws.
  @discardableResult
  public func add<Value: IndexableDocument>(_ value: Value) throws(IndexError) -> Bool {
    try add(try DocumentEncoder(members: Value.documentMembers).document(of: value))
  }

  /// Adds the document of a value that need not know of indexes, its key found by a key path.
  ///
  /// - Parameter members: which of its members are title and body.
  /// - Returns: whether a document was replaced.
  @discardableResult
  public func add<Value: Encodable>(
    _ value: Value, key: KeyPath<Value, String>, members: DocumentMembers = DocumentMembers(key: "")
  ) throws(IndexError) -> Bool {
    try add(try DocumentEncoder(members: members).document(of: value, key: value[keyPath: key]))
  }
}

extension Snapshot {
  /// A hit, as the value that was added; nil when the index stores no text.
  ///
  /// - Throws: ``IndexError/invalidArgument(what:)`` if the document is no such value.
  /// - Precondition: the hit comes from this snapshot.
  public func decode<Value: IndexableDocument>(
    _ type: Value.Type, for hit: Hit
  ) throws(IndexError) -> Value? {
    try decode(type, for: hit, members: Value.documentMembers)
  }

  /// The document at an address, as the value that was added; nil when the index stores no text.
  ///
  /// - Precondition: the address comes from this snapshot.
  public func decode<Value: IndexableDocument>(
    _ type: Value.Type, at address: DocumentAddress
  ) throws(IndexError) -> Value? {
    guard let document = try document(at: address) else { return nil }
    return try DocumentDecoder(members: Value.documentMembers).decode(type, from: document)
  }

  /// A hit, as a value that was added with its key apart; nil when the index stores no text.
  ///
  /// - Precondition: the hit comes from this snapshot.
  public func decode<Value: Decodable>(
    _ type: Value.Type, for hit: Hit, members: DocumentMembers
  ) throws(IndexError) -> Value? {
    guard let document = try document(for: hit) else { return nil }
    return try DocumentDecoder(members: members).decode(type, from: document)
  }
}
