import Foundation

/// Where the text of a language comes from.
struct Sample {
  var language: String
  /// The environment variable that names the folder.
  var folder: String
  /// The file in it: JSON lines with a member "text", plain or packed by zstd.
  var file: String

  static let all: [Sample] = [
    Sample(language: "English", folder: "SEARCH_CORPORA", file: "gutenberg-en.jsonl.zst"),
    Sample(language: "Chinese", folder: "SEARCH_CORPORA", file: "wiki-zh.jsonl.zst"),
    Sample(language: "Japanese", folder: "SEARCH_CORPORA", file: "aozora-ja.jsonl.zst"),
    Sample(language: "Korean", folder: "SEARCH_CORPORA", file: "wiki-ko.jsonl.zst"),
    Sample(language: "Thai", folder: "SEARCH_EVAL", file: "xquad-th/corpus.jsonl"),
    Sample(language: "Russian", folder: "SEARCH_EVAL", file: "xquad-ru/corpus.jsonl"),
    Sample(language: "German", folder: "SEARCH_EVAL", file: "xquad-de/corpus.jsonl"),
    Sample(language: "Arabic", folder: "SEARCH_EVAL", file: "xquad-ar/corpus.jsonl"),
    Sample(language: "Hindi", folder: "SEARCH_EVAL", file: "xquad-hi/corpus.jsonl"),
  ]

  /// The member "text" of the lines, a line feed behind each, repeated if there is too little of it;
  /// nil if there is none.
  func text(of byteCount: Int) -> [UInt8]? {
    guard let folder = ProcessInfo.processInfo.environment[folder] else { return nil }
    let path = URL(filePath: folder).appending(path: file).path
    guard FileManager.default.fileExists(atPath: path) else { return nil }
    let process = Process()
    process.executableURL = URL(filePath: "/usr/bin/env")
    process.arguments = [path.hasSuffix(".zst") ? "zstdcat" : "cat", path]
    let pipe = Pipe()
    process.standardOutput = pipe
    process.standardError = FileHandle.nullDevice
    guard (try? process.run()) != nil else { return nil }
    defer { process.terminate() }
    var text: [UInt8] = []
    var rest = Data()
    while text.count < byteCount,
      let data = try? pipe.fileHandleForReading.read(upToCount: 1 << 20), !data.isEmpty
    {
      rest += data
      let lines = rest.split(separator: 0x0A, omittingEmptySubsequences: true)
      rest = lines.last.map { Data($0) } ?? Data()
      for line in lines.dropLast() { append(line, to: &text) }
    }
    append(rest, to: &text)
    guard !text.isEmpty else { return nil }
    let once = text
    while text.count < byteCount { text += once }
    return Array(text.prefix(byteCount))
  }

  private func append(_ line: Data, to text: inout [UInt8]) {
    guard let record = try? JSONSerialization.jsonObject(with: line) as? [String: Any],
      let value = record["text"] as? String
    else { return }
    text += Array(value.utf8)
    text.append(0x0A)
  }
}
