/// A typed value of a document, for filtering, sorting and counting by it.
public enum FieldValue: Sendable, Hashable {
  /// A string that counts as a whole: a tag, a type, a path. At most 4,096 bytes of UTF-8.
  case keyword(String)
  /// A whole number.
  case integer(Int64)
  /// A number; not NaN.
  case decimal(Double)
  /// A moment.
  case date(Timestamp)
  /// Yes or no.
  case boolean(Bool)

  /// The kind of value.
  public var type: ValueType {
    switch self {
    case .keyword: .keyword
    case .integer: .integer
    case .decimal: .decimal
    case .date: .date
    case .boolean: .boolean
    }
  }

  /// As people write it.
  public var text: String {
    switch self {
    case .keyword(let text): text
    case .integer(let number): String(number)
    case .decimal(let number): String(number)
    case .date(let moment): moment.description
    case .boolean(let isTrue): isTrue ? "true" : "false"
    }
  }

  /// The integer that a value which is no keyword is kept as; it has the order of the values.
  var ordered: Int64 {
    switch self {
    case .keyword: 0
    case .integer(let number): number
    case .decimal(let number): Self.ordered(number)
    case .date(let moment): moment.microseconds
    case .boolean(let isTrue): isTrue ? 1 : 0
    }
  }

  /// The integer of a number: its bits, in the order of numbers.
  static func ordered(_ number: Double) -> Int64 {
    // There is one zero.
    let bits = Int64(bitPattern: (number == 0 ? 0 : number).bitPattern)
    return bits >= 0 ? bits : Int64.min &- bits &- 1
  }

  /// The number of an integer that ``ordered(_:)`` gives.
  static func decimal(ordered value: Int64) -> Double {
    Double(bitPattern: UInt64(bitPattern: value >= 0 ? value : Int64.min &- value &- 1))
  }

  /// The value that is kept as an integer.
  init(ordered value: Int64, _ type: ValueType) {
    switch type {
    case .boolean: self = .boolean(value != 0)
    case .integer, .keyword: self = .integer(value)
    case .decimal: self = .decimal(Self.decimal(ordered: value))
    case .date: self = .date(Timestamp(microseconds: value))
    }
  }
}

/// The kinds of values, in the order in which they sort where a name has several.
public enum ValueType: UInt8, Sendable, CaseIterable {
  /// Yes or no.
  case boolean = 1
  /// A whole number.
  case integer = 2
  /// A number.
  case decimal = 3
  /// A moment.
  case date = 4
  /// A string.
  case keyword = 5

  /// Its name in messages.
  public var name: String {
    switch self {
    case .boolean: "boolean"
    case .integer: "integer"
    case .decimal: "decimal"
    case .date: "date"
    case .keyword: "keyword"
    }
  }
}

extension Document {
  /// A typed value under a name. A document may have several under one name, of several types; equal
  /// ones count once. They are kept apart from its text: no word finds them.
  public struct Value: Sendable, Hashable {
    /// The name, 1 to 256 bytes of UTF-8.
    public var name: String
    /// The value.
    public var value: FieldValue

    /// Creates a value under a name.
    public init(_ name: String, _ value: FieldValue) {
      self.name = name
      self.value = value
    }

    /// A string that counts as a whole.
    public static func keyword(_ name: String, _ value: String) -> Value {
      Value(name, .keyword(value))
    }

    /// A whole number.
    public static func integer(_ name: String, _ value: Int64) -> Value {
      Value(name, .integer(value))
    }

    /// A number.
    public static func decimal(_ name: String, _ value: Double) -> Value {
      Value(name, .decimal(value))
    }

    /// A moment.
    public static func date(_ name: String, _ value: Timestamp) -> Value {
      Value(name, .date(value))
    }

    /// Yes or no.
    public static func boolean(_ name: String, _ value: Bool) -> Value {
      Value(name, .boolean(value))
    }
  }
}
