/// Gives the random numbers that name indexes and segments.
package protocol IdentifierSource: Sendable {
  /// A number that has not been given before, as good as certainly.
  func next() -> UInt64
}

/// The system's random numbers: what is used outside tests.
package struct RandomIdentifiers: IdentifierSource {
  package init() {}

  package func next() -> UInt64 {
    var generator = SystemRandomNumberGenerator()
    return generator.next()
  }
}
