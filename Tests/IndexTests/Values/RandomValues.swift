import TestSupport

@testable import Index

/// Values as documents may have them, and a plain way to say which of them a filter lets through.
enum RandomValues {
  private static let words = [
    "md", "pdf", "Some Words", "docs/a.md", "docs/sub/b", "芯片", "é", "docs",
  ]

  /// None, one or several values under a few names, of one type or of mixed ones.
  static func values(using generator: inout SeededGenerator) -> [Document.Value] {
    var values: [Document.Value] = [
      .integer("number", Int64.random(in: 0..<1 << 40, using: &generator))
    ]
    for _ in 0..<Int.random(in: 0...4, using: &generator) {
      let name = ["year", "tag", "mixed", "rare"][
        [0, 0, 1, 1, 1, 2, 2, 2, 3][Int.random(in: 0..<9, using: &generator)]]
      switch name {
      case "year": values.append(.integer(name, Int64.random(in: 2000...2030, using: &generator)))
      case "tag": values.append(.keyword(name, words.randomElement(using: &generator) ?? ""))
      case "rare":
        if Int.random(in: 0..<20, using: &generator) == 0 { values.append(.boolean(name, true)) }
      default: values.append(Document.Value(name, mixed(using: &generator)))
      }
    }
    return values
  }

  static func mixed(using generator: inout SeededGenerator) -> FieldValue {
    switch Int.random(in: 0..<6, using: &generator) {
    case 0: .integer(Int64.random(in: -5...5, using: &generator))
    case 1: .decimal(Double(Int.random(in: -20...20, using: &generator)) / 4)
    case 2:
      .date(
        Timestamp(
          microseconds: 86_400_000_000 * Int64.random(in: -800...30_000, using: &generator)))
    case 3: .boolean(Bool.random(using: &generator))
    case 4: .integer([.min, .max, 0].randomElement(using: &generator) ?? 0)
    default: .keyword(words.randomElement(using: &generator) ?? "")
    }
  }

  /// Some filters that have something to find.
  static let filters: [Filter] = [
    .range("year", from: .integer(2010)), .equals("tag", .keyword("md")), .exists("mixed"),
    .matching("tag", "docs/**"), .not(.range("number", to: .integer(1 << 39))),
    .all([.exists("tag"), .any([.equals("rare", .boolean(true)), .keys(["k1-1", "3"])])]),
  ]

  /// A random filter, and whether a document passes it.
  static func filter(
    using generator: inout SeededGenerator, depth: Int = 0
  ) -> (filter: Filter, passes: (Document) -> Bool) {
    switch Int.random(in: 0..<(depth > 2 ? 5 : 8), using: &generator) {
    case 0:
      let name = ["year", "tag", "mixed", "rare", "none"].randomElement(using: &generator) ?? ""
      return (.exists(name), { $0.values.contains { $0.name == name } })
    case 1:
      let tag = words.randomElement(using: &generator) ?? ""
      return (.equals("tag", .keyword(tag)), { $0.values.contains(.keyword("tag", tag)) })
    case 2, 3: return range(using: &generator)
    case 4:
      let keys = (0..<3).map { _ in String(Int.random(in: 0..<200, using: &generator)) }
      return (.keys(keys), { keys.contains($0.key) })
    case 5:
      let inner = filter(using: &generator, depth: depth + 1)
      return (.not(inner.filter), { !inner.passes($0) })
    case let kind:
      let inner = (0..<Int.random(in: 0...3, using: &generator)).map { _ in
        filter(using: &generator, depth: depth + 1)
      }
      let filters = inner.map(\.filter)
      return kind == 6
        ? (.all(filters), { document in inner.allSatisfy { $0.passes(document) } })
        : (.any(filters), { document in inner.contains { $0.passes(document) } })
    }
  }

  private static func range(
    using generator: inout SeededGenerator
  ) -> (filter: Filter, passes: (Document) -> Bool) {
    let name = ["year", "mixed", "number"].randomElement(using: &generator) ?? ""
    func bound() -> FieldValue? {
      switch name {
      case "year": .integer(Int64.random(in: 1998...2032, using: &generator))
      case "number": .integer(Int64.random(in: 0..<1 << 40, using: &generator))
      default: mixed(using: &generator)
      }
    }
    let low = Int.random(in: 0..<4, using: &generator) == 0 ? nil : bound()
    let high = Int.random(in: 0..<4, using: &generator) == 0 ? nil : bound()
    let (withLow, withHigh) = (Bool.random(using: &generator), Bool.random(using: &generator))
    let filter = Filter.range(
      name, from: low, includingLower: withLow, to: high, includingUpper: withHigh)
    return (
      filter,
      { document in
        document.values.contains { value in
          value.name == name && isIn(value.value, low, withLow, high, withHigh)
        }
      }
    )
  }

  private static func isIn(
    _ value: FieldValue, _ low: FieldValue?, _ withLow: Bool, _ high: FieldValue?, _ withHigh: Bool
  ) -> Bool {
    func isBehind(_ bound: FieldValue?, _ includes: Bool, isLow: Bool) -> Bool {
      guard let bound else { return true }
      guard let order = compare(value, bound) else { return false }
      return order == 0 ? includes : isLow ? order > 0 : order < 0
    }
    // With a bound of another type nothing lies between.
    if let low, let high, compare(low, high) == nil { return false }
    return isBehind(low, withLow, isLow: true) && isBehind(high, withHigh, isLow: false)
  }

  /// Less than 0 if the left is less; nil if they cannot be compared.
  static func compare(_ left: FieldValue, _ right: FieldValue) -> Int? {
    func order<Value: Comparable>(_ left: Value, _ right: Value) -> Int {
      left < right ? -1 : left == right ? 0 : 1
    }
    switch (left, right) {
    case (.integer(let left), .integer(let right)): return order(left, right)
    // All that are mixed here are exact in both.
    case (.integer(let left), .decimal(let right)): return order(Double(left), right)
    case (.decimal(let left), .integer(let right)): return order(left, Double(right))
    case (.decimal(let left), .decimal(let right)): return order(left, right)
    case (.date(let left), .date(let right)): return order(left, right)
    case (.boolean(let left), .boolean(let right)): return order(left ? 1 : 0, right ? 1 : 0)
    case (.keyword(let left), .keyword(let right)):
      if Array(left.utf8) == Array(right.utf8) { return 0 }
      return left.utf8.lexicographicallyPrecedes(right.utf8) ? -1 : 1
    default: return nil
    }
  }

  /// Values as an index gives them back.
  static func normalized(_ values: [Document.Value]) -> [Document.Value] {
    var unique: [Document.Value] = []
    for value in values where !unique.contains(value) { unique.append(value) }
    return unique.sorted { left, right in
      if left.name != right.name { return left.name < right.name }
      if left.value.type != right.value.type {
        return left.value.type.rawValue < right.value.type.rawValue
      }
      return (compare(left.value, right.value) ?? 0) < 0
    }
  }
}
