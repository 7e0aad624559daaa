/// Which files a walk is to find, as it was asked for.
///
/// Remembered with the index as lines that read like the options, so that an update walks as the run
/// did that made the index.
struct WalkRules: Equatable, Sendable {
  /// A pattern that picks files or, with `!`, leaves them out.
  struct Glob: Equatable, Sendable {
    var text: String
    var ignoresCase = false
  }

  /// Whether names that begin with a dot count.
  var includesHidden = false
  /// Whether .ignore and .searchignore count.
  var usesIgnoreFiles = true
  /// Whether the ignore files of git count.
  var usesGitIgnore = true
  /// Patterns, the last that matches deciding before all ignore files.
  var globs: [Glob] = []
  /// Types of files that are wanted; none for all.
  var types: [String] = []
  /// Types of files that are not.
  var excludedTypes: [String] = []
  /// The largest file in bytes.
  var maximumFileSize: Int?
  /// How deep below a root files may lie: 1 for its own.
  var maximumDepth: Int?
  /// Whether symbolic links are followed.
  var followsLinks = false
  /// Whether folders on other file systems are left out.
  var staysOnFileSystem = false

  /// Nothing but the defaults.
  init() {}

  /// The rules as options, one a line.
  var lines: [String] {
    var lines: [String] = []
    if includesHidden { lines.append("--hidden") }
    if !usesIgnoreFiles { lines.append("--no-ignore") }
    if usesIgnoreFiles, !usesGitIgnore { lines.append("--no-ignore-vcs") }
    for glob in globs { lines.append("\(glob.ignoresCase ? "--iglob" : "--glob")=\(glob.text)") }
    lines += types.map { "--type=\($0)" } + excludedTypes.map { "--type-not=\($0)" }
    if let maximumFileSize { lines.append("--max-filesize=\(maximumFileSize)") }
    if let maximumDepth { lines.append("--max-depth=\(maximumDepth)") }
    if followsLinks { lines.append("--follow") }
    if staysOnFileSystem { lines.append("--one-file-system") }
    return lines
  }

  /// Reads what ``lines`` wrote. A line of a later version is passed over.
  init(lines: [String]) {
    for line in lines {
      let parts = line.split(separator: "=", maxSplits: 1).map(String.init)
      let value = parts.count > 1 ? parts[1] : ""
      switch parts.first ?? "" {
      case "--hidden": includesHidden = true
      case "--no-ignore": (usesIgnoreFiles, usesGitIgnore) = (false, false)
      case "--no-ignore-vcs": usesGitIgnore = false
      case "--glob": globs.append(Glob(text: value))
      case "--iglob": globs.append(Glob(text: value, ignoresCase: true))
      case "--type": types.append(value)
      case "--type-not": excludedTypes.append(value)
      case "--max-filesize": maximumFileSize = Int(value)
      case "--max-depth": maximumDepth = Int(value)
      case "--follow": followsLinks = true
      case "--one-file-system": staysOnFileSystem = true
      default: break
      }
    }
  }

  /// A number of bytes with K, M or G behind it; nil if it is none.
  static func byteCount(_ text: String) -> Int? {
    let units: [Character: Int] = ["K": 1 << 10, "M": 1 << 20, "G": 1 << 30]
    let unit = text.last.flatMap { units[Character($0.uppercased())] }
    let digits = unit == nil ? text[...] : text.dropLast()
    guard !digits.isEmpty, digits.utf8.allSatisfy({ (0x30...0x39).contains($0) }),
      let number = Int(digits)
    else { return nil }
    let (product, overflow) = number.multipliedReportingOverflow(by: unit ?? 1)
    return overflow ? nil : product
  }

  /// What is wrong with a pattern or the name of a type, in words; nil if nothing is.
  func problem() -> String? {
    for glob in globs where WalkFilter.patterns(of: glob) == nil {
      return
        "'\(glob.text)' is no pattern of names: a bracket, brace or backslash is left open, or "
        + "its braces stand for too many"
    }
    for type in types + excludedTypes where FileTypes.patterns(of: type) == nil {
      return "there is no type '\(type)'; see: search index --type-list"
    }
    return nil
  }
}

extension WalkRules {
  /// The rules of a run: those given, or else those that the index remembers, or else those that a
  /// configuration asks for.
  ///
  /// - Parameter home: the folder that holds `.search`, whose configuration counts; nil for none.
  static func effective(
    given: WalkRules?, remembered: [String], home: String?
  ) throws(CommandError) -> WalkRules {
    if let given { return given }
    if !remembered.isEmpty { return WalkRules(lines: remembered) }
    return try Configuration.load(home: home).walkRules()
  }
}
