import ArgumentParser

@main
struct Search: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "search", abstract: "Finds words in any language.")

  func run() {}
}
