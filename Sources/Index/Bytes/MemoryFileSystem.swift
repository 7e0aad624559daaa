import Synchronization

/// A folder in memory: for tests, and for indexes that need not outlive the process.
package final class MemoryFileSystem: FileSystem {
  private struct State {
    var files: [String: [UInt8]] = [:]
    var locked: Set<String> = []
    var notes: [String: UInt64] = [:]
    var exists = false
  }

  package let path: String
  private let state = Mutex(State())

  /// An empty folder that does not exist until ``createFolder()`` is called.
  package init(path: String = "memory") {
    self.path = path
  }

  package func exists() throws(IndexError) -> Bool { state.withLock { $0.exists } }

  package func createFolder() throws(IndexError) { state.withLock { $0.exists = true } }

  package func list() throws(IndexError) -> [String] {
    state.withLock { Array($0.files.keys) }
  }

  package func lock(_ name: String) throws(IndexError) -> any FileLock {
    let taken = state.withLock { $0.locked.insert(name).inserted }
    guard taken else { throw .locked(path: path) }
    return MemoryLock { [weak self] in
      _ = self?.state.withLock { $0.locked.remove(name) }
    } onNote: { [weak self] value in
      self?.state.withLock { $0.notes[name] = value }
    }
  }

  package func noted(in name: String) -> UInt64? { state.withLock { $0.notes[name] } }

  package func create(_ name: String) throws(IndexError) -> any OutputFile {
    let created = state.withLock { state in
      if state.files[name] != nil { return false }
      state.files[name] = []
      return true
    }
    guard created else { throw .io(operation: "create", path: "\(path)/\(name)", errno: 17) }
    return MemoryOutputFile { [weak self] bytes in
      self?.state.withLock { $0.files[name, default: []].append(contentsOf: bytes) }
    }
  }

  package func rename(_ name: String, to newName: String) throws(IndexError) {
    let code: Int32 = state.withLock { state in
      guard let bytes = state.files[name] else { return 2 }
      if state.files[newName] != nil { return 17 }
      state.files[name] = nil
      state.files[newName] = bytes
      return 0
    }
    if code != 0 { throw .io(operation: "rename", path: "\(path)/\(name)", errno: code) }
  }

  package func unlink(_ name: String) throws(IndexError) {
    let removed = state.withLock { $0.files.removeValue(forKey: name) != nil }
    if !removed { throw .io(operation: "remove", path: "\(path)/\(name)", errno: 2) }
  }

  package func syncDirectory() throws(IndexError) {}

  package func map(_ name: String) throws(IndexError) -> MappedBytes? {
    state.withLock { $0.files[name] }.map { MappedBytes(copying: $0) }
  }

  /// A file's bytes as they are; for tests that damage them.
  package func contents(of name: String) -> [UInt8]? { state.withLock { $0.files[name] } }

  /// Replaces a file's bytes; for tests that damage them.
  package func replaceContents(of name: String, with bytes: [UInt8]) {
    state.withLock { $0.files[name] = bytes }
  }
}

private final class MemoryLock: FileLock {
  private var onRelease: (() -> Void)?
  private let onNote: (UInt64) -> Void

  init(onRelease: @escaping () -> Void, onNote: @escaping (UInt64) -> Void) {
    self.onRelease = onRelease
    self.onNote = onNote
  }

  func note(_ value: UInt64) { onNote(value) }

  deinit { release() }

  func release() {
    onRelease?()
    onRelease = nil
  }
}

private final class MemoryOutputFile: OutputFile {
  private let write: ([UInt8]) -> Void

  init(write: @escaping ([UInt8]) -> Void) {
    self.write = write
  }

  func append(_ bytes: Span<UInt8>) throws(IndexError) {
    var copy: [UInt8] = []
    copy.reserveCapacity(bytes.count)
    for index in bytes.indices { copy.append(bytes[index]) }
    write(copy)
  }

  func sync() throws(IndexError) {}

  func close() throws(IndexError) {}
}
