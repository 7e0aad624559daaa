/// Where an index is, and what the keys of its documents are relative to.
struct IndexLocation: Equatable, Sendable {
  /// The folder that holds `.search`, or nil for an index folder that stands alone; such an index
  /// remembers its base itself.
  var home: String?
  /// The index folder.
  var path: String

  /// The name of the folder that holds an index and what belongs to it.
  static let folderName = ".search"

  /// The index in the `.search` of a folder.
  init(home: String) {
    self.home = home
    path = Self.join(home, "\(Self.folderName)/index")
  }

  /// An index folder named by the user, seen from the current directory.
  init(typed: String, from current: String) {
    let absolute = PathText.normalized(typed, from: current)
    let suffix = "/\(Self.folderName)"
    if absolute.hasSuffix("\(suffix)/index") {
      home = Self.parent(Self.parent(absolute))
      path = absolute
    } else if absolute.hasSuffix(suffix) {
      home = Self.parent(absolute)
      path = "\(absolute)/index"
    } else {
      home = nil
      path = absolute
    }
  }

  /// The index that is meant: the one named, or the one of the nearest folder upward.
  ///
  /// - Parameter isFolder: whether a path leads to a folder.
  /// - Throws: ``CommandError`` when none is named and none is found.
  static func find(
    typed: String?, from current: String, isFolder: (String) -> Bool
  ) throws(CommandError) -> IndexLocation {
    if let typed { return IndexLocation(typed: typed, from: current) }
    if let found = upward(from: current, isFolder: isFolder) { return found }
    throw CommandError("no index here or in a folder above; make one with: search index .")
  }

  /// The index of the nearest folder upward that has a `.search`.
  static func upward(from current: String, isFolder: (String) -> Bool) -> IndexLocation? {
    var folder = current
    while true {
      if isFolder(join(folder, folderName)) { return IndexLocation(home: folder) }
      if folder == "/" || folder.isEmpty { return nil }
      folder = parent(folder)
    }
  }

  private static func join(_ folder: String, _ name: String) -> String {
    folder == "/" ? "/\(name)" : "\(folder)/\(name)"
  }

  private static func parent(_ path: String) -> String {
    guard let slash = path.utf8.lastIndex(of: UInt8(ascii: "/")), slash > path.startIndex else {
      return "/"
    }
    return String(path[..<slash])
  }
}

/// Paths as text.
///
/// They are compared byte by byte: Swift's `==` and `hasPrefix` take a composed and a decomposed
/// letter for the same, which a file system does not.
enum PathText {
  /// The absolute path without `.`, `..`, and doubled slashes; links are not looked at.
  static func normalized(_ path: String, from current: String) -> String {
    let slash = UInt8(ascii: "/")
    var parts: [Substring.UTF8View] = []
    let sources = path.utf8.first == slash ? [path] : [current, path]
    for source in sources {
      for part in source.utf8.split(separator: slash) {
        if part.elementsEqual("..".utf8) {
          _ = parts.popLast()
        } else if !part.elementsEqual(".".utf8) {
          parts.append(part)
        }
      }
    }
    return parts.isEmpty ? "/" : parts.map { "/" + String(Substring($0)) }.joined()
  }

  /// Whether two paths are the same bytes.
  static func same(_ one: String, _ other: String) -> Bool {
    one.utf8.elementsEqual(other.utf8)
  }

  /// Whether a path comes before another in the order of their bytes.
  static func precedes(_ one: String, _ other: String) -> Bool {
    one.utf8.lexicographicallyPrecedes(other.utf8)
  }

  /// Whether a path, relative to a base, is the root or lies below it. A root of `""` is the base.
  static func covers(root: String, path: String) -> Bool {
    // Paths outside the base begin with "..": give both the same number of steps up, and the
    // remaining components decide.
    let (rootUps, rootRest) = split(root)
    let (pathUps, pathRest) = split(path)
    if rootUps != pathUps { return rootUps > pathUps && rootRest.isEmpty }
    guard rootRest.count <= pathRest.count else { return false }
    return zip(rootRest, pathRest).allSatisfy { $0.elementsEqual($1) }
  }

  private static func split(_ path: String) -> (ups: Int, rest: [Substring.UTF8View]) {
    let parts = path.utf8.split(separator: UInt8(ascii: "/"))
    let ups = parts.prefix { $0.elementsEqual("..".utf8) }.count
    return (ups, Array(parts.dropFirst(ups)))
  }
}
