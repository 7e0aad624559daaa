import ArgumentParser
import Tokenizer

/// An analyzer's name as it is typed: as it is stored.
struct AnalyzerChoice: ExpressibleByArgument, Sendable {
  /// The analyzer.
  var name: AnalyzerOptions.Name

  /// The default one.
  static let multilingual = AnalyzerChoice(name: .multilingual)

  static var allValueStrings: [String] { AnalyzerOptions.Name.allCases.map(\.rawValue) }

  var defaultValueDescription: String { name.rawValue }

  init(name: AnalyzerOptions.Name) {
    self.name = name
  }

  init?(argument: String) {
    guard let name = AnalyzerOptions.Name(rawValue: argument) else { return nil }
    self.name = name
  }
}
