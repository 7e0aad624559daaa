/// Encodable values → documents.
public struct DocumentEncoder: Sendable {
  /// Which members are what.
  public var members: DocumentMembers

  /// Encodes values with these members.
  public init(members: DocumentMembers = DocumentMembers()) {
    self.members = members
  }

  /// The document of a value.
  ///
  /// - Parameter key: the key, for a value that has no member with it.
  /// - Throws: ``IndexError/invalidArgument(what:)`` that says which member cannot be encoded.
  public func document<Value: Encodable>(
    of value: Value, key: String? = nil
  ) throws(IndexError) -> Document {
    let sink = EncodingSink()
    do {
      try value.encode(to: MemberEncoder(sink: sink, path: []))
    } catch let EncodingError.invalidValue(_, context) {
      let name = context.codingPath.map(\.stringValue).joined(separator: ".")
      throw .invalidArgument(
        what: "a \(Value.self) cannot be a document: \(name): \(context.debugDescription)")
    } catch {
      throw .invalidArgument(what: "a \(Value.self) cannot be a document: \(error)")
    }
    return try document(sink.members, key: key, of: "\(Value.self)")
  }

  private func document(
    _ found: [(name: String, value: DocumentScalar)], key: String?, of type: String
  ) throws(IndexError) -> Document {
    var document = Document(key: key ?? "", body: "")
    var known: Set<String> = []
    for (name, value) in found {
      if [members.key, members.title, members.body].contains(name),
        name != members.key || key == nil
      {
        guard known.insert(name).inserted else {
          throw .invalidArgument(
            what: "a \(type) cannot be a document: its member \(name) is a list")
        }
        if name == members.key { document.key = value.text }
        if name == members.title { document.title = value.text }
        if name == members.body { document.body = value.text }
        continue
      }
      document.fields.append(
        value.field(name, isSearched: !members.unsearched.contains(name)))
      if let typed = value.value { document.values.append(Document.Value(name, typed)) }
    }
    guard !document.key.isEmpty else {
      throw .invalidArgument(
        what:
          "a \(type) cannot be a document: its member \(members.key), the key, is missing or empty")
    }
    return document
  }
}

/// What has been encoded so far.
private final class EncodingSink {
  var members: [(name: String, value: DocumentScalar)] = []

  func append(_ value: DocumentScalar, _ path: [any CodingKey]) throws {
    guard !path.isEmpty else {
      throw EncodingError.invalidValue(
        value,
        EncodingError.Context(codingPath: path, debugDescription: "it has no members"))
    }
    let names = path.filter { !($0 is ElementKey) }.map(\.stringValue)
    members.append((names.joined(separator: "."), value))
  }
}

/// The place of an element in a list.
struct ElementKey: CodingKey {
  let intValue: Int?
  var stringValue: String { intValue.map(String.init) ?? "" }

  init(_ index: Int) { intValue = index }
  init?(stringValue: String) { return nil }
  init?(intValue: Int) { self.init(intValue) }
}

private struct MemberEncoder: Encoder {
  let sink: EncodingSink
  let path: [any CodingKey]
  /// Whether a number that is encoded is a moment.
  var isMoment = false
  var codingPath: [any CodingKey] { path }
  var userInfo: [CodingUserInfoKey: Any] { [:] }

  func container<Key: CodingKey>(keyedBy type: Key.Type) -> KeyedEncodingContainer<Key> {
    KeyedEncodingContainer(KeyedMembers(encoder: self))
  }

  func unkeyedContainer() -> any UnkeyedEncodingContainer { ListMembers(encoder: self) }

  func singleValueContainer() -> any SingleValueEncodingContainer { SingleMember(encoder: self) }

  func encode(_ value: some Encodable) throws {
    if let scalar = Self.scalar(value) {
      if isMoment, case .decimal(let seconds) = scalar {
        return try sink.append(.moment(seconds), path)
      }
      return try sink.append(scalar, path)
    }
    var inner = self
    inner.isMoment = Self.isDate(value)
    try value.encode(to: inner)
  }

  /// Whether a value is Foundation's `Date`, which is not imported here: it is known by its name.
  private static func isDate(_ value: any Encodable) -> Bool {
    ["Foundation.Date", "FoundationEssentials.Date"].contains(String(reflecting: type(of: value)))
  }

  /// The scalar that a value is; nil for one of another kind.
  private static func scalar(_ value: any Encodable) -> DocumentScalar? {
    switch value {
    case let value as String: .text(value)
    case let value as Bool: .boolean(value)
    case let value as Timestamp: .date(value)
    case let value as Double: .decimal(value)
    case let value as Float: .decimal(Double(value))
    case let value as UInt: .unsigned(UInt64(value))
    case let value as UInt64: .unsigned(value)
    case let value as Int: .integer(Int64(value))
    case let value as any FixedWidthInteger: Int64(exactly: value).map { .integer($0) }
    default: nil
    }
  }
}

private struct KeyedMembers<Key: CodingKey>: KeyedEncodingContainerProtocol {
  let encoder: MemberEncoder
  var codingPath: [any CodingKey] { encoder.path }

  private func member(_ key: any CodingKey) -> MemberEncoder {
    MemberEncoder(sink: encoder.sink, path: encoder.path + [key])
  }

  mutating func encodeNil(forKey key: Key) throws {}
  mutating func encode(_ value: some Encodable, forKey key: Key) throws {
    if encoder.path.contains(where: { $0 is ElementKey }) {
      throw EncodingError.invalidValue(
        value,
        EncodingError.Context(
          codingPath: codingPath + [key],
          debugDescription: "an element of a list has members of its own"))
    }
    try member(key).encode(value)
  }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type, forKey key: Key
  ) -> KeyedEncodingContainer<Nested> { member(key).container(keyedBy: type) }

  mutating func nestedUnkeyedContainer(forKey key: Key) -> any UnkeyedEncodingContainer {
    member(key).unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { encoder }
  mutating func superEncoder(forKey key: Key) -> any Encoder { member(key) }
}

private struct ListMembers: UnkeyedEncodingContainer {
  let encoder: MemberEncoder
  var count = 0
  var codingPath: [any CodingKey] { encoder.path }

  private mutating func element() -> MemberEncoder {
    defer { count += 1 }
    return MemberEncoder(sink: encoder.sink, path: encoder.path + [ElementKey(count)])
  }

  mutating func encodeNil() throws {}
  mutating func encode(_ value: some Encodable) throws { try element().encode(value) }

  mutating func nestedContainer<Nested: CodingKey>(
    keyedBy type: Nested.Type
  ) -> KeyedEncodingContainer<Nested> { element().container(keyedBy: type) }

  mutating func nestedUnkeyedContainer() -> any UnkeyedEncodingContainer {
    element().unkeyedContainer()
  }

  mutating func superEncoder() -> any Encoder { element() }
}

private struct SingleMember: SingleValueEncodingContainer {
  let encoder: MemberEncoder
  var codingPath: [any CodingKey] { encoder.path }

  mutating func encodeNil() throws {}
  mutating func encode(_ value: some Encodable) throws { try encoder.encode(value) }
}
