import ArgumentParser

/// How a query keeps up with the files: what was typed.
struct UpdateOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo, exclusivity: .chooseLast,
    help: "First bring the index up to date with the files.")
  var update = true

  @Option(
    help: ArgumentHelp(
      "How long that may take; the answer comes then from what the index has.",
      valueName: "seconds"))
  var updateSeconds = 1.0

  mutating func validate() throws {
    if !(0...3600).contains(updateSeconds) {
      throw ValidationError("--update-seconds takes 0 to 3600")
    }
  }

  /// The same without the parser.
  var policy: UpdatePolicy { UpdatePolicy(updates: update, seconds: updateSeconds) }
}
