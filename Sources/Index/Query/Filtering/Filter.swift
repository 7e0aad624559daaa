/// Which documents count: by their values, their keys, or what they hold. A filter says nothing about
/// rank: scores are those that documents have without it.
///
/// ```swift
/// let recent = Filter.all([
///   .range("year", from: .integer(2020)), .equals("type", .keyword("md")), .not(.exists("draft")),
/// ])
/// let result = try snapshot.search("芯片", filter: recent)
/// ```
///
/// A name may have values of several types. A filter looks at those of the type it names; integers and
/// decimals are compared with each other.
public struct Filter: Sendable, Hashable, CustomStringConvertible {
  let node: Node

  /// What a filter says.
  indirect enum Node: Sendable, Hashable {
    case values(String, ValueSet, Label)
    /// With the text field of the name, where it is known.
    case exists(String, FieldID?)
    case keys([[UInt8]])
    case query(ParsedQuery)
    /// What was typed behind a name means this.
    case typed(String, Label, Filter)
    case all([Filter])
    case any([Filter])
    case not(Filter)
  }

  /// How a condition on values is typed.
  struct Label: Sendable, Hashable {
    /// Behind the colon.
    var text: String
    /// Whether it asks for all between bounds, and not for one value, or for what looks like one.
    var isRange = false
  }

  init(_ node: Node) {
    self.node = node
  }

  /// Documents that have the value under the name.
  public static func equals(_ name: String, _ value: FieldValue) -> Filter {
    range(name, from: value, to: value)
  }

  /// Documents that have a value between two others under the name; without a bound, from the least or
  /// to the greatest. Keywords are in the order of their bytes.
  public static func range(
    _ name: String, from lower: FieldValue? = nil, includingLower: Bool = true,
    to upper: FieldValue? = nil, includingUpper: Bool = true
  ) -> Filter {
    let set = ValueSet(
      from: lower, includingLower: includingLower, to: upper, includingUpper: includingUpper)
    let label =
      (includingLower ? "[" : "{") + (lower?.text ?? "*") + " TO " + (upper?.text ?? "*")
      + (includingUpper ? "]" : "}")
    let isOne = lower == upper && includingLower && includingUpper
    return Filter(
      .values(
        name, set, isOne ? Label(text: lower?.text ?? label) : Label(text: label, isRange: true)))
  }

  /// Documents that have a keyword under the name that looks so: `*` stands for any characters, `?` for
  /// one; where there is a slash in it, `*` stops at slashes and `**` does not. Without a capital letter
  /// in it, capitals do not matter.
  public static func matching(_ name: String, _ pattern: String) -> Filter {
    matching(name, KeywordPattern(pattern))
  }

  /// Documents that have a keyword under the name that fits.
  package static func matching(_ name: String, _ pattern: KeywordPattern) -> Filter {
    var set = ValueSet()
    set.keywords = .pattern(pattern)
    return Filter(.values(name, set, Label(text: pattern.text)))
  }

  /// The filter, which calls itself what was typed behind a name.
  package func typed(_ text: String, behind name: String) -> Filter {
    Filter(.typed(name, Label(text: text), self))
  }

  /// Documents that have any value, or any word of a text, under the name.
  public static func exists(_ name: String) -> Filter { Filter(.exists(name, nil)) }

  /// The documents of these keys.
  public static func keys(_ keys: [String]) -> Filter { Filter(.keys(keys.map { Array($0.utf8) })) }

  /// Documents that match a query.
  public static func query(_ query: ParsedQuery) -> Filter {
    query.query.condition ?? Filter(.query(query))
  }

  /// Documents that all of the filters let through.
  public static func all(_ filters: [Filter]) -> Filter {
    filters.count == 1 ? filters[0] : Filter(.all(filters))
  }

  /// Documents that any of the filters lets through.
  public static func any(_ filters: [Filter]) -> Filter {
    filters.count == 1 ? filters[0] : Filter(.any(filters))
  }

  /// Documents that the filter does not let through.
  public static func not(_ filter: Filter) -> Filter { Filter(.not(filter)) }

  /// Whether it asks for one value as it is typed, or for what looks so, and not for a range.
  var isOneValue: Bool {
    switch node {
    case .values(_, _, let label), .typed(_, let label, _): !label.isRange
    default: false
    }
  }

  /// As in the query language, more or less.
  public var description: String {
    switch node {
    case .values(let name, _, let label), .typed(let name, let label, _): "\(name):\(label.text)"
    case .exists(let name, _): "\(name):*"
    case .keys(let keys): "\(keys.count) keys"
    case .query(let query): "(\(query.text))"
    case .all(let filters): "(" + filters.map(\.description).joined(separator: " & ") + ")"
    case .any(let filters): "(" + filters.map(\.description).joined(separator: " | ") + ")"
    case .not(let filter): "-\(filter)"
    }
  }
}

extension Filter {
  /// The names of the values that it looks at.
  var valueNames: Set<String> {
    switch node {
    case .values(let name, _, _), .exists(let name, _): [name]
    case .keys, .query: []
    case .all(let filters), .any(let filters):
      filters.reduce(into: []) { $0.formUnion($1.valueNames) }
    case .not(let filter), .typed(_, _, let filter): filter.valueNames
    }
  }
}
