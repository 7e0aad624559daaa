import Glibc

/// Why a file or folder was not read.
enum SkipReason: Error, Equatable, Sendable {
  /// A symbolic link; links are not followed.
  case symbolicLink
  /// A symbolic link that leads nowhere, where links are followed.
  case brokenLink
  /// A symbolic link to what a walk meets under another name.
  case linkToKnown
  /// A folder on another file system.
  case otherFileSystem
  /// A FIFO, socket, device, or a folder where a file is wanted.
  case notRegular
  /// A folder below the deepest level that is walked.
  case tooDeep(limit: Int)
  /// A path longer than the system opens.
  case pathTooLong(limit: Int)
  /// A file larger than is read whole.
  case tooLarge(byteCount: Int, limit: Int)
  /// The folder that holds an index.
  case indexFolder
  /// Not text.
  case binary
  /// Its text would be much larger than the file.
  case expansion
  /// It changed while it was read, twice.
  case changed
  /// It is not there (any more).
  case missing
  /// The system refused to open or read it.
  case unreadable(errno: CInt)
  /// A library or program that reads this format is not installed.
  case noReader(String)
  /// Not what its name or its first bytes say, or cut short.
  case damaged(String)
  /// It can be read with a password only.
  case encrypted
  /// It did not end within its time, or took too much memory, or its reader failed.
  case readerFailed(String)

  /// A short stable name for scripts.
  var code: String {
    switch self {
    case .symbolicLink: "symlink"
    case .brokenLink: "broken-link"
    case .linkToKnown: "link-to-known"
    case .otherFileSystem: "other-file-system"
    case .notRegular: "not-regular"
    case .tooDeep: "too-deep"
    case .pathTooLong: "path-too-long"
    case .tooLarge: "too-large"
    case .indexFolder: "index-folder"
    case .binary: "binary"
    case .expansion: "expansion"
    case .changed: "changed"
    case .missing: "missing"
    case .unreadable: "unreadable"
    case .noReader: "no-reader"
    case .damaged: "damaged"
    case .encrypted: "encrypted"
    case .readerFailed: "reader-failed"
    }
  }

  /// Whether something went wrong, rather than being left out by policy. `search index` then exits
  /// with status 2.
  var isFailure: Bool {
    switch self {
    case .changed, .missing, .unreadable, .noReader, .damaged, .readerFailed: true
    default: false
    }
  }

  /// Whether it says something about one file of an archive, and nothing about those behind it.
  var isOfOneEntry: Bool {
    switch self {
    case .damaged, .encrypted: true
    default: false
    }
  }

  /// The reason for an error number of `open`, `read` or their like.
  init(errno number: CInt) {
    switch number {
    case ENOENT, ENOTDIR: self = .missing
    case ELOOP: self = .symbolicLink
    case ENXIO: self = .notRegular
    case ENAMETOOLONG: self = .pathTooLong(limit: Int(PATH_MAX))
    default: self = .unreadable(errno: number)
    }
  }
}

extension SkipReason: CustomStringConvertible {
  /// The reason in words, ending with its code in parentheses.
  var description: String {
    "\(words) (\(code))"
  }

  private var words: String {
    switch self {
    case .symbolicLink: "symbolic links are not followed"
    case .brokenLink: "a symbolic link that leads nowhere"
    case .linkToKnown: "a symbolic link to what is found under another name"
    case .otherFileSystem: "on another file system"
    case .notRegular: "not a regular file"
    case .tooDeep(let limit): "folders nest more than \(limit) levels deep"
    case .pathTooLong(let limit): "the path is longer than \(limit) bytes"
    case .tooLarge(let byteCount, let limit): "\(byteCount) bytes; at most \(limit) are read"
    case .indexFolder: "the folder of an index"
    case .binary: "not text, or in an encoding that is not known"
    case .expansion: "the text would be more than 100 times as long as the file"
    case .changed: "changed while it was read"
    case .missing: "no such file or folder"
    // A constant string of the C library for every known number.
    case .unreadable(let number): unsafe String(cString: strerror(number))
    case .noReader(let problem), .damaged(let problem), .readerFailed(let problem): problem
    case .encrypted: "readable with a password only"
    }
  }
}
