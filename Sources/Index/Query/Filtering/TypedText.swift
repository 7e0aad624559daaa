/// What values a name has in an index: what text behind it can mean.
struct ValueSchema: Sendable {
  private let types: [String: Set<ValueType>]
  /// All names that documents have values under, in their order.
  let names: [String]

  static let none = ValueSchema([:])

  /// - Parameter names: the names that documents have values under, if not all.
  init(_ types: [String: Set<ValueType>], names: [String]? = nil) {
    self.names = Set(names ?? Array(types.keys)).sorted()
    // Documents that are files are asked for folders and endings even where none has any.
    var types = types
    if ["path", "file"].allSatisfy({ types[$0]?.contains(.keyword) == true }) {
      for name in Self.fileNames { types[name, default: []].insert(.keyword) }
    }
    self.types = types
  }

  init(_ segments: [OpenSegment]) {
    var types: [String: Set<ValueType>] = [:]
    for segment in segments {
      for shape in segment.reader.values.shapes {
        types[shape.name, default: []].insert(shape.type)
      }
    }
    self.init(types)
  }

  /// Names of what a file is. Behind them words mean values, even if documents have text under them, too.
  static let fileNames: Set<String> = ["path", "dir", "file", "type"]

  /// Whether a name's values say what a file is.
  func isFileName(_ name: String) -> Bool {
    Self.fileNames.contains(name) && types(of: name).contains(.keyword)
  }

  /// Whether words behind a name are looked for in text, unless they mean a number, a date or the like.
  func isText(_ name: String, _ schema: Schema) -> Bool {
    if isFileName(name) { return false }
    return schema.field(named: name) != nil
  }

  /// The types of values that a name has; empty if it has none.
  func types(of name: String) -> Set<ValueType> { types[name] ?? [] }

  /// The types of both.
  func adding(_ other: ValueSchema) -> ValueSchema {
    ValueSchema(types.merging(other.types) { $0.union($1) }, names: names + other.names)
  }
}

/// Text behind the name of values, as it is typed: a value, or a range of them.
struct TypedText {
  /// The name's types.
  let types: Set<ValueType>
  /// Whether the name is a text field, too: then what is only text is no keyword.
  let isText: Bool
  /// Whether the name is that of the endings of file names, which are kept in small letters and without the
  /// point that people may type.
  private let isFileType: Bool
  /// Whether the values are names of files, where two points are characters like others.
  private let isFileName: Bool

  /// Text behind a name.
  init(behind name: String, _ values: ValueSchema, _ schema: Schema) {
    types = values.types(of: name)
    isText = values.isText(name, schema)
    isFileType = name == "type"
    isFileName = !isText && ValueSchema.fileNames.contains(name)
  }

  private var takesKeywords: Bool { types.contains(.keyword) && !isText }

  /// What a text means.
  struct Reading {
    /// The values.
    var set: ValueSet
    /// Whether it names bounds of them.
    var isRange: Bool
  }

  /// What a text means; nil if it means no values of these types.
  ///
  /// - Parameter isQuoted: whether it stood in quotation marks, where marks mean nothing.
  func reading(of text: String, isQuoted: Bool = false) -> Reading? {
    if !isQuoted {
      for (mark, isLower, includes) in Self.marks where text.hasPrefix(mark) {
        let bound = String(text.dropFirst(mark.utf8.count))
        guard !bound.isEmpty else { return nil }
        let set =
          isLower
          ? range(from: bound, includes, to: nil, true)
          : range(from: nil, true, to: bound, includes)
        return set.map { Reading(set: $0, isRange: true) }
      }
      if !isFileName, let (low, high) = Self.halves(of: text) {
        return range(from: low, true, to: high, true).map { Reading(set: $0, isRange: true) }
      }
    }
    return literal(text, isQuoted: isQuoted).map { Reading(set: $0, isRange: false) }
  }

  /// The values that a text means; nil if it means none of these types.
  func set(of text: String) -> ValueSet? { reading(of: text)?.set }

  private static let marks: [(String, isLower: Bool, includes: Bool)] = [
    (">=", true, true), ("<=", false, true), (">", true, false), ("<", false, false),
  ]

  /// `2019..2024`, of which one may be left out.
  private static func halves(of text: String) -> (low: String?, high: String?)? {
    let parts = text.split(separator: "..", maxSplits: 1, omittingEmptySubsequences: false)
    guard parts.count == 2, !parts[0].isEmpty || !parts[1].isEmpty, !text.hasPrefix("..."),
      !text.contains("/")
    else { return nil }
    return (
      parts[0].isEmpty ? nil : String(parts[0]), parts[1].isEmpty ? nil : String(parts[1])
    )
  }

  private func literal(_ text: String, isQuoted: Bool) -> ValueSet? {
    var set = ValueSet()
    let number = TypedNumber(text)
    if let number { set.setNumbers(number.bounds) }
    if let period = TimePeriod(text) {
      set.ranges[.date] = period.start.microseconds...period.end.microseconds
    }
    if let isTrue = Self.boolean(text) {
      set.ranges[.boolean] = isTrue ? 1...1 : 0...0
    }
    set.ranges = set.ranges.filter { types.contains($0.key) }
    if takesKeywords, !text.isEmpty {
      set.keywords = .pattern(KeywordPattern(keyword(text), isLiteral: isQuoted))
    }
    return set.isEmpty ? nil : set
  }

  private func keyword(_ text: String) -> String {
    if !isFileType { return text }
    let ending = text.lowercased()
    return ending.hasPrefix(".") && ending.utf8.count > 1 ? String(ending.dropFirst()) : ending
  }

  /// The values between two typed ones; nil if they are none of these types.
  func range(
    from lower: String?, _ includesLower: Bool, to upper: String?, _ includesUpper: Bool
  ) -> ValueSet? {
    if lower == nil, upper == nil { return .all }
    var set = ValueSet()
    let (low, high) = (lower.map { TypedNumber($0) }, upper.map { TypedNumber($0) })
    if low.isReadable, high.isReadable {
      var bounds = ValueSet.NumberBounds(
        low: low??.number ?? -.infinity, high: high??.number ?? .infinity)
      (bounds.includesLow, bounds.includesHigh) = (includesLower, includesUpper)
      (bounds.exactLow, bounds.exactHigh) = (low??.exact, high??.exact)
      set.setNumbers(bounds)
    }
    let (from, to) = (lower.map { TimePeriod($0) }, upper.map { TimePeriod($0) })
    if from.isReadable, to.isReadable {
      set.set(
        .date, from: (includesLower ? from??.start : from??.end)?.microseconds, includesLower,
        to: (includesUpper ? to??.end : to??.start)?.microseconds, includesUpper)
    }
    let meansOther = !set.ranges.isEmpty
    set.ranges = set.ranges.filter { types.contains($0.key) }
    if takesKeywords, set.isEmpty, !meansOther || types == [.keyword] {
      set.keywords = .range(
        KeywordBounds(
          lower: lower.map { Array($0.utf8) }, includesLower: includesLower,
          upper: upper.map { Array($0.utf8) }, includesUpper: includesUpper))
    }
    // A range may be read and hold nothing.
    return set.isEmpty && !meansOther ? nil : set
  }

  static func boolean(_ text: String) -> Bool? {
    switch text.lowercased() {
    case "true", "yes": true
    case "false", "no": false
    default: nil
    }
  }

  /// The names of the types, for messages.
  var typeNames: String {
    types.sorted { $0.rawValue < $1.rawValue }.map(\.name).joined(separator: " or ")
  }
}

extension Optional {
  /// Whether a bound is left out, or could be read.
  fileprivate func isReadableBound<Value>() -> Bool where Wrapped == Value? {
    switch self {
    case .none: true
    case .some(let inner): inner != nil
    }
  }
}

extension Optional where Wrapped == TypedNumber? {
  fileprivate var isReadable: Bool { isReadableBound() }
}

extension Optional where Wrapped == TimePeriod? {
  fileprivate var isReadable: Bool { isReadableBound() }
}

/// A number as people type it: `5`, `-2.5`, `1e6`, `10k`, `1.5MB`, `2GiB`; k, M, G and T are powers of
/// 1,024.
struct TypedNumber {
  var number: Double
  /// The number, if it is an integer of 64 bits.
  var exact: Int64?

  var bounds: ValueSet.NumberBounds {
    var bounds = ValueSet.NumberBounds(low: number, high: number)
    (bounds.exactLow, bounds.exactHigh) = (exact, exact)
    return bounds
  }

  init?(_ text: String) {
    let end =
      text.utf8.firstIndex { byte in
        switch byte {
        case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "-"),
          UInt8(ascii: "+"), UInt8(ascii: "e"), UInt8(ascii: "E"):
          false
        default: true
        }
      } ?? text.endIndex
    guard text.utf8.count <= 64, let factor = Self.factor(text[end...]),
      let number = Double(text[..<end])
    else { return nil }
    self.number = number * factor
    if let integer = Int64(text[..<end]) {
      let (product, overflows) = integer.multipliedReportingOverflow(by: Int64(factor))
      exact = overflows ? nil : product
    } else if self.number == self.number.rounded(), abs(self.number) < 0x1p53 {
      exact = Int64(self.number)
    }
  }

  private static func factor(_ suffix: Substring) -> Double? {
    var unit = suffix.lowercased()
    if unit.isEmpty { return 1 }
    if unit == "b" { return 1 }
    for ending in ["ib", "b"] where unit.hasSuffix(ending) && unit.utf8.count > ending.utf8.count {
      unit.removeLast(ending.utf8.count)
      break
    }
    switch unit {
    case "k": return 0x1p10
    case "m": return 0x1p20
    case "g": return 0x1p30
    case "t": return 0x1p40
    default: return nil
    }
  }
}
