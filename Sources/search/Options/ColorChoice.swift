import ArgumentParser

/// When to colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto
  case always
  case never

  /// Whether to colour, given where the output goes.
  ///
  /// `NO_COLOR` (not empty) and `TERM=dumb` switch the automatic choice off.
  func isOn(isTerminal: Bool, environment: (String) -> String?) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      if let value = environment("NO_COLOR"), !value.isEmpty { return false }
      return isTerminal && environment("TERM") != "dumb"
    }
  }
}
