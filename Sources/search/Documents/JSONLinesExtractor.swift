internal import CJSON

/// Reads lines of JSON objects with `id`, `title`, `text` and `lang`.
///
/// The `id` is a string or an integer, by default the number of the line. All other scalars, `lang`
/// too, become fields that only a query naming them searches; a list becomes several fields of one
/// name; nulls and objects within the object are left out. Of a name that comes twice the later
/// value counts, except for fields, which keep both. An object with neither title nor text is
/// broken: its text has most likely another name.
@safe final class JSONLinesExtractor: RecordExtractor {
  /// A parser that has seen a record larger than this is not kept, nor are its buffers.
  private static let keptByteCount = 8 << 20

  private let limits: ReadingLimits
  private var parser: OpaquePointer?

  /// Creates an extractor.
  init(limits: ReadingLimits) {
    self.limits = limits
  }

  deinit {
    // Made by this object, freed once.
    if let parser = unsafe parser { unsafe cjson_free(parser) }
  }

  func extract(line: UnsafeRawBufferPointer, number: Int) -> RecordOutcome {
    // The line has its padding, as the protocol says; the parser copies what it keeps.
    if unsafe isBlank(line) { return .blank }
    guard let parser = unsafe readyParser() else { return .broken("memory ran out") }
    defer { if line.count > Self.keptByteCount { dropParser() } }
    var status = unsafe parse(line, with: parser)
    if [CJSON_BAD_UTF8, CJSON_BAD_STRING, CJSON_BAD_NUMBER].contains(Int(status)) {
      let repaired = unsafe repairedJSON(line) + [UInt8](repeating: 0x20, count: Self.padding)
      status = unsafe repaired.withUnsafeBytes { bytes in
        let text = unsafe UnsafeRawBufferPointer(rebasing: bytes.dropLast(Self.padding))
        return unsafe parse(text, with: parser)
      }
    }
    switch Int(status) {
    case CJSON_OK: return unsafe members(of: parser, lineNumber: number, byteCount: line.count)
    case CJSON_NOT_OBJECT: return .broken("not a JSON object")
    // A constant string of the library.
    default: return unsafe .broken(String(cString: cjson_problem(parser)))
    }
  }

  private static let padding = Int(CJSON_PADDING)

  private func readyParser() -> OpaquePointer? {
    if unsafe parser == nil { unsafe parser = cjson_make() }
    return unsafe parser
  }

  private func dropParser() {
    // Made by this object, freed once.
    if let parser = unsafe parser { unsafe cjson_free(parser) }
    unsafe parser = nil
  }

  private func parse(_ line: UnsafeRawBufferPointer, with parser: OpaquePointer) -> CInt {
    // The memory is read as bytes only.
    guard let start = unsafe line.baseAddress?.assumingMemoryBound(to: UInt8.self) else {
      return CInt(CJSON_BROKEN)
    }
    return unsafe cjson_parse(parser, start, line.count)
  }

  private func members(
    of parser: OpaquePointer, lineNumber: Int, byteCount: Int
  ) -> RecordOutcome {
    var document = ExtractedDocument(recordID: String(lineNumber))
    var collector = FieldCollector(limits: limits, inputByteCount: byteCount)
    var hasText = false
    var member = unsafe cjson_member()
    // Each member's bytes are copied before the next parse.
    while unsafe cjson_next(parser, &member) != 0 {
      let name = unsafe string(member.name, member.name_length)
      let kind = unsafe Int(member.kind)
      let value = unsafe text(of: member)
      switch name {
      case "id":
        guard kind != CJSON_NUMBER, kind != CJSON_BOOLEAN, unsafe member.element == 0 else {
          return .broken("the id is neither a string nor an integer")
        }
        guard !value.isEmpty else { return .broken("the id is empty") }
        document.recordID = value
      case "title":
        document.title = PlainTextExtractor.singleLine(value)
        hasText = true
      case "text":
        document.body = unsafe member.element > 1 ? document.body + "\n" + value : value
        hasText = true
      default:
        do throws(SkipReason) {
          try collector.add(name, value, isSearchedByDefault: false)
        } catch {
          return .broken("\(error)")
        }
      }
    }
    guard hasText else { return .broken("neither a title nor a text") }
    document.fields = collector.fields
    return .document(document, warnings: collector.warnings)
  }

  /// A member's value as text.
  private func text(of member: cjson_member) -> String {
    switch unsafe Int(member.kind) {
    case CJSON_STRING: unsafe string(member.text, member.text_length)
    case CJSON_INTEGER: unsafe String(member.integer)
    case CJSON_UNSIGNED: unsafe String(UInt64(bitPattern: member.integer))
    case CJSON_BOOLEAN: unsafe member.integer != 0 ? "true" : "false"
    default: unsafe String(member.number)
    }
  }

  private func string(_ start: UnsafePointer<UInt8>?, _ count: Int) -> String {
    // Bytes of the parser, valid until its next parse.
    unsafe String(decoding: UnsafeBufferPointer(start: start, count: count), as: UTF8.self)
  }
}
