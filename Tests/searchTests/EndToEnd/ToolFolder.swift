import Glibc

/// Where the project is.
enum Project {
  /// The folder that holds Package.swift.
  static let root: String = {
    var parts = #filePath.split(separator: "/")
    // This file is Tests/searchTests/EndToEnd/ToolFolder.swift.
    parts.removeLast(4)
    return "/" + parts.joined(separator: "/")
  }()

  /// The path of a name in the project.
  static func path(_ name: String) -> String { "\(root)/\(name)" }
}

/// What a run of a program came to.
struct ToolResult: Sendable {
  var status: Int32
  var output: String
  var errors: String

  /// The lines of standard error.
  var errorLines: [Substring] { errors.split(separator: "\n") }
}

/// A folder of its own, in which the real tool is run; removed with all it holds at the end.
final class ToolFolder: Sendable {
  /// The folder's absolute path.
  let path: String

  /// The tool beside the running tests.
  static let tool: String = {
    var buffer = [CChar](repeating: 0, count: 4_096)
    // The buffer is as long as the call is told, less one for the NUL.
    let count = unsafe readlink("/proc/self/exe", &buffer, buffer.count - 1)
    let bytes = buffer.prefix(max(0, count)).map { UInt8(bitPattern: $0) }
    let executable = String(decoding: bytes, as: UTF8.self)
    return executable.split(separator: "/").dropLast().map { "/\($0)" }.joined() + "/search"
  }()

  init() {
    var template = Array("/tmp/search-tool-XXXXXX".utf8CString)
    // The template ends with NUL, and the call replaces letters in it.
    _ = unsafe mkdtemp(&template)
    path = String(decoding: template.dropLast().map { UInt8(bitPattern: $0) }, as: UTF8.self)
    shell("mkdir -p .run")
  }

  deinit {
    shell("chmod -R u+rwX . 2>/dev/null; rm -rf \"$PWD\"")
  }

  /// The path of a name in the folder.
  func path(_ name: String) -> String { "\(path)/\(name)" }

  /// Writes a file, making the folders it needs.
  func write(_ name: String, _ text: String) {
    write(name, bytes: Array(text.utf8))
  }

  /// Writes a file of any bytes.
  func write(_ name: String, bytes: [UInt8]) {
    if let slash = name.lastIndex(of: "/") {
      shell("mkdir -p \(Self.quoted(String(name[..<slash])))")
    }
    // A C string for the call.
    let descriptor = unsafe open(path(name), O_WRONLY | O_CREAT | O_TRUNC, 0o644)
    precondition(descriptor >= 0, "cannot write \(name)")
    // The bytes of the array.
    let written = unsafe Glibc.write(descriptor, bytes, bytes.count)
    precondition(written == bytes.count, "cannot write \(name)")
    close(descriptor)
  }

  /// The text of a file.
  func read(_ name: String) -> String { String(decoding: readBytes(name), as: UTF8.self) }

  /// The bytes of a file; none if it cannot be read.
  func readBytes(_ name: String) -> [UInt8] {
    let file = name.first == "/" ? name : path(name)
    // A C string for the call.
    let descriptor = unsafe open(file, O_RDONLY)
    guard descriptor >= 0 else { return [] }
    defer { close(descriptor) }
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while true {
      // As long as the piece.
      let count = unsafe Glibc.read(descriptor, &piece, piece.count)
      guard count > 0 else { return bytes }
      bytes.append(contentsOf: piece.prefix(count))
    }
  }

  /// Runs the tool in the folder, or in one below it.
  @discardableResult
  func search(_ arguments: String..., in folder: String = ".", input: String = "") -> ToolResult {
    search(words: arguments, in: folder, input: input)
  }

  /// The same with arguments in a list.
  func search(
    words arguments: [String], in folder: String = ".", input: String = ""
  ) -> ToolResult {
    let words = ([Self.tool] + arguments).map(Self.quoted).joined(separator: " ")
    write(".run/in", input)
    return shell("cd \(Self.quoted(folder)) && \(words) < \(path(".run/in"))")
  }

  /// Runs a line of the shell in the folder.
  @discardableResult
  func shell(_ line: String) -> ToolResult {
    let out = "\(path)/.run/out"
    let err = "\(path)/.run/err"
    let redirected = line.hasPrefix("mkdir") || line.hasPrefix("chmod") ? "" : ">\(out) 2>\(err)"
    // A C string for the call.
    let status = unsafe system("cd \(Self.quoted(path)) && { \(line); } \(redirected)")
    // As wait(2) packs it.
    let code = status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + (status & 0x7F)
    guard !redirected.isEmpty else { return ToolResult(status: code, output: "", errors: "") }
    return ToolResult(status: code, output: read(out), errors: read(err))
  }

  private static func quoted(_ text: String) -> String {
    let parts = text.split(separator: "'", omittingEmptySubsequences: false)
    return "'" + parts.joined(separator: "'\\''") + "'"
  }
}
