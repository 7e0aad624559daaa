/// The configuration files of projects that the user has read and trusts.
///
/// What is kept is the content itself, so that a file counts only as it was read: a hash that somebody
/// could match would be less.
struct TrustStore: Sendable {
  private let folder: String?

  /// The store of the user, at the place of the XDG specification.
  init(environment: (String) -> String? = environmentValue) {
    if let state = environment("XDG_STATE_HOME"), state.hasPrefix("/") {
      folder = "\(state)/search/trusted"
    } else {
      folder = environment("HOME").flatMap {
        $0.isEmpty ? nil : "\($0)/.local/state/search/trusted"
      }
    }
  }

  /// Whether a file is trusted as it is.
  func holds(_ path: String, _ content: [UInt8]) -> Bool {
    guard let entry = entry(of: path), pathKind(entry) == .file, let kept = try? readWhole(entry)
    else { return false }
    return kept == Self.record(path, content)
  }

  /// Trusts a file as it is.
  func add(_ path: String, _ content: [UInt8]) throws(CommandError) {
    guard let folder, let entry = entry(of: path) else {
      throw CommandError("there is no place to remember it: HOME is not set")
    }
    try makeFolders(folder)
    try remove(path)
    try createFile(entry, bytes: Self.record(path, content))
  }

  /// Trusts a file no more; answers whether it was trusted.
  @discardableResult
  func remove(_ path: String) throws(CommandError) -> Bool {
    guard let entry = entry(of: path) else { return false }
    return try removeFile(entry)
  }

  /// Where a file is remembered. Two paths that lead to the same name only overwrite each other.
  private func entry(of path: String) -> String? {
    // FNV-1a.
    let hash = path.utf8.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
      (hash ^ UInt64(byte)) &* 0x100_0000_01B3
    }
    return folder.map { "\($0)/\(String(hash, radix: 16))" }
  }

  private static func record(_ path: String, _ content: [UInt8]) -> [UInt8] {
    // No path holds a NUL.
    Array(path.utf8) + [0] + content
  }
}
