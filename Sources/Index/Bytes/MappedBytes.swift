internal import CFileCalls
import Glibc

/// The immutable bytes of a file: mapped from a disk, or held in memory.
///
/// A file that somebody else truncates while it is mapped makes the next access to the lost pages a
/// SIGBUS, with `MAP_PRIVATE` too. This project never changes a published file; who shares a folder
/// with programs that do must copy it first, or call ``reportLostMaps(status:)``, as the tool does.
@safe
package final class MappedBytes: Sendable {
  // The pages are never written after init and live until deinit.
  nonisolated(unsafe) let base: UnsafeRawPointer
  /// How many bytes there are.
  package let count: Int
  private let isMapped: Bool

  /// Copies bytes into memory of its own.
  package init(copying bytes: [UInt8]) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(bytes.count, 1), alignment: 16)
    // The destination was allocated with room for all of `bytes`.
    unsafe bytes.withUnsafeBytes { source in
      if let start = source.baseAddress {
        unsafe memory.copyMemory(from: start, byteCount: source.count)
      }
    }
    unsafe base = UnsafeRawPointer(memory)
    count = bytes.count
    isMapped = false
  }

  /// Maps `count` bytes of an open file, for reading.
  ///
  /// - Throws: ``IndexError/io(operation:path:errno:)`` with `mmap`'s error.
  init(fileDescriptor: Int32, count: Int, path: String) throws(IndexError) {
    guard count > 0 else {
      unsafe base = UnsafeRawPointer(UnsafeMutableRawPointer.allocate(byteCount: 1, alignment: 16))
      self.count = 0
      isMapped = false
      return
    }
    // The kernel checks the arguments; the result is checked below.
    let address = unsafe mmap(nil, count, PROT_READ, MAP_SHARED, fileDescriptor, 0)
    guard let address = unsafe address, unsafe address != MAP_FAILED else {
      throw .io(operation: "mmap", path: path, errno: errno)
    }
    unsafe base = UnsafeRawPointer(address)
    self.count = count
    isMapped = true
    // Until deinit; the string is copied.
    unsafe cfilecalls_watch_map(base, UInt(count), path)
  }

  /// From here on a file that is lost while it is mapped ends the process with a line on standard error
  /// and this status, instead of a signal. For programs of one's own: a library has no say in signals.
  package static func reportLostMaps(status: Int32) { cfilecalls_report_lost_maps(status) }

  /// Copies `count` bytes of an open file into memory of its own: what others do to the file then does
  /// not matter.
  ///
  /// - Throws: ``IndexError/io(operation:path:errno:)``; ``IndexError/corrupt(file:offset:what:)`` if
  ///   the file ends before.
  init(reading fileDescriptor: Int32, count: Int, path: String) throws(IndexError) {
    let memory = UnsafeMutableRawPointer.allocate(byteCount: max(count, 1), alignment: 16)
    var done = 0
    while done < count {
      // Inside the memory.
      let read = unsafe pread(fileDescriptor, memory + done, count - done, off_t(done))
      if read < 0, errno == EINTR { continue }
      guard read > 0 else {
        let code = errno
        // Allocated above.
        unsafe memory.deallocate()
        if read < 0 { throw .io(operation: "read", path: path, errno: code) }
        throw .corrupt(file: path, offset: done, what: "was cut short while it was read")
      }
      done += read
    }
    unsafe base = UnsafeRawPointer(memory)
    self.count = count
    isMapped = false
  }

  deinit {
    if isMapped {
      unsafe cfilecalls_forget_map(base)
      // The address and length are those mmap gave.
      unsafe munmap(UnsafeMutableRawPointer(mutating: base), count)
    } else {
      // Allocated by init.
      unsafe UnsafeMutableRawPointer(mutating: base).deallocate()
    }
  }
}
