import Foundation

/// How long the tests of this target run, by the environment. Without it they take a second each.
enum TortureSettings {
  /// `SEARCH_TORTURE_SECONDS`: how long each may take; nil for the shortest form.
  static let seconds = number("SEARCH_TORTURE_SECONDS")
  /// `SEARCH_TORTURE_EXECUTIONS`: how many cases each tries.
  static let executionCount = number("SEARCH_TORTURE_EXECUTIONS")
  /// `SEARCH_TORTURE_SEED`: what random numbers come from; printed by every test that draws them.
  static let seed = number("SEARCH_TORTURE_SEED").map { UInt64($0) } ?? .random(in: 1..<1 << 32)
  /// `SEARCH_TORTURE_KEEP`: whether inputs that reach new code are added to the saved ones.
  static let keepsInputs = ProcessInfo.processInfo.environment["SEARCH_TORTURE_KEEP"] != nil
  /// `SEARCH_TORTURE_FOLDER`: where an input lies that made a process die.
  static let folder =
    ProcessInfo.processInfo.environment["SEARCH_TORTURE_FOLDER"] ?? NSTemporaryDirectory()
  /// Whether this is no run among all other tests.
  static var isLong: Bool { seconds != nil || executionCount != nil }

  private static func number(_ name: String) -> Int? {
    ProcessInfo.processInfo.environment[name].flatMap { Int($0) }
  }

  /// What a test prints when it is done.
  static func report(_ name: String, _ parts: String...) {
    print((["torture \(name)"] + parts + ["seed \(seed)"]).joined(separator: ", "))
  }

  /// A number as people read it.
  static func grouped(_ number: Int) -> String {
    var digits = String(number)
    var at = digits.count - 3
    while at > 0 {
      digits.insert(",", at: digits.index(digits.startIndex, offsetBy: at))
      at -= 3
    }
    return digits
  }
}

/// Measures how long something takes.
struct Stopwatch {
  private let start = DispatchTime.now().uptimeNanoseconds

  var seconds: Double { Double(DispatchTime.now().uptimeNanoseconds - start) / 1e9 }
  var text: String { "\(Int(seconds.rounded())) s" }
}
