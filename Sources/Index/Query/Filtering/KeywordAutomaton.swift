/// A pattern of whole texts, walked unit by unit: which of its elements may come next.
///
/// Generic, since keywords of ASCII alone are walked by their bytes and others by their scalars.
struct KeywordAutomaton<Unit: Hashable & Sendable>: Hashable, Sendable {
  /// A stretch of the pattern.
  enum Element: Hashable, Sendable {
    case unit(Unit)
    case one
    case many
    /// Slashes included.
    case all
  }

  let elements: [Element]
  /// What `one` and `many` stop at; nil if at nothing.
  let slash: Unit?
  /// The elements that a text may begin with.
  private(set) var starts: [Int] = [0]

  init(_ elements: [Element], stoppingAt slash: Unit?) {
    self.elements = elements
    self.slash = slash
  }

  /// What is left of the pattern behind a beginning of the text.
  func behind(_ beginning: some Sequence<Unit>) -> KeywordAutomaton {
    var rest = self
    let states = states(after: beginning)
    rest.starts = states.indices.filter { states[$0] }
    return rest
  }

  /// Whether all of a text fits.
  ///
  /// - Complexity: O(length of the pattern times length of the text).
  func matches(_ text: some Sequence<Unit>) -> Bool { states(after: text)[elements.count] }

  /// For each element, and the end, whether it may come next.
  private func states(after text: some Sequence<Unit>) -> [Bool] {
    var states = [Bool](repeating: false, count: elements.count + 1)
    for start in starts { states[start] = true }
    passOver(&states)
    var next = states
    for unit in text {
      var isAlive = false
      for index in next.indices { next[index] = false }
      for index in elements.indices where states[index] {
        switch elements[index] {
        case .unit(let wanted): if wanted == unit { next[index + 1] = true } else { continue }
        case .one: if unit != slash { next[index + 1] = true } else { continue }
        case .many: if unit != slash { next[index] = true } else { continue }
        case .all: next[index] = true
        }
        isAlive = true
      }
      swap(&states, &next)
      if !isAlive { return states }
      passOver(&states)
    }
    return states
  }

  /// Any number of characters may be none.
  private func passOver(_ states: inout [Bool]) {
    for index in elements.indices where states[index] {
      switch elements[index] {
      case .many, .all: states[index + 1] = true
      case .unit, .one: break
      }
    }
  }
}
