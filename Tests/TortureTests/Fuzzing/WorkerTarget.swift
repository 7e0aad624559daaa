import Foundation
import Index
import TestSupport

@testable import search

/// Any bytes in place of what tool and worker say to each other, as messages and on a pipe.
struct WorkerTarget: FuzzTarget {
  static let name = "worker"
  static let usualByteCount = 96
  static let longCount = 2_000_000
  static let maximumByteCount = 8192

  static let seeds: [[UInt8]] = {
    let request = WorkerMessage.Request(
      path: Array("a.zip".utf8), format: "archive", forced: "", command: ["cat", "x"],
      limits: ReadingLimits().wire, content: Array("text".utf8))
    var document = ExtractedDocument(recordID: "a//b", title: "t", body: "body")
    document.fields = [Document.Field("n", "v", isSearchedByDefault: false)]
    var anchor = PlaceMap.Anchor(offset: 2)
    (anchor.line, anchor.column, anchor.page) = (1, 3, 2)
    document.places.title = [anchor]
    var report = ReadReport()
    report.skipReason = .tooDeep(limit: 3)
    report.warn(["warning"])
    report.noteLeftOut("left out")
    let messages = [
      (WorkerMessage.Kind.request, request.encoded()), (.document, WorkerMessage.encode(document)),
      (.done, WorkerMessage.encode(report)),
    ]
    return messages.enumerated().flatMap { number, message in
      let length = (0..<8).map { UInt8(truncatingIfNeeded: message.1.count >> (8 * $0)) }
      let sent: [UInt8] = [3, message.0.rawValue] + length + message.1
      return [[UInt8(number)] + message.1, sent]
    }
  }()
  static let dictionary: [[UInt8]] = [
    [0, 0, 0, 0, 0, 0, 0, 0], [1, 0, 0, 0, 0, 0, 0, 0],
    [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F],
    [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF], [0, 0, 0, 0x19, 0, 0, 0, 0], [2], [3],
    Array("expansion".utf8), Array("too-deep".utf8), Array("damaged".utf8), [0xC0, 0x80],
  ]

  init() throws {}

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    let bytes = Array(input.dropFirst())
    do throws(WireReader.Nonsense) {
      switch (input.first ?? 0) % 4 {
      case 0:
        let request = try WorkerMessage.Request(decoding: bytes)
        _ = ReadingLimits(wire: request.limits)
        _ = Charset.named(request.forced)
        if try WorkerMessage.Request(decoding: request.encoded()) != request {
          return ["another request when sent again"]
        }
      case 1:
        let document = try WorkerMessage.document(bytes)
        if try WorkerMessage.document(WorkerMessage.encode(document)) != document {
          return ["another document when sent again"]
        }
        for offset in [0, document.body.utf8.count / 2, document.body.utf8.count] {
          _ = document.places.place(ofByte: offset, in: document.body, isTitle: false)
        }
      case 2:
        var report = ReadReport()
        try WorkerMessage.read(bytes, into: &report)
        if report.leftOut.count > ReadReport.keptCount { return ["keeps more than it may"] }
      default: try receive(bytes)
      }
    } catch {
      // So it is said where the bytes are none.
    }
    return []
  }

  /// All messages of a pipe that holds these bytes and nothing more.
  private func receive(_ bytes: [UInt8]) throws(WireReader.Nonsense) {
    guard bytes.count < 60_000, let ends = Subprocess.makePipe() else { return }
    // The array's own bytes, which a pipe holds.
    _ = unsafe bytes.withUnsafeBytes { unsafe write(ends.writing, $0.baseAddress, $0.count) }
    close(ends.writing)
    defer { close(ends.reading) }
    let pipe = WorkerPipe(input: ends.reading, output: -1)
    while let (kind, content) = try? pipe.receive(until: nil) {
      if kind == .document { _ = try WorkerMessage.document(content) }
    }
  }
}
