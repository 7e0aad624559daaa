import Glibc

/// The files of the project, as the tests of its rules read them.
enum SourceTree {
  /// The folder that holds Package.swift.
  static let root: String = {
    var parts = #filePath.split(separator: "/")
    // This file is Tests/ProjectTests/SourceTree.swift.
    parts.removeLast(3)
    return "/" + parts.joined(separator: "/")
  }()

  /// The paths of all files below a folder, relative to the root, sorted.
  static func files(below folder: String, suffix: String = "") -> [String] {
    var found: [String] = []
    var folders = [folder]
    while let folder = folders.popLast() {
      // Opened and closed here; each name is copied before the next call.
      guard let stream = unsafe opendir("\(root)/\(folder)") else { continue }
      while let entry = unsafe readdir(stream) {
        let name = unsafe withUnsafePointer(to: &entry.pointee.d_name.0) {
          // A name ends with NUL.
          unsafe String(cString: $0)
        }
        if name.hasPrefix(".") { continue }
        if unsafe entry.pointee.d_type == UInt8(DT_DIR) {
          folders.append("\(folder)/\(name)")
        } else if name.hasSuffix(suffix) {
          found.append("\(folder)/\(name)")
        }
      }
      // Opened above.
      _ = unsafe closedir(stream)
    }
    return found.sorted()
  }

  /// The bytes of a file; none when it cannot be read.
  static func bytes(of file: String) -> [UInt8] {
    // A C string for the call.
    let descriptor = unsafe open("\(root)/\(file)", O_RDONLY)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // As long as the piece.
      let count = unsafe read(descriptor, &piece, piece.count)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: piece.prefix(count))
    }
  }

  /// The lines of a file.
  static func lines(of file: String) -> [Substring] {
    String(decoding: bytes(of: file), as: UTF8.self)
      .split(separator: "\n", omittingEmptySubsequences: false)
  }

  /// The lines of a Swift file without comments and texts.
  static func code(of file: String) -> [String] {
    var isInText = false
    return lines(of: file).map { line in
      let parts = line.split(separator: "\"\"\"", omittingEmptySubsequences: false)
      let wasInText = isInText
      if parts.count % 2 == 0 { isInText.toggle() }
      return wasInText || parts.count > 1 ? "" : withoutTexts(line)
    }
  }

  private static func withoutTexts(_ line: Substring) -> String {
    var code: [UInt8] = []
    var isInText = false
    var isEscaped = false
    var last: UInt8 = 0
    for byte in line.utf8 {
      if isInText {
        if byte == UInt8(ascii: "\""), !isEscaped { isInText = false }
        isEscaped = byte == UInt8(ascii: "\\") && !isEscaped
        continue
      }
      if byte == UInt8(ascii: "/"), last == byte { break }
      if byte == UInt8(ascii: "\"") { isInText = true } else { code.append(byte) }
      last = byte
    }
    return String(decoding: code, as: UTF8.self)
  }

  /// The names in a line of code.
  static func words(in line: String) -> [Substring] {
    line.split { !($0.isLetter || $0.isNumber || $0 == "_") }
  }

  /// The modules that a file imports.
  static func imports(of file: String) -> [String] {
    code(of: file).compactMap { line in
      let words = words(in: line)
      guard let at = words.firstIndex(of: "import"), at <= 1, at + 1 < words.count else {
        return nil
      }
      return String(words[at + 1])
    }
  }
}
