import Foundation

/// How long the tests of this target run, by the environment: see Tests/Scripts/torture.sh.
enum TortureSettings {
  /// How much is tried.
  enum Form: String {
    /// About a second for each test, among all others.
    case brief
    /// Half a minute: what is run before a change goes in.
    case short
    /// What RELIABILITY.md gives figures of.
    case long

    /// One of three.
    func choose<Value>(_ brief: Value, _ short: Value, _ long: Value) -> Value {
      switch self {
      case .brief: brief
      case .short: short
      case .long: long
      }
    }
  }

  /// `SEARCH_TORTURE`: brief, short or long.
  static let form =
    ProcessInfo.processInfo.environment["SEARCH_TORTURE"].flatMap { Form(rawValue: $0) } ?? .brief
  /// `SEARCH_TORTURE_SECONDS`: how long each test may take that draws its cases.
  static let seconds = number("SEARCH_TORTURE_SECONDS")
  /// `SEARCH_TORTURE_EXECUTIONS`: how many cases such a test draws.
  static let executionCount = number("SEARCH_TORTURE_EXECUTIONS")
  /// `SEARCH_TORTURE_SEED`: what random numbers come from; printed by every test that draws them.
  static let seed = number("SEARCH_TORTURE_SEED").map { UInt64($0) } ?? .random(in: 1..<1 << 32)
  /// `SEARCH_TORTURE_KEEP`: whether inputs that reach new code are added to the saved ones.
  static let keepsInputs = ProcessInfo.processInfo.environment["SEARCH_TORTURE_KEEP"] != nil
  /// `SEARCH_TORTURE_FOLDER`: where an input lies that made a process die.
  static let folder =
    ProcessInfo.processInfo.environment["SEARCH_TORTURE_FOLDER"] ?? NSTemporaryDirectory()
  static func number(_ name: String) -> Int? {
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
