/// What `search doctor` found, a line each.
struct DoctorReport {
  /// One finding.
  struct Finding: Equatable {
    /// Whether all is well, something is missing, or something is broken.
    enum State: String { case good = "ok", lacking = "missing", bad = "problem", plain = "" }

    /// The part that it is about.
    var part: String
    var state: State
    /// What was found.
    var text: String
    /// What is lost, or what to do; empty if nothing.
    var advice = ""
  }

  /// The findings in their order.
  private(set) var findings: [Finding] = []

  /// Whether something is broken.
  var hasProblems: Bool { findings.contains { $0.state == .bad } }

  /// Adds a finding.
  mutating func add(_ part: String, _ state: Finding.State, _ text: String, advice: String = "") {
    findings.append(Finding(part: part, state: state, text: text, advice: advice))
  }

  /// For people.
  var text: String {
    var table = TextTable([("part", .left), ("", .left), ("what was found", .left)])
    for finding in findings {
      let advice = finding.advice.isEmpty ? "" : ": \(finding.advice)"
      table.add([
        finding.part, finding.state.rawValue, TerminalText.escaped(finding.text + advice),
      ])
    }
    return table.text
  }

  /// One JSON object a line.
  var lines: String {
    findings.map { finding in
      var object = JSONObject(type: "finding")
      object.set("part", finding.part)
      object.set("state", finding.state == .plain ? "info" : finding.state.rawValue)
      object.set("text", finding.text)
      if !finding.advice.isEmpty { object.set("advice", finding.advice) }
      return object.text + "\n"
    }.joined()
  }
}
