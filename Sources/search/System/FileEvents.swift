import Glibc

/// What happens in some folders, as Linux tells it (inotify(7)).
final class FileEvents {
  /// Something that happened.
  enum Event: Equatable {
    /// A name in a folder has come, gone or changed.
    case changed(folder: PathName, name: [UInt8], isFolder: Bool)
    /// There was more than the system could keep; anything may have changed.
    case lost
  }

  private static let mask = UInt32(
    IN_CLOSE_WRITE | IN_MODIFY | IN_CREATE | IN_DELETE | IN_MOVED_FROM | IN_MOVED_TO | IN_ONLYDIR)
  /// The bytes before the name of an event: four integers.
  private static let headerSize = 16

  private let descriptor: CInt
  private var folders: [CInt: PathName] = [:]

  /// Watches nothing yet.
  init() throws(CommandError) {
    descriptor = inotify_init1(CInt(IN_NONBLOCK) | CInt(IN_CLOEXEC))
    guard descriptor >= 0 else {
      let number = errno
      guard number == EMFILE else {
        throw CommandError("cannot watch folders: \(errorText(number))")
      }
      throw CommandError(
        "too many processes watch folders already; allow more with: "
          + "sudo sysctl fs.inotify.max_user_instances=1024")
    }
  }

  deinit { close(descriptor) }

  /// How many folders are watched.
  var folderCount: Int { folders.count }

  /// Watches a folder, not those in it. One that has gone is none.
  ///
  /// - Throws: ``CommandError`` when the system watches no more.
  func watch(_ folder: PathName) throws(CommandError) {
    // The path is a C string for the call.
    let watch = unsafe folder.withCString { unsafe inotify_add_watch(descriptor, $0, Self.mask) }
    guard let watch else { return }
    if watch >= 0 {
      folders[watch] = folder
      return
    }
    let number = errno
    guard number == ENOSPC else { return }
    throw CommandError(
      "more than \(folders.count) folders cannot be watched (fs.inotify.max_user_watches); allow "
        + "more with: sudo sysctl fs.inotify.max_user_watches=\(max(524_288, folders.count * 2))")
  }

  /// Waits until something happens, but not longer than a time, and answers it.
  func wait(milliseconds: CInt) -> [Event] {
    var request = pollfd(fd: descriptor, events: Int16(POLLIN), revents: 0)
    // One entry, which outlives the call.
    guard unsafe poll(&request, 1, milliseconds) > 0 else { return [] }
    var events: [Event] = []
    var buffer = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // The buffer is as long as what is asked for.
      let count = unsafe buffer.withUnsafeMutableBytes {
        unsafe read(descriptor, $0.baseAddress, $0.count)
      }
      guard count > 0 else { return events }
      decode(buffer[..<count], into: &events)
    }
  }

  private func decode(_ bytes: ArraySlice<UInt8>, into events: inout [Event]) {
    var at = bytes.startIndex
    while at + Self.headerSize <= bytes.endIndex {
      let watch = CInt(truncatingIfNeeded: Self.integer(bytes, at))
      let mask = Self.integer(bytes, at + 4)
      let nameEnd = min(at + Self.headerSize + Int(Self.integer(bytes, at + 12)), bytes.endIndex)
      let name = bytes[(at + Self.headerSize)..<nameEnd].prefix { $0 != 0 }
      at = nameEnd
      if mask & UInt32(IN_Q_OVERFLOW) != 0 {
        events.append(.lost)
      } else if mask & UInt32(IN_IGNORED) != 0 {
        folders[watch] = nil
      } else if let folder = folders[watch], !name.isEmpty {
        let isFolder = mask & UInt32(IN_ISDIR) != 0
        if isFolder, mask & UInt32(IN_MOVED_FROM) != 0 { forget(folder.appending(Array(name))) }
        events.append(.changed(folder: folder, name: Array(name), isFolder: isFolder))
      }
    }
  }

  /// Ends watching a folder that was moved, and those in it: their paths are no longer theirs.
  private func forget(_ folder: PathName) {
    let below = folder.bytes + [UInt8(ascii: "/")]
    for (watch, path) in folders where path == folder || path.bytes.starts(with: below) {
      _ = inotify_rm_watch(descriptor, watch)
      folders[watch] = nil
    }
  }

  /// An integer of this machine.
  private static func integer(_ bytes: ArraySlice<UInt8>, _ at: Int) -> UInt32 {
    let value = bytes[at..<at + 4].reversed().reduce(0) { $0 << 8 | UInt32($1) }
    return UInt32(littleEndian: value.littleEndian)
  }
}
