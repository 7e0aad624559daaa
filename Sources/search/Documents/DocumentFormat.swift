/// How a file is read.
enum DocumentFormat: String, Sendable, CaseIterable {
  /// Text as it is, source code included.
  case plainText
  /// Markdown, with or without front matter.
  case markdown
  /// HTML and XHTML.
  case html
  /// One JSON object a line.
  case jsonLines
  /// A name, a TAB and a text on each line.
  case tabSeparated

  /// Whether the file is read line by line, each a document.
  var holdsRecords: Bool {
    self == .jsonLines || self == .tabSeparated
  }

  /// The format of a file, by its content first and its name second.
  ///
  /// A file that begins as HTML is HTML whatever its name; one that merely contains tags is not. A
  /// fence of front matter makes a text Markdown (see `DocumentReader`); it is looked for by
  /// `mayHaveFrontMatter` only where the name does not say that lines of `---` mean something else.
  static func detect(head: Span<UInt8>, path: PathName) -> DocumentFormat {
    if beginsAsHTML(head) { return .html }
    return switch path.lowercasedExtension {
    case "jsonl", "ndjson": .jsonLines
    case "tsv": .tabSeparated
    case "md", "markdown": .markdown
    case "html", "htm", "xhtml": .html
    default: .plainText
    }
  }

  /// Whether a file of this name may begin with front matter. In YAML itself `---` parts documents.
  static func mayHaveFrontMatter(_ path: PathName) -> Bool {
    !["yaml", "yml"].contains(path.lowercasedExtension)
  }

  /// Whether a text begins with a doctype of HTML or one of its outermost tags, after white space,
  /// comments and XML's prolog.
  private static func beginsAsHTML(_ head: Span<UInt8>) -> Bool {
    var at = TextEncoding.detect(in: head).markLength
    while at < head.count {
      switch head[at] {
      case 0x09, 0x0A, 0x0C, 0x0D, 0x20: at += 1
      case UInt8(ascii: "<"):
        if matches("<!--", in: head, at: at) {
          guard let end = find("-->", in: head, from: at + 4) else { return false }
          at = end
        } else if matches("<?xml", in: head, at: at) {
          guard let end = find("?>", in: head, from: at) else { return false }
          at = end
        } else {
          return ["<!doctype html", "<html", "<head", "<body"].contains {
            matches($0, in: head, at: at) && isNameEnd(head, at + $0.utf8.count)
          }
        }
      default: return false
      }
    }
    return false
  }

  private static func isNameEnd(_ head: Span<UInt8>, _ index: Int) -> Bool {
    guard index < head.count else { return false }
    return switch head[index] {
    case 0x09, 0x0A, 0x0C, 0x0D, 0x20, UInt8(ascii: ">"), UInt8(ascii: "/"): true
    default: false
    }
  }

  /// Whether a word in lower case stands here, in any case.
  private static func matches(_ word: String, in head: Span<UInt8>, at index: Int) -> Bool {
    var at = index
    for byte in word.utf8 {
      guard at < head.count else { return false }
      let isLetter = UInt8(ascii: "A")...UInt8(ascii: "Z") ~= head[at]
      guard (isLetter ? head[at] | 0x20 : head[at]) == byte else { return false }
      at += 1
    }
    return true
  }

  /// Where a word ends that stands here or later.
  private static func find(_ word: String, in head: Span<UInt8>, from index: Int) -> Int? {
    var at = index
    while at < head.count {
      if matches(word, in: head, at: at) { return at + word.utf8.count }
      at += 1
    }
    return nil
  }
}
