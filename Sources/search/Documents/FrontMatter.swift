internal import CYAML
import Index

/// The block of YAML between two lines of `---` at the start of a text.
///
/// Every scalar becomes a field under its own name, a list several fields of one name, and a map
/// within a map fields named `outer.inner`. The scalar `title` becomes the title and no field.
/// Nulls and empty values are left out. Aliases are not followed, so that a few lines cannot grow
/// into gigabytes; each is named in a warning.
struct FrontMatter {
  /// The longest front matter that is read; a fence that closes later is none.
  static let byteLimit = 1 << 20
  /// How deep maps and lists may nest.
  static let depthLimit = 64

  /// The scalar `title`, on one line.
  var title: String?
  /// All other values.
  var fields: [Document.Field]
  /// What was left out.
  var warnings: [String]

  /// Why a block between fences is not front matter.
  enum Problem: Error {
    /// Not YAML that can be read, with a reason in words.
    case broken(String)
    /// Its fields would be out of proportion.
    case skip(SkipReason)
  }

  /// Finds the fences; nil when the text has none. The second of the parts begins after the fence.
  static func split(
    _ text: [UInt8]
  ) -> (yaml: ArraySlice<UInt8>, rest: ArraySlice<UInt8>)? {
    guard isFence(lineOf(text, at: 0), closing: false) else { return nil }
    let start = min(lineOf(text, at: 0).endIndex + 1, text.endIndex)
    var at = start
    while at < text.endIndex, at - start <= byteLimit {
      let line = lineOf(text, at: at)
      let next = min(line.endIndex + 1, text.endIndex)
      if isFence(line, closing: true) { return (text[start..<at], text[next...]) }
      at = next
    }
    return nil
  }

  /// Parses what stands between the fences.
  init(parsing yaml: ArraySlice<UInt8>, limits: ReadingLimits) throws(Problem) {
    let reader = FrontMatterReader(
      collector: FieldCollector(limits: limits, inputByteCount: yaml.count))
    var line = 0
    var problem: UnsafePointer<CChar>?
    let context = unsafe Unmanaged.passUnretained(reader).toOpaque()
    // The reader outlives the call; events carry bytes that are copied at once.
    let status = unsafe Array(yaml).withUnsafeBufferPointer { buffer -> CInt in
      guard let start = buffer.baseAddress else { return CInt(CYAML_OK) }
      return unsafe cyaml_parse(
        start, buffer.count,
        { context, kind, bytes, length, isPlain in
          let reader = unsafe Unmanaged<FrontMatterReader>.fromOpaque(context)
            .takeUnretainedValue()
          let text = unsafe String(
            decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
          return reader.receive(Int(kind), text, isPlain: isPlain != 0) ? 0 : 1
        }, context, &line, &problem)
    }
    if let skip = reader.skip { throw .skip(skip) }
    guard status == CYAML_OK else {
      // A constant string of the library.
      let libraryWords = unsafe problem.map { unsafe String(cString: $0) }
      // The fence is line 1.
      throw .broken("line \(line + 1): \(reader.problem ?? libraryWords ?? "not readable")")
    }
    title = reader.title
    fields = reader.collector.fields
    warnings = reader.collector.warnings
  }

  private static func lineOf(_ text: [UInt8], at index: Int) -> ArraySlice<UInt8> {
    text[index..<(text[index...].firstIndex(of: 0x0A) ?? text.endIndex)]
  }

  private static func isFence(_ line: ArraySlice<UInt8>, closing: Bool) -> Bool {
    let end = line.lastIndex { $0 != 0x20 && $0 != 0x09 }.map { $0 + 1 } ?? line.startIndex
    let mark = line[line.startIndex..<end]
    return mark.elementsEqual("---".utf8) || closing && mark.elementsEqual("...".utf8)
  }
}

/// Turns YAML's events into fields.
private final class FrontMatterReader {
  /// A map or list that is open.
  private struct Level {
    var isMap: Bool
    /// The name of what it holds: of a list its own, of a map the names of the maps around it.
    var name: String
    /// The key whose value comes next.
    var key: String?
    /// Whether the level is itself a key, which no field can have.
    var isKey = false
  }

  var collector: FieldCollector
  private(set) var title: String?
  private(set) var problem: String?
  private(set) var skip: SkipReason?
  private var levels: [Level] = []

  init(collector: FieldCollector) {
    self.collector = collector
  }

  /// Takes an event; false to stop.
  func receive(_ kind: Int, _ text: String, isPlain: Bool) -> Bool {
    switch kind {
    case CYAML_MAPPING_START: return open(isMap: true)
    case CYAML_SEQUENCE_START: return open(isMap: false)
    case CYAML_MAPPING_END, CYAML_SEQUENCE_END:
      close()
      return true
    case CYAML_ALIAS:
      return scalar("", warning: "the alias *\(text.prefix(64)) is not followed")
    default:
      let isNull = isPlain && ["", "~", "null", "Null", "NULL"].contains(text)
      return scalar(isNull ? "" : text, isKeyOfMap: isNull ? text : nil)
    }
  }

  private func open(isMap: Bool) -> Bool {
    guard levels.count < FrontMatter.depthLimit else {
      problem = "maps and lists nest more than \(FrontMatter.depthLimit) levels deep"
      return false
    }
    guard !levels.isEmpty || isMap else {
      problem = "not a map of names and values"
      return false
    }
    let awaitsKey = levels.last.map { $0.isMap && $0.key == nil } ?? false
    let name = valueName
    levels.append(Level(isMap: isMap, name: name, isKey: awaitsKey))
    return true
  }

  private func close() {
    guard let closed = levels.popLast(), !levels.isEmpty else { return }
    if closed.isKey {
      levels[levels.count - 1].key = ""
    } else if levels[levels.count - 1].isMap {
      levels[levels.count - 1].key = nil
    }
  }

  /// The name of a value at this place.
  private var valueName: String {
    guard let level = levels.last else { return "" }
    guard level.isMap else { return level.name }
    let key = level.key ?? ""
    // Beyond any limit for names; so that nested names cannot add up.
    guard level.name.utf8.count + key.utf8.count < 4_096 else { return level.name }
    return level.name.isEmpty ? key : "\(level.name).\(key)"
  }

  private func scalar(_ text: String, isKeyOfMap key: String? = nil, warning: String? = nil) -> Bool
  {
    guard let level = levels.last else {
      problem = "not a map of names and values"
      return false
    }
    if level.isMap, level.key == nil {
      levels[levels.count - 1].key = key ?? text
      return true
    }
    if let warning { collector.warnOnce(warning) }
    defer { if level.isMap { levels[levels.count - 1].key = nil } }
    guard !levels.contains(where: \.isKey) else { return true }
    let name = valueName
    if name == "title", levels.count == 1, title == nil {
      title = PlainTextExtractor.singleLine(text)
      return true
    }
    do throws(SkipReason) {
      try collector.add(name, text, isSearchedByDefault: true)
      return true
    } catch {
      skip = error
      return false
    }
  }
}
