/// What tells of words whether they fit, code point by code point, so that words that begin alike share the
/// work, and a beginning with which nothing fits rules out all words that have it.
protocol WordAutomaton {
  /// What is known behind a beginning.
  associatedtype State

  /// Before the first code point.
  var start: State { get }

  /// Behind another code point; nil if no word that goes on from there fits.
  func state(after scalar: Unicode.Scalar, _ state: State) -> State?

  /// The first code point behind another one with which a word that fits may go on; nil if there is none.
  ///
  /// What it gives need not lead anywhere, but nothing before it does.
  func next(after scalar: Unicode.Scalar, _ state: State) -> Unicode.Scalar?

  /// How far a word that ends here is from what is wanted; nil if it does not fit.
  func distance(_ state: State) -> Int?

  /// Whether every word that goes on from here fits, as well as any other.
  func isSettled(_ state: State) -> Bool
}

extension WordAutomaton {
  /// How far a word is from what is wanted; nil if it does not fit.
  func distance(of word: some Sequence<Unicode.Scalar>) -> Int? {
    var state = start
    for scalar in word {
      guard let next = self.state(after: scalar, state) else { return nil }
      state = next
    }
    return distance(state)
  }
}

extension Unicode.Scalar {
  /// The next code point that text can have; nil behind the last.
  var successor: Unicode.Scalar? {
    Unicode.Scalar(value + 1) ?? (value < 0xE000 ? Unicode.Scalar(0xE000 as UInt32) : nil)
  }
}
