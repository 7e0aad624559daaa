import ArgumentParser

/// What `search bench` does with each query.
enum QueryMode: String, ExpressibleByArgument, CaseIterable, Sendable {
  case or, and, phrase
  case countOr = "count-or"
  case countAnd = "count-and"

  var isCount: Bool { self == .countOr || self == .countAnd }
  var matchesAll: Bool { self == .and || self == .countAnd }
}
