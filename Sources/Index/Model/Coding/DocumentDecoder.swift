/// Documents → decodable values; the way back of ``DocumentEncoder``.
public struct DocumentDecoder: Sendable {
  /// Which members are what.
  public var members: DocumentMembers

  /// Decodes values with these members.
  public init(members: DocumentMembers = DocumentMembers()) {
    self.members = members
  }

  /// The value of a document.
  ///
  /// - Throws: ``IndexError/invalidArgument(what:)`` that says which member is missing or makes no sense.
  public func decode<Value: Decodable>(
    _ type: Value.Type, from document: Document
  ) throws(IndexError) -> Value {
    do {
      return try Value(from: MemberDecoder(source: DecodingSource(document, members), path: []))
    } catch {
      throw .invalidArgument(
        what: "document '\(document.key)' is no \(Value.self): \(Self.reason(error))")
    }
  }

  private static func reason(_ error: any Error) -> String {
    switch error {
    case DecodingError.dataCorrupted(let context), DecodingError.typeMismatch(_, let context),
      DecodingError.valueNotFound(_, let context), DecodingError.keyNotFound(_, let context):
      let name = context.codingPath.map(\.stringValue).joined(separator: ".")
      return name.isEmpty ? context.debugDescription : "\(name): \(context.debugDescription)"
    default: return "\(error)"
    }
  }
}

/// A document by the names of its members.
private struct DecodingSource {
  private(set) var values: [String: [String]] = [:]
  private(set) var names: [String] = []

  init(_ document: Document, _ members: DocumentMembers) {
    let own = [
      (members.key, document.key), (members.title, document.title), (members.body, document.body),
    ]
    // Empty is as good as not there: a member that is no option is read as empty text anyway.
    for (name, value) in own where !name.isEmpty && !value.isEmpty { append(name, value) }
    // A key that was given apart may have a member of its name beside it.
    for field in document.fields where field.name != members.key || !document.key.isEmpty {
      append(field.name, field.value)
    }
  }

  private mutating func append(_ name: String, _ value: String) {
    if values[name] == nil { names.append(name) }
    values[name, default: []].append(value)
  }

  /// The names of members below a place.
  func members(below prefix: String) -> [String] {
    var found: [String] = []
    for name in names where prefix.isEmpty || name.hasPrefix(prefix + ".") {
      let rest = prefix.isEmpty ? name[...] : name.dropFirst(prefix.count + 1)
      let first = String(rest.prefix { $0 != "." })
      if !found.contains(first) { found.append(first) }
    }
    return found
  }
}

private struct MemberDecoder: Decoder {
  let source: DecodingSource
  let path: [any CodingKey]
  /// Which of several values; nil outside lists.
  var element: Int?
  var codingPath: [any CodingKey] { path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  var name: String { path.map(\.stringValue).joined(separator: ".") }
  var values: [String] {
    let values = source.values[name] ?? []
    guard let element else { return values }
    return values.indices.contains(element) ? [values[element]] : []
  }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedDecodingContainer<Key> {
    KeyedDecodingContainer(KeyedSource(decoder: self))
  }

  func unkeyedContainer() -> any UnkeyedDecodingContainer { ListSource(decoder: self) }

  func singleValueContainer() -> any SingleValueDecodingContainer { SingleSource(decoder: self) }

  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    if let value = try scalar(type) { return value }
    return try Value(from: self)
  }

  private func fail(_ reason: String) -> DecodingError {
    .dataCorrupted(DecodingError.Context(codingPath: path, debugDescription: reason))
  }

  /// - Returns: nil if the type is no scalar.
  private func scalar<Value: Decodable>(_ type: Value.Type) throws -> Value? {
    func read(_ value: (any LosslessStringConvertible)?) throws -> Value {
      guard let value = value as? Value else {
        throw fail("'\(values.first ?? "")' is no \(type)")
      }
      return value
    }
    if type == String.self { return try read(values.first ?? "") }
    guard let kind = type as? any LosslessStringConvertible.Type,
      type is any FixedWidthInteger.Type || type is any BinaryFloatingPoint.Type
        || type == Bool.self
    else { return nil }
    guard let text = values.first else { throw fail("there is none") }
    return try read(kind.init(text))
  }
}

private struct KeyedSource<Key: CodingKey>: KeyedDecodingContainerProtocol {
  let decoder: MemberDecoder
  var codingPath: [any CodingKey] { decoder.path }
  var allKeys: [Key] {
    decoder.source.members(below: decoder.name).compactMap { Key(stringValue: $0) }
  }

  private func member(_ key: any CodingKey) -> MemberDecoder {
    MemberDecoder(source: decoder.source, path: decoder.path + [key])
  }

  func contains(_ key: Key) -> Bool {
    let member = member(key)
    return !member.values.isEmpty || !decoder.source.members(below: member.name).isEmpty
  }

  func decodeNil(forKey key: Key) throws -> Bool { !contains(key) }
  func decode<Value: Decodable>(_ type: Value.Type, forKey key: Key) throws -> Value {
    try member(key).decode(type)
  }

  func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) throws -> KeyedDecodingContainer<Nested> { member(key).container(keyedBy: type) }

  func nestedUnkeyedContainer(forKey key: Key) throws -> any UnkeyedDecodingContainer {
    member(key).unkeyedContainer()
  }

  func superDecoder() throws -> any Decoder { decoder }
  func superDecoder(forKey key: Key) throws -> any Decoder { member(key) }
}

private struct ListSource: UnkeyedDecodingContainer {
  let decoder: MemberDecoder
  var currentIndex = 0
  var codingPath: [any CodingKey] { decoder.path }
  var count: Int? { decoder.values.count }
  var isAtEnd: Bool { currentIndex >= decoder.values.count }

  init(decoder: MemberDecoder) { self.decoder = decoder }

  private mutating func element() throws -> MemberDecoder {
    guard !isAtEnd else {
      throw DecodingError.valueNotFound(
        String.self,
        DecodingError.Context(codingPath: codingPath, debugDescription: "the list is at its end"))
    }
    defer { currentIndex += 1 }
    return MemberDecoder(source: decoder.source, path: decoder.path, element: currentIndex)
  }

  mutating func decodeNil() throws -> Bool { false }
  mutating func decode<Value: Decodable>(_ type: Value.Type) throws -> Value {
    try element().decode(type)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) throws -> KeyedDecodingContainer<Nested> { try element().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() throws -> any UnkeyedDecodingContainer {
    try element().unkeyedContainer()
  }

  mutating func superDecoder() throws -> any Decoder { try element() }
}

private struct SingleSource: SingleValueDecodingContainer {
  let decoder: MemberDecoder
  var codingPath: [any CodingKey] { decoder.path }

  func decodeNil() -> Bool { decoder.values.isEmpty }
  func decode<Value: Decodable>(_ type: Value.Type) throws -> Value { try decoder.decode(type) }
}
