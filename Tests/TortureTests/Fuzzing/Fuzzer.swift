import CCoverage
import TestSupport

/// Tries inputs of a target, keeps those that come to new code, and makes further ones of them.
///
/// Where the code was not compiled to count its places, it only draws. The input of the moment lies in
/// a file, so that a crash leaves it behind; the same seed gives the same inputs.
struct Fuzzer<Target: FuzzTarget> {
  /// What came of it.
  struct Outcome {
    var executionCount = 0
    var keptCount = 0
    var seconds = 0.0
    /// Broken laws, each with its input.
    var findings: [String] = []
  }

  private var target: Target
  private var mutator: InputMutator
  private(set) var inputs: [[UInt8]] = []
  private var outcome = Outcome()
  private let watchdog: Watchdog

  init(seed: UInt64) throws {
    target = try Target()
    mutator = InputMutator(
      seed: seed, dictionary: Target.dictionary, usualByteCount: Target.usualByteCount,
      maximumByteCount: Target.maximumByteCount)
    watchdog = Watchdog(Target.name)
    let path = TortureSettings.folder + "/" + Target.name + ".input"
    if unsafe ccoverage_open_note(path, 1 << 16) == 0 { print("cannot write \(path)") }
    ccoverage_forget()
    if TortureSettings.form != .brief { ccoverage_ignore_errors() }
  }

  /// Tries inputs until there were so many, or time is up.
  mutating func run(saved: [[UInt8]], executionCount: Int, seconds: Int?) throws -> Outcome {
    let stopwatch = Stopwatch()
    for (number, input) in (Target.seeds + saved).enumerated() {
      _ = try isNew(input, depth(ofSaved: number))
      inputs.append(input)
    }
    while outcome.executionCount < executionCount, outcome.findings.count < 10 {
      if outcome.executionCount % 64 == 0, let seconds, stopwatch.seconds > Double(seconds) {
        break
      }
      let input = mutator.mutated(inputs[nextIndex()], inputs[mutator.below(inputs.count)])
      if try isNew(input, nextDepth()) {
        _ = try isNew(input, mutator.below(16) == 0 ? .all : .use)
        inputs.append(input)
        outcome.keptCount += 1
      }
    }
    watchdog.stop()
    outcome.seconds = stopwatch.seconds
    return outcome
  }

  /// New inputs, which are at the end, are taken more often.
  private mutating func nextIndex() -> Int {
    let first = mutator.below(inputs.count)
    return mutator.below(2) == 0 ? first : max(first, mutator.below(inputs.count))
  }

  /// Saved inputs are used; in the brief form, others each time.
  private func depth(ofSaved number: Int) -> FuzzDepth {
    let isChosen = (UInt64(number) &+ TortureSettings.seed) % 16 == 0
    return isChosen
      ? TortureSettings.form.choose(.use, .all, .all)
      : TortureSettings.form.choose(.read, .use, .use)
  }

  private mutating func nextDepth() -> FuzzDepth {
    switch mutator.below(512) {
    case 0: .all
    case 1...15: .use
    default: .read
    }
  }

  private mutating func isNew(_ input: [UInt8], _ depth: FuzzDepth) throws -> Bool {
    watchdog.beat()
    unsafe input.withUnsafeBufferPointer { unsafe ccoverage_note($0.baseAddress, $0.count) }
    ccoverage_reset()
    let faults = try target.run(input, depth: depth)
    outcome.executionCount += 1
    if !faults.isEmpty {
      outcome.findings.append("\(faults.prefix(3)), input \(SavedInputs.line(of: input))")
    }
    return ccoverage_collect() > 0
  }

  /// The fewest and shortest inputs that come to what all come to, up to so many, and so many bytes.
  mutating func essentialInputs(count: Int, byteCount: Int) throws -> [[UInt8]] {
    ccoverage_forget()
    var kept: [[UInt8]] = []
    var rest = byteCount
    let byLength = inputs.sorted { $0.count < $1.count }
    for input in byLength where input.count <= rest && kept.count < count {
      guard try isNew(input, .use) else { continue }
      kept.append(input)
      rest -= input.count
    }
    return kept
  }
}
