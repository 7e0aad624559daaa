internal import CYAML

/// A YAML text as values: what a configuration file holds.
///
/// Only what such a file needs: one document, scalars, lists and maps; aliases are refused.
indirect enum YAMLTree: Equatable, Sendable {
  case scalar(String)
  case list([YAMLTree])
  /// The names in the order of the text.
  case map([Member])

  /// A name and its value.
  struct Member: Equatable, Sendable {
    var name: String
    var value: YAMLTree
  }

  /// How deep maps and lists may nest: twice what any key needs.
  static let depthLimit = 8

  /// Why a text is no configuration, in words.
  struct Problem: Error, Equatable {
    var reason: String
  }

  /// Reads a text; an empty one is an empty map.
  init(parsing text: [UInt8]) throws(Problem) {
    let builder = TreeBuilder()
    var line = 0
    var problem: UnsafePointer<CChar>?
    let context = unsafe Unmanaged.passUnretained(builder).toOpaque()
    // The builder outlives the call; events carry bytes that are copied at once.
    let status = unsafe text.withUnsafeBufferPointer { buffer -> CInt in
      guard let start = buffer.baseAddress else { return CInt(CYAML_OK) }
      return unsafe cyaml_parse(
        start, buffer.count,
        { context, kind, bytes, length, _ in
          let builder = unsafe Unmanaged<TreeBuilder>.fromOpaque(context).takeUnretainedValue()
          let text = unsafe String(
            decoding: UnsafeBufferPointer(start: bytes, count: length), as: UTF8.self)
          return builder.receive(Int(kind), text) ? 0 : 1
        }, context, &line, &problem)
    }
    guard status == CYAML_OK else {
      // A constant string of the library.
      let words = unsafe problem.map { unsafe String(cString: $0) }
      throw Problem(reason: "line \(line): \(builder.problem ?? words ?? "not YAML")")
    }
    self = builder.root ?? .map([])
    if self == .scalar("") { self = .map([]) }
  }
}

/// Turns YAML's events into a tree.
private final class TreeBuilder {
  /// A map or list that is open.
  private struct Level {
    var isMap: Bool
    var values: [YAMLTree] = []
    var members: [YAMLTree.Member] = []
    var name: String?
  }

  private(set) var root: YAMLTree?
  private(set) var problem: String?
  private var levels: [Level] = []

  /// Takes an event; false to stop.
  func receive(_ kind: Int, _ text: String) -> Bool {
    switch kind {
    case CYAML_MAPPING_START, CYAML_SEQUENCE_START:
      if let level = levels.last, level.isMap, level.name == nil {
        return refuse("a list or map is no name")
      }
      guard levels.count < YAMLTree.depthLimit else {
        return refuse("more than \(YAMLTree.depthLimit) levels")
      }
      levels.append(Level(isMap: kind == CYAML_MAPPING_START))
      return true
    case CYAML_MAPPING_END, CYAML_SEQUENCE_END:
      guard let level = levels.popLast() else { return true }
      return add(level.isMap ? .map(level.members) : .list(level.values))
    case CYAML_ALIAS: return refuse("aliases are not followed")
    default:
      if let level = levels.last, level.isMap, level.name == nil {
        if level.members.contains(where: { $0.name == text }) {
          return refuse("'\(text)' stands here twice")
        }
        levels[levels.count - 1].name = text
        return true
      }
      return add(.scalar(text))
    }
  }

  private func refuse(_ reason: String) -> Bool {
    problem = reason
    return false
  }

  private func add(_ value: YAMLTree) -> Bool {
    guard let last = levels.indices.last else {
      root = value
      return true
    }
    if levels[last].isMap {
      levels[last].members.append(YAMLTree.Member(name: levels[last].name ?? "", value: value))
      levels[last].name = nil
    } else {
      levels[last].values.append(value)
    }
    return true
  }
}
