/// Which values are asked for: of each type a range, or none.
struct ValueSet: Sendable, Hashable {
  /// Values that are no keywords, as the integers they are kept as.
  var ranges: [ValueType: ClosedRange<Int64>] = [:]
  var keywords: KeywordSet?

  /// Whether there is no value that would do.
  var isEmpty: Bool { ranges.isEmpty && keywords == nil }

  /// Any value.
  static let all: ValueSet = {
    var all = ValueSet()
    for type in ValueType.allCases where type != .keyword {
      all.ranges[type] = Int64.min...Int64.max
    }
    all.keywords = .range(KeywordBounds())
    return all
  }()

  /// The values between two others; without one, from the least or to the greatest. Integers and
  /// decimals are compared with each other, other types with themselves.
  init(
    from lower: FieldValue?, includingLower: Bool, to upper: FieldValue?, includingUpper: Bool
  ) {
    guard let type = lower?.type ?? upper?.type else {
      self = .all
      return
    }
    switch type {
    case .keyword:
      guard let low = Self.bytes(lower), let high = Self.bytes(upper) else { return }
      keywords = .range(
        KeywordBounds(
          lower: low.isEmpty && lower == nil ? nil : low, includesLower: includingLower,
          upper: upper == nil ? nil : high, includesUpper: includingUpper))
    case .integer, .decimal:
      guard let low = Self.number(lower, else: -.infinity),
        let high = Self.number(upper, else: .infinity)
      else { return }
      var bounds = NumberBounds(low: low, high: high)
      bounds.includesLow = includingLower
      bounds.includesHigh = includingUpper
      if case .integer(let exact)? = lower { bounds.exactLow = exact }
      if case .integer(let exact)? = upper { bounds.exactHigh = exact }
      setNumbers(bounds)
    case .date, .boolean:
      guard lower.map({ $0.type == type }) ?? true, upper.map({ $0.type == type }) ?? true else {
        return
      }
      set(
        type, from: lower?.ordered, includingLower, to: upper?.ordered, includingUpper)
    }
  }

  init() {}

  private static func bytes(_ value: FieldValue?) -> [UInt8]? {
    switch value {
    case nil: []
    case .keyword(let text): Array(text.utf8)
    default: nil
    }
  }

  private static func number(_ value: FieldValue?, else missing: Double) -> Double? {
    switch value {
    case nil: missing
    case .integer(let number): Double(number)
    case .decimal(let number) where !number.isNaN: number
    default: nil
    }
  }

  /// Sets the range of a type by bounds that may be left out.
  mutating func set(
    _ type: ValueType, from lower: Int64?, _ includesLower: Bool, to upper: Int64?,
    _ includesUpper: Bool
  ) {
    var low = lower ?? .min
    var high = upper ?? .max
    if lower != nil, !includesLower {
      if low == .max { return }
      low += 1
    }
    if upper != nil, !includesUpper {
      if high == .min { return }
      high -= 1
    }
    if low <= high { ranges[type] = low...high }
  }

  /// Bounds of numbers.
  struct NumberBounds {
    var low: Double
    var high: Double
    var includesLow = true
    var includesHigh = true
    /// Where a bound is an integer, which a decimal may not be able to say.
    var exactLow: Int64?
    var exactHigh: Int64?
  }

  /// Sets the ranges of integers and decimals.
  mutating func setNumbers(_ bounds: NumberBounds) {
    set(
      .decimal, from: FieldValue.ordered(bounds.low), bounds.includesLow,
      to: FieldValue.ordered(bounds.high), bounds.includesHigh)
    if let low = bounds.exactLow ?? Self.integer(bounds.low, roundedUp: true),
      let high = bounds.exactHigh ?? Self.integer(bounds.high, roundedUp: false)
    {
      // What was rounded lies inside.
      let isLowBound = bounds.exactLow != nil || Double(low) == bounds.low
      let isHighBound = bounds.exactHigh != nil || Double(high) == bounds.high
      set(
        .integer, from: low, bounds.includesLow || !isLowBound, to: high,
        bounds.includesHigh || !isHighBound)
    }
  }

  /// The nearest integer that lies inside a bound; nil if there is none.
  private static func integer(_ number: Double, roundedUp: Bool) -> Int64? {
    let rounded = number.rounded(roundedUp ? .up : .down)
    if rounded >= 0x1p63 { return roundedUp ? nil : .max }
    if rounded < -0x1p63 { return roundedUp ? .min : nil }
    return Int64(rounded)
  }
}

/// Which keywords are asked for.
enum KeywordSet: Sendable, Hashable {
  /// Those between two others, in the order of their bytes.
  case range(KeywordBounds)
  /// Those that look so.
  case pattern(KeywordPattern)
}

/// Bounds of keywords, each of which may be left out.
struct KeywordBounds: Sendable, Hashable {
  var lower: [UInt8]?
  var includesLower = true
  var upper: [UInt8]?
  var includesUpper = true

  /// The places of the keywords in a table.
  func places(in table: KeywordTable) throws(IndexError) -> Range<Int> {
    var low = 0
    var high = table.count
    if let lower {
      low = try table.lowerBound(lower)
      if !includesLower, try table.place(of: lower) == low { low += 1 }
    }
    if let upper {
      high = try table.lowerBound(upper)
      if includesUpper, try table.place(of: upper) == high { high += 1 }
    }
    return low..<max(low, high)
  }
}
