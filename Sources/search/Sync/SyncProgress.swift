/// How far a run of `search index` is.
struct SyncProgress: Equatable, Sendable {
  /// Files that are to be looked into, and how many were begun.
  var fileCount = 0
  var begunFileCount = 0
  /// The bytes of those files, and of the ones that are done.
  var byteCount: UInt64 = 0
  var doneByteCount: UInt64 = 0
  /// Documents that were read.
  var documentCount = 0
  /// Files that could not be read.
  var failureCount = 0
  /// The file that is read now.
  var path = ""

  private var currentByteCount: UInt64 = 0

  /// Nothing is known yet.
  init() {}

  /// The beginning of a plan.
  init(_ plan: SyncPlan) {
    for step in plan.steps {
      guard let file = Self.file(of: step) else { continue }
      fileCount += 1
      byteCount &+= file.size
    }
  }

  /// Goes on to a step.
  mutating func begin(_ step: SyncPlan.Step) {
    doneByteCount &+= currentByteCount
    currentByteCount = 0
    guard let file = Self.file(of: step) else { return }
    begunFileCount += 1
    currentByteCount = file.size
    path = file.path
  }

  /// The file that a step looks into.
  private static func file(of step: SyncPlan.Step) -> FoundFile? {
    switch step {
    case .new(let file), .touched(let file, _): file
    case .unchanged, .gone, .kept: nil
    }
  }
}
