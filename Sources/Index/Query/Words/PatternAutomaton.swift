/// What tells whether words fit a pattern, whatever its shape.
enum PatternAutomaton {
  case wildcard(WildcardAutomaton<UInt64>)
  /// Of a pattern with more code points than a machine word has bits.
  case longWildcard(WildcardAutomaton<ManyPlaces>)
  case similar(EditAutomaton)

  init(_ shape: PatternQuery.Shape) {
    switch shape {
    case .elements(let elements):
      self =
        elements.count < UInt64.capacity
        ? .wildcard(WildcardAutomaton(elements)) : .longWildcard(WildcardAutomaton(elements))
    case .similar(let wanted, let distance):
      self = .similar(EditAutomaton(to: wanted, atMost: distance))
    }
  }

  /// Whether a word fits.
  ///
  /// - Complexity: O(length of the word).
  func fits(_ word: some Sequence<UInt8>) -> Bool {
    let scalars = String(decoding: Array(word), as: UTF8.self).unicodeScalars
    return switch self {
    case .wildcard(let automaton): automaton.distance(of: scalars) != nil
    case .longWildcard(let automaton): automaton.distance(of: scalars) != nil
    case .similar(let automaton): automaton.distance(of: scalars) != nil
    }
  }
}
