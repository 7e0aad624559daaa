import Index
import Synchronization

/// How a file was read, as the index remembers it: format, encoding, by what that was decided, how
/// surely, how much of the text looks as if it had been decoded wrongly before, and by which version of
/// the readers.
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
  /// The version of the readers; see ``currentVersion``.
  var version = Self.currentVersion

  /// The version of the readers of this program. It is raised whenever one of them finds more in a file
  /// than before, or reads what was left out, with a line in ``changes``: such files are then read again.
  static let currentVersion = 2

  /// What each version reads in another way than the one before; nil stands for what was left out.
  private static let changes: [(version: Int, formats: [DocumentFormat?])] = [
    // Targets of links, tooltips, names of members; archives with damaged files in them.
    (2, [.html, .markdown, .json, .archive, nil])
  ]

  /// Whether this program would read a file otherwise than it was read when the entry was made.
  ///
  /// - Complexity: O(1) for an entry of this version: it is asked of every file before every query.
  static func isOutdated(_ entry: FileTable.Entry) -> Bool {
    if entry.remark.utf8.last == lastByte, version(of: entry.remark) == currentVersion {
      return false
    }
    guard let remark = ReadingRemark(entry.remark) else {
      // Entries of other programs that keep an index have no remark, and are theirs.
      return false
    }
    return changes.contains { change in
      change.version > remark.version
        && change.formats.contains { format in
          format.map { $0.rawValue == remark.format } ?? !entry.skipReason.isEmpty
        }
    }
  }

  private static let lastByte = UInt8(ascii: "0") + UInt8(currentVersion % 10)

  /// The number behind the last of five spaces.
  private static func version(of text: String) -> Int {
    guard text.utf8.count(where: { $0 == UInt8(ascii: " ") }) == 5,
      let space = text.utf8.lastIndex(of: UInt8(ascii: " "))
    else { return 1 }
    return Int(text[text.utf8.index(after: space)...]) ?? 1
  }

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
    guard parts.count == 5 || parts.count == 6 else { return nil }
    version = parts.count == 6 ? Int(parts[5]) ?? 1 : 1
    format = String(parts[0])
    charset = String(parts[1])
    ground = EncodingDecision.Ground(rawValue: String(parts[2]))
    sureness = Double(Int(parts[3]) ?? 0) / 100
    mojibake = Double(Int(parts[4]) ?? 0) / 100
  }

  /// The remark as text, its parts separated by spaces, shares in hundredths.
  var text: String {
    [
      format, charset, ground?.rawValue ?? "", String(Int((sureness * 100).rounded())),
      String(Int((mojibake * 100).rounded())), String(version),
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
