/// How the fields of one index are numbered in a schema that several indexes share.
struct FieldNumbering: Sendable {
  /// The shared number for each number of the index.
  private let shared: [FieldID]
  /// The number of the index for each shared one.
  private let own: [FieldID: FieldID]

  /// What a field is called that the shared schema has no room for: nobody asks for it.
  private static let none = FieldID(rawValue: .max)

  /// Adds the fields of an index to a shared schema.
  init(adding schema: Schema, to joint: inout Schema) {
    var shared: [FieldID] = []
    var own: [FieldID: FieldID] = [:]
    for (number, name) in schema.names.enumerated() {
      let field = joint.addField(named: name)
      shared.append(field ?? Self.none)
      if let field { own[field] = FieldID(rawValue: UInt16(number)) }
    }
    self.shared = shared
    self.own = own
  }

  /// Whether all fields have the same number in both.
  var isIdentity: Bool { shared.enumerated().allSatisfy { $0.offset == Int($0.element.rawValue) } }

  /// The shared number of a field of the index.
  func field(ofOwn field: FieldID) -> FieldID {
    let number = Int(field.rawValue)
    return number < shared.count ? shared[number] : Self.none
  }

  /// The bytes of a ``TermKey`` as the index has them; nil if it has no such field.
  func ownKey(of key: [UInt8]) -> [UInt8]? {
    guard key.count >= TermKey.headerSize, let field = own[TermKey.field(of: key)] else {
      return nil
    }
    var key = key
    TermKey.set(field, in: &key)
    return key
  }
}
