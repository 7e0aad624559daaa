import Testing

@testable import search

@Suite struct ColorChoiceTests {
  @Test(arguments: [
    (ColorChoice.auto, true, [:], true), (.auto, false, [:], false),
    (.auto, true, ["NO_COLOR": "1"], false), (.auto, true, ["NO_COLOR": ""], true),
    (.auto, true, ["TERM": "dumb"], false), (.always, false, ["NO_COLOR": "1"], true),
    (.never, true, [:], false), (.auto, false, ["CLICOLOR_FORCE": "1"], true),
    (.auto, false, ["FORCE_COLOR": "0"], false), (.auto, false, ["FORCE_COLOR": "3"], true),
    (.auto, false, ["FORCE_COLOR": "1", "NO_COLOR": "1"], false),
    (.auto, true, ["CLICOLOR": "0"], false), (.never, true, ["FORCE_COLOR": "1"], false),
  ])
  func `colour is for terminals that want it`(
    choice: ColorChoice, isTerminal: Bool, environment: [String: String], expected: Bool
  ) {
    #expect(choice.isOn(isTerminal: isTerminal) { environment[$0] } == expected)
  }
}
