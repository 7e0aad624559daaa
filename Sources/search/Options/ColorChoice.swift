import ArgumentParser

/// When to colour.
enum ColorChoice: String, ExpressibleByArgument, CaseIterable, Sendable {
  case auto
  case always
  case never

  /// Whether to colour, given where the output goes.
  ///
  /// What the option says counts most. Then `NO_COLOR` (not empty) switches colours off;
  /// `CLICOLOR_FORCE` and `FORCE_COLOR` (neither empty nor 0) switch them on wherever the output goes;
  /// `CLICOLOR=0` and `TERM=dumb` switch them off on a terminal.
  func isOn(isTerminal: Bool, environment: (String) -> String?) -> Bool {
    switch self {
    case .always: return true
    case .never: return false
    case .auto:
      if let value = environment("NO_COLOR"), !value.isEmpty { return false }
      for name in ["CLICOLOR_FORCE", "FORCE_COLOR"] {
        if let value = environment(name), !value.isEmpty, value != "0" { return true }
      }
      return isTerminal && environment("TERM") != "dumb" && environment("CLICOLOR") != "0"
    }
  }
}
