package import Index
import Synchronization

/// A file system in memory that remembers every change, so that all folders can be made that a power
/// cut may leave behind.
///
/// What a disk may do (POSIX promises no more): bytes that were not synced are lost, cut off, or
/// zeros; a name that was created, renamed or removed since the folder was last synced is there or
/// not, each for itself, in whatever order it came. (The model of ALICE, Pillai et al., OSDI 2014;
/// that few missing changes find nearly everything, Mohan et al., OSDI 2018.)
package final class CrashFileSystem: FileSystem {
  /// A change, or a note that something has been promised.
  private enum Operation {
    case create(String, file: Int)
    case append(file: Int, [UInt8])
    case sync(file: Int)
    case rename(String, String)
    case unlink(String)
    case syncDirectory
    case promise(Int)
  }

  private struct State {
    var operations: [Operation] = []
    var fileCount = 0
  }

  private let base = MemoryFileSystem()
  private let state = Mutex(State())

  package init() {}

  /// Notes that what number `promise` says is from now on to outlive everything.
  package func note(promise: Int) { record(.promise(promise)) }

  /// How many changes there were.
  package var operationCount: Int { state.withLock { $0.operations.count } }

  private func record(_ operation: Operation) {
    state.withLock { $0.operations.append(operation) }
  }

  package var path: String { base.path }
  package func exists() throws(IndexError) -> Bool { try base.exists() }
  package func createFolder() throws(IndexError) { try base.createFolder() }
  package func list() throws(IndexError) -> [String] { try base.list() }
  package func lock(_ name: String) throws(IndexError) -> any FileLock { try base.lock(name) }
  package func map(_ name: String) throws(IndexError) -> MappedBytes? { try base.map(name) }

  package func create(_ name: String) throws(IndexError) -> any OutputFile {
    let output = try base.create(name)
    let number = state.withLock { state in
      state.fileCount += 1
      state.operations.append(.create(name, file: state.fileCount))
      return state.fileCount
    }
    return CrashOutputFile(output) { [weak self] bytes in
      self?.record(bytes.map { .append(file: number, $0) } ?? .sync(file: number))
    }
  }

  package func rename(_ name: String, to newName: String) throws(IndexError) {
    try base.rename(name, to: newName)
    record(.rename(name, newName))
  }

  package func unlink(_ name: String) throws(IndexError) {
    try base.unlink(name)
    record(.unlink(name))
  }

  package func syncDirectory() throws(IndexError) {
    try base.syncDirectory()
    record(.syncDirectory)
  }

  // MARK: - Power cuts

  /// A folder that a power cut may leave.
  package struct Outcome {
    /// The folder.
    package var files: MemoryFileSystem
    /// The last promise before the cut; 0 if there was none.
    package var promise: Int
    /// How it came about.
    package var cause: String
  }

  /// Calls `body` with folders that a cut may leave, each once.
  ///
  /// - Parameter missingCount: so many changes of names are missing at most, or there at most.
  /// - Returns: how many ways there are to come to them.
  @discardableResult
  package func forEachOutcome(
    missingCount: Int = 3, _ body: (Outcome) throws -> Void
  ) rethrows -> Int {
    let operations = state.withLock { $0.operations }
    var disk = Disk()
    var promise = 0
    var count = 0
    var seen: Set<Int> = []
    for (index, operation) in operations.enumerated() {
      switch operation {
      case .promise(let number): promise = number
      case .create(let name, let file): disk.pending.append(.create(name, file))
      case .rename(let old, let new): disk.pending.append(.rename(old, new))
      case .unlink(let name): disk.pending.append(.unlink(name))
      case .append(let file, let bytes): disk.contents[file, default: .init()].append(bytes)
      case .sync(let file): disk.contents[file, default: .init()].sync()
      case .syncDirectory: disk.syncDirectory()
      }
      try disk.forEachOutcome(missingCount: missingCount) { files, cause in
        count += 1
        var hasher = Hasher()
        hasher.combine(promise)
        for (name, bytes) in files.sorted(by: { $0.key < $1.key }) {
          hasher.combine(name)
          hasher.combine(bytes)
        }
        guard seen.insert(hasher.finalize()).inserted else { return }
        let folder = MemoryFileSystem()
        try? folder.createFolder()
        for (name, bytes) in files { folder.replaceContents(of: name, with: bytes) }
        try body(Outcome(files: folder, promise: promise, cause: "change \(index): \(cause)"))
      }
    }
    return count
  }
}

/// What is on the disk for certain, and what is not.
private struct Disk {
  /// A change of a name.
  enum Change {
    case create(String, Int)
    case rename(String, String)
    case unlink(String)
  }

  /// The bytes of a file.
  struct Contents {
    private(set) var bytes: [UInt8] = []
    private(set) var durableCount = 0

    mutating func append(_ more: [UInt8]) { bytes += more }
    mutating func sync() { durableCount = bytes.count }

    /// What may be found after a cut.
    var outcomes: [[UInt8]] {
      if durableCount == bytes.count { return [bytes] }
      let durable = Array(bytes[..<durableCount])
      let half = Array(bytes[..<((durableCount + bytes.count) / 2)])
      let zeros = durable + [UInt8](repeating: 0, count: bytes.count - durableCount)
      return [durable, half, zeros, bytes]
    }
  }

  var names: [String: Int] = [:]
  var pending: [Change] = []
  var contents: [Int: Contents] = [:]

  mutating func syncDirectory() {
    names = applied { _ in true }
    pending = []
  }

  /// The names, if those changes have come to the disk that `isThere` names.
  private func applied(_ isThere: (Int) -> Bool) -> [String: Int] {
    var result = names
    // A file that is renamed has its number even where its creation never came to the disk.
    var current = names
    for (index, change) in pending.enumerated() {
      switch change {
      case .create(let name, let file):
        current[name] = file
        if isThere(index) { result[name] = file }
      case .rename(let old, let new):
        let file = current.removeValue(forKey: old)
        current[new] = file
        if isThere(index) {
          result[old] = nil
          result[new] = file
        }
      case .unlink(let name):
        current[name] = nil
        if isThere(index) { result[name] = nil }
      }
    }
    return result
  }

  func forEachOutcome(
    missingCount: Int, _ body: ([String: [UInt8]], String) throws -> Void
  ) rethrows {
    let all = Array(pending.indices)
    for chosen in subsets(of: all, upTo: missingCount) {
      for isMissing in [true, false] {
        let names = applied { chosen.contains($0) != isMissing }
        try forEachContents(of: names) { files, kind in
          try body(files, "\(isMissing ? "without" : "with only") \(chosen), unsynced \(kind)")
        }
      }
    }
  }

  private func forEachContents(
    of names: [String: Int], _ body: ([String: [UInt8]], Int) throws -> Void
  ) rethrows {
    for kind in 0..<4 {
      var isOther = false
      let files = names.mapValues { file in
        let outcomes = contents[file]?.outcomes ?? [[]]
        if kind < outcomes.count, kind > 0 { isOther = true }
        return outcomes[min(kind, outcomes.count - 1)]
      }
      if kind == 0 || isOther { try body(files, kind) }
    }
  }

  /// All subsets of up to `count` elements.
  private func subsets(of elements: [Int], upTo count: Int) -> [Set<Int>] {
    var result: [Set<Int>] = [[]]
    var last: [Set<Int>] = [[]]
    for _ in 0..<count {
      last = last.flatMap { subset in
        elements.filter { $0 > (subset.max() ?? -1) }.map { subset.union([$0]) }
      }
      result += last
    }
    return result
  }
}

private final class CrashOutputFile: OutputFile {
  private let output: any OutputFile
  /// Notes appended bytes, or nil for a sync.
  private let record: ([UInt8]?) -> Void

  init(_ output: any OutputFile, record: @escaping ([UInt8]?) -> Void) {
    self.output = output
    self.record = record
  }

  func append(_ bytes: Span<UInt8>) throws(IndexError) {
    try output.append(bytes)
    var copy: [UInt8] = []
    for index in bytes.indices { copy.append(bytes[index]) }
    record(copy)
  }

  func sync() throws(IndexError) {
    try output.sync()
    record(nil)
  }

  func close() throws(IndexError) { try output.close() }
}
