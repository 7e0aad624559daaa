package import Index
import Synchronization

/// A file system whose n-th state-changing call fails, and, if so wished, every later one.
package final class FaultyFileSystem: FileSystem {
  private struct Plan {
    var callsLeft: Int
    var isPermanent: Bool
    var errno: Int32
    var callCount = 0
  }

  private let base: any FileSystem
  private let plan: Mutex<Plan>

  package init(
    _ base: any FileSystem, failingCall: Int = .max, isPermanent: Bool = false, errno: Int32 = 28
  ) {
    self.base = base
    plan = Mutex(Plan(callsLeft: failingCall, isPermanent: isPermanent, errno: errno))
  }

  /// How many state-changing calls there were.
  package var callCount: Int { plan.withLock { $0.callCount } }

  fileprivate func call(_ operation: String, _ name: String) throws(IndexError) {
    let failure: Int32? = plan.withLock { plan in
      plan.callCount += 1
      plan.callsLeft -= 1
      if plan.callsLeft == 0 || (plan.callsLeft < 0 && plan.isPermanent) { return plan.errno }
      return nil
    }
    if let failure { throw .io(operation: operation, path: name, errno: failure) }
  }

  package var path: String { base.path }
  package func exists() throws(IndexError) -> Bool { try base.exists() }
  package func createFolder() throws(IndexError) { try base.createFolder() }
  package func list() throws(IndexError) -> [String] { try base.list() }
  package func lock(_ name: String) throws(IndexError) -> any FileLock { try base.lock(name) }
  package func map(_ name: String) throws(IndexError) -> MappedBytes? { try base.map(name) }

  package func create(_ name: String) throws(IndexError) -> any OutputFile {
    try call("create", name)
    return FaultyOutputFile(try base.create(name), name, self)
  }

  package func rename(_ name: String, to newName: String) throws(IndexError) {
    try call("rename", name)
    try base.rename(name, to: newName)
  }

  package func unlink(_ name: String) throws(IndexError) {
    try call("remove", name)
    try base.unlink(name)
  }

  package func syncDirectory() throws(IndexError) {
    try call("fsync", path)
    try base.syncDirectory()
  }
}

private final class FaultyOutputFile: OutputFile {
  private let base: any OutputFile
  private let name: String
  private let fileSystem: FaultyFileSystem

  init(_ base: any OutputFile, _ name: String, _ fileSystem: FaultyFileSystem) {
    self.base = base
    self.name = name
    self.fileSystem = fileSystem
  }

  func append(_ bytes: Span<UInt8>) throws(IndexError) {
    try fileSystem.call("write", name)
    try base.append(bytes)
  }

  func sync() throws(IndexError) {
    try fileSystem.call("fsync", name)
    try base.sync()
  }

  func close() throws(IndexError) {
    try fileSystem.call("close", name)
    try base.close()
  }
}
