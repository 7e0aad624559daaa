import Glibc

/// Times what it is given and prints a line for each.
struct Bench {
  private static let rounds = 7
  /// A round takes at least so many seconds.
  private static let leastSeconds = 0.02

  private let chosen: [String]
  private let isOnce: Bool

  init(chosen: [String], isOnce: Bool) {
    self.chosen = chosen
    self.isOnce = isOnce
  }

  /// Whether anything whose name begins so is wanted: what is costly to prepare need not be.
  func wantsAny(of prefix: String) -> Bool {
    chosen.isEmpty || chosen.contains { $0.hasPrefix(prefix) || prefix.contains($0) }
  }

  /// Measures a body.
  ///
  /// - Parameters:
  ///   - name: what it is.
  ///   - count: how many things one call handles.
  ///   - unit: what those are.
  ///   - body: returns something that depends on all of its work, so that none is left out.
  mutating func measure(
    _ name: String, of count: Int, _ unit: String, _ body: () throws -> Int
  ) rethrows {
    guard chosen.isEmpty || chosen.contains(where: { name.contains($0) }) else { return }
    if isOnce {
      var sum = 0
      for _ in 0..<100 { sum &+= try body() }
      print("\(name): 100 calls, \(count) \(unit) each (\(sum))")
      return
    }
    var calls = 1
    var sum = 0
    while try seconds({ for _ in 0..<calls { sum &+= try body() } }) < Self.leastSeconds {
      calls *= 2
    }
    var best = Double.infinity
    for _ in 0..<Self.rounds {
      best = min(best, try seconds { for _ in 0..<calls { sum &+= try body() } } / Double(calls))
    }
    let each = best * 1e9 / Double(count)
    print(
      "\(padded(name, 44)) \(decimal(each, 12)) ns a \(unit)   \(decimal(best * 1e6, 12)) us a call"
    )
    // Nothing is printed of the sum, which the compiler cannot know.
    if sum == .min { print(sum) }
  }

  private func seconds(_ body: () throws -> Void) rethrows -> Double {
    var (start, end) = (timespec(), timespec())
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &start)
    try body()
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &end)
    return Double(end.tv_sec - start.tv_sec) + Double(end.tv_nsec - start.tv_nsec) / 1e9
  }

  private func padded(_ text: String, _ width: Int) -> String {
    text + String(repeating: " ", count: max(0, width - text.count))
  }

  /// A number with two decimals, flush right.
  private func decimal(_ value: Double, _ width: Int) -> String {
    let units = Int((value * 100).rounded())
    let text = "\(units / 100).\(units % 100 < 10 ? "0" : "")\(units % 100)"
    return String(repeating: " ", count: max(0, width - text.count)) + text
  }
}

/// SplitMix64 (Steele, Lea and Flood, 2014).
struct SeededGenerator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var value = state
    value = (value ^ (value >> 30)) &* 0xBF58_476D_1CE4_E5B9
    value = (value ^ (value >> 27)) &* 0x94D0_49BB_1331_11EB
    return value ^ (value >> 31)
  }
}
