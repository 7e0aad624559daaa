import Index
import Synchronization

/// How a file was read, as the index remembers it: format, encoding, by what that was decided, how
/// surely, and how much of the text looks as if it had been decoded wrongly before.
struct ReadingRemark: Equatable, Sendable {
  /// The format; empty where it is not known.
  var format = ""
  /// The encoding's name; empty where the format leaves no choice.
  var charset = ""
  /// What decided.
  var ground: EncodingDecision.Ground?
  /// How surely, from 0 to 1.
  var sureness = 0.0
  /// From 0 to 1.
  var mojibake = 0.0

  /// The remark on a file that has been read.
  init(_ report: ReadReport) {
    format = report.format?.rawValue ?? ""
    guard let decision = report.encoding else { return }
    charset = decision.charset.name
    ground = decision.ground
    sureness = decision.sureness
    mojibake = report.mojibake
  }

  /// Takes a remark apart; nil if it is none.
  init?(_ text: String) {
    let parts = text.split(separator: " ", omittingEmptySubsequences: false)
    guard parts.count == 5 else { return nil }
    format = String(parts[0])
    charset = String(parts[1])
    ground = EncodingDecision.Ground(rawValue: String(parts[2]))
    sureness = Double(Int(parts[3]) ?? 0) / 100
    mojibake = Double(Int(parts[4]) ?? 0) / 100
  }

  /// The remark as text, its parts separated by spaces, shares in hundredths.
  var text: String {
    if format.isEmpty { return "" }
    return [
      format, charset, ground?.rawValue ?? "", String(Int((sureness * 100).rounded())),
      String(Int((mojibake * 100).rounded())),
    ].joined(separator: " ")
  }
}

/// What was remembered of files before a run.
final class RememberedReadings: Sendable {
  private let forced = Mutex<[String: String]>([:])

  /// Creates a memory of nothing.
  init() {}

  /// Remembers which encodings the user has named.
  func note(_ entries: [FileTable.Entry]) {
    for entry in entries {
      guard let remark = ReadingRemark(entry.remark), remark.ground == .forced else { continue }
      forced.withLock { $0[entry.path] = remark.charset }
    }
  }

  /// The encoding that the user has named for a file before.
  func forcedEncoding(of path: String) -> Charset? {
    forced.withLock { $0[path] }.flatMap { Charset.named($0) }
  }
}
