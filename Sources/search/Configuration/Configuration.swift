internal import Synchronization

/// What the user's file, the project's file and the environment set, in this order, the last counting.
struct Configuration: Sendable {
  /// A file that was looked for.
  struct File: Equatable, Sendable {
    /// Whose it is.
    enum Owner: String, Sendable { case user, project }
    var owner: Owner
    var path: String
    var isThere: Bool
    /// Keys that were passed over because nobody has said that the project is trusted.
    var distrustedKeys: [String] = []
  }

  /// A key that is set, and by what.
  struct Setting: Equatable, Sendable {
    var value: ConfigurationValue
    /// A file or a variable of the environment.
    var source: String
  }

  /// The files, in the order in which they were read.
  private(set) var files: [File] = []
  /// What is set, by key.
  private(set) var settings: [String: Setting] = [:]

  /// Whether `--no-config` was given.
  private static let isOff = Atomic<Bool>(false)

  /// From here on nothing is read, neither files nor the environment.
  static func turnOff() { isOff.store(true, ordering: .relaxed) }

  /// What is set for an index, unless `--no-config` was given.
  static func load(home: String?) throws(CommandError) -> Configuration {
    isOff.load(ordering: .relaxed) ? Configuration() : try Configuration(home: home)
  }

  /// What is set in a folder: the project's file is found upward.
  static func loadHere(from current: String) throws(CommandError) -> Configuration {
    try load(home: IndexLocation.upward(from: current) { pathKind($0) == .folder }?.home)
  }

  /// The largest file that is read.
  private static let byteLimit = 1 << 20
  /// The name of a configuration file.
  static let fileName = "config.yaml"

  /// Nothing is set.
  init() {}

  /// Reads the files and the environment.
  ///
  /// - Parameter home: the folder that holds `.search`; nil where there is none.
  /// - Throws: ``CommandError`` that names the file, the key, and what it should be.
  init(
    home: String?, trust: TrustStore = TrustStore(),
    environment: (String) -> String? = environmentValue
  ) throws(CommandError) {
    if let path = Self.userPath(environment) { try read(path, .user, trust) }
    if let home { try read(Self.projectPath(of: home), .project, trust) }
    for key in ConfigurationKey.all {
      guard let variable = key.variable, let text = environment(variable), !text.isEmpty else {
        continue
      }
      do throws(CommandError) {
        let value = try ConfigurationValue(text, for: key)
        settings[key.name] = Setting(value: value, source: variable)
      } catch {
        throw CommandError("\(variable): \(error)")
      }
    }
  }

  /// The project's file.
  static func projectPath(of home: String) -> String {
    "\(home == "/" ? "" : home)/\(IndexLocation.folderName)/\(fileName)"
  }

  /// The user's file: named by the environment, or at the place of the XDG specification; nil where
  /// there is no home.
  static func userPath(_ environment: (String) -> String? = environmentValue) -> String? {
    if let named = environment("SEARCH_CONFIG_PATH"), !named.isEmpty { return named }
    if let folder = environment("XDG_CONFIG_HOME"), folder.hasPrefix("/") {
      return "\(folder)/search/\(fileName)"
    }
    guard let home = environment("HOME"), !home.isEmpty else { return nil }
    return "\(home)/.config/search/\(fileName)"
  }

  private mutating func read(
    _ path: String, _ owner: File.Owner, _ trust: TrustStore
  ) throws(CommandError) {
    var file = File(owner: owner, path: path, isThere: false)
    defer { files.append(file) }
    guard pathKind(path) == .file else { return }
    file.isThere = true
    let bytes = try readWhole(path)
    guard bytes.count <= Self.byteLimit else {
      throw CommandError("\(path): longer than \(Self.byteLimit) bytes")
    }
    let isTrusted = owner == .user || trust.holds(path, bytes)
    for member in try Self.members(bytes, path) {
      guard let key = ConfigurationKey.named(member.name) else {
        let near = ConfigurationKey.nearest(to: member.name).map { "; did you mean '\($0)'?" }
        throw CommandError(
          "\(path): there is no key '\(member.name)'\(near ?? "; see: search doctor --keys")")
      }
      let value: ConfigurationValue
      do throws(CommandError) {
        value = try ConfigurationValue(member.value, for: key)
      } catch {
        throw CommandError("\(path): \(error)")
      }
      if key.needsTrust, !isTrusted {
        file.distrustedKeys.append(key.name)
      } else {
        let before = settings[key.name]?.value
        settings[key.name] = Setting(value: before?.merged(with: value) ?? value, source: path)
      }
    }
  }

  /// The keys of a file.
  static func members(_ bytes: [UInt8], _ path: String) throws(CommandError) -> [YAMLTree.Member] {
    do throws(YAMLTree.Problem) {
      guard case .map(let members) = try YAMLTree(parsing: bytes) else {
        throw YAMLTree.Problem(reason: "not a map of keys and values")
      }
      return members
    } catch {
      throw CommandError("\(path): \(error.reason)")
    }
  }

  /// What was passed over for want of trust, in a line; nil if nothing was.
  var warning: String? {
    guard let file = files.first(where: { !$0.distrustedKeys.isEmpty }) else { return nil }
    return
      "\(file.path) sets \(file.distrustedKeys.joined(separator: ", ")), which counts only where "
      + "you trust it; read it, and then: search trust"
  }
}

extension Configuration {
  /// The options that a command is given before those that were typed, which win.
  func arguments(for command: String) -> [String] {
    ConfigurationKey.all.flatMap { key -> [String] in
      guard let option = key.option, let setting = settings[key.name],
        option.command == command || (command == "why" && key.name == "synonyms")
      else { return [] }
      switch setting.value {
      case .flag(let isOn): return [isOn ? option.name : "--no-" + option.name.dropFirst(2)]
      case .text(let text):
        return [option.name, key.kind == .path ? Self.path(text, setIn: setting.source) : text]
      case .texts, .map: return []
      }
    }
  }

  /// A path as it is seen from the current directory.
  private static func path(_ text: String, setIn source: String) -> String {
    guard let slash = source.lastIndex(of: "/"), !text.hasPrefix("/") else { return text }
    return source[...slash] + text
  }

  /// The walk that is asked for.
  ///
  /// - Throws: ``CommandError`` for a pattern or type that is none.
  func walkRules() throws(CommandError) -> WalkRules {
    var rules = WalkRules()
    rules.includesHidden = flag("hidden") ?? false
    rules.usesIgnoreFiles = flag("ignore") ?? true
    rules.usesGitIgnore = rules.usesIgnoreFiles && flag("ignore-vcs") ?? true
    rules.globs = texts("glob").map { WalkRules.Glob(text: $0) }
    rules.globs += texts("iglob").map { WalkRules.Glob(text: $0, ignoresCase: true) }
    rules.types = texts("type")
    rules.excludedTypes = texts("type-not")
    rules.maximumFileSize = text("max-filesize").flatMap(WalkRules.byteCount)
    rules.maximumDepth = text("max-depth").flatMap { Int($0) }
    rules.followsLinks = flag("follow") ?? false
    rules.staysOnFileSystem = flag("one-file-system") ?? false
    if let problem = rules.problem() { throw CommandError("configuration: \(problem)") }
    return rules
  }

  /// The commands that make text of files.
  var extractors: ExternalExtractors {
    guard case .map(let commands) = settings["extractors"]?.value else {
      return ExternalExtractors()
    }
    // Of two spellings of an extension one counts, always the same.
    let lower = commands.sorted { $0.key < $1.key }.map { ($0.key.lowercased(), $0.value) }
    return ExternalExtractors(commands: Dictionary(lower) { first, _ in first })
  }

  /// The folders of each collection, absolute.
  func collections(
    environment: (String) -> String? = environmentValue
  ) -> [(name: String, folders: [String])] {
    guard case .map(let folders) = settings["collections"]?.value else { return [] }
    let home = environment("HOME") ?? "/"
    return folders.sorted { $0.key < $1.key }.map { name, paths in
      let absolute = paths.map { path in
        // As in a shell; anything else is seen from home.
        path == "~"
          ? home
          : PathText.normalized(
            path.hasPrefix("~/") ? String(path.dropFirst(2)) : path, from: home)
      }
      return (name, absolute)
    }
  }

  private func flag(_ name: String) -> Bool? {
    guard case .flag(let isOn) = settings[name]?.value else { return nil }
    return isOn
  }

  private func text(_ name: String) -> String? {
    guard case .text(let text) = settings[name]?.value else { return nil }
    return text
  }

  private func texts(_ name: String) -> [String] {
    guard case .texts(let texts) = settings[name]?.value else { return [] }
    return texts
  }
}
