import Foundation
import TestSupport

/// Inputs that once came to new code or showed a defect, one on each line of a file, in Base64.
enum SavedInputs {
  private static func path(_ name: String) -> String {
    var parts = #filePath.split(separator: "/").dropLast(2)
    parts += ["Corpora", "\(name).txt"]
    return "/" + parts.joined(separator: "/")
  }

  static func line(of input: [UInt8]) -> String { Data(input).base64EncodedString() }

  /// All inputs of a target.
  static func read(_ name: String) throws -> [[UInt8]] {
    let text = try String(contentsOfFile: path(name), encoding: .utf8)
    return try text.split(separator: "\n").filter { !$0.hasPrefix("#") }.map { line in
      guard let data = Data(base64Encoded: String(line)) else {
        throw CocoaError(.fileReadCorruptFile)
      }
      return Array(data)
    }
  }

  /// Replaces the inputs of a target.
  static func write(_ name: String, _ inputs: [[UInt8]]) throws {
    let head = "# One input a line, in Base64.\n"
    let lines = head + inputs.map { line(of: $0) + "\n" }.joined()
    try lines.write(toFile: path(name), atomically: true, encoding: .utf8)
  }
}
