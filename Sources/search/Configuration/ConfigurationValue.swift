/// What a key was set to.
enum ConfigurationValue: Equatable, Sendable {
  case flag(Bool)
  /// A number, size or word, as it was written.
  case text(String)
  case texts([String])
  /// Names with a list each.
  case map([String: [String]])

  /// Reads what stands behind a key.
  ///
  /// - Throws: ``CommandError`` that says what it may be; the caller adds where.
  init(_ tree: YAMLTree, for key: ConfigurationKey) throws(CommandError) {
    switch (key.kind, tree) {
    case (.texts, .list(let items)):
      self = .texts(try Self.texts(items, key))
    case (.commands, .map(let members)), (.folders, .map(let members)):
      var map: [String: [String]] = [:]
      for member in members {
        switch member.value {
        case .scalar(let text): map[member.name] = [text]
        case .list(let items): map[member.name] = try Self.texts(items, key)
        case .map: throw Self.refusal(key)
        }
        if map[member.name, default: []].isEmpty || map[member.name] == [""] {
          throw CommandError("\(key.name): nothing stands behind '\(member.name)'")
        }
      }
      self = .map(map)
    case (.commands, _), (.folders, _): throw Self.refusal(key)
    case (_, .scalar(let text)): try self.init(text, for: key)
    default: throw Self.refusal(key)
    }
  }

  /// Reads one text, as the environment has it.
  init(_ text: String, for key: ConfigurationKey) throws(CommandError) {
    switch key.kind {
    case .flag:
      switch text.lowercased() {
      case "true", "yes", "on", "1": self = .flag(true)
      case "false", "no", "off", "0": self = .flag(false)
      default: throw Self.refusal(key)
      }
      return
    case .number(let range):
      guard let number = Double(text), range.contains(number) else { throw Self.refusal(key) }
    case .whole(let range):
      guard let number = Int(text), range.contains(number) else { throw Self.refusal(key) }
    case .size:
      guard WalkRules.byteCount(text) != nil else { throw Self.refusal(key) }
    case .choice(let words):
      guard words.contains(text) else { throw Self.refusal(key) }
    case .path:
      guard !text.isEmpty else { throw Self.refusal(key) }
    case .texts:
      self = .texts([text])
      return
    case .commands, .folders: throw Self.refusal(key)
    }
    self = .text(text)
  }

  /// The value where a later one is set: of maps the names of both, of anything else the later.
  func merged(with later: ConfigurationValue) -> ConfigurationValue {
    guard case .map(let mine) = self, case .map(let others) = later else { return later }
    return .map(mine.merging(others) { $1 })
  }

  private static func texts(
    _ items: [YAMLTree], _ key: ConfigurationKey
  ) throws(CommandError) -> [String] {
    var texts: [String] = []
    for item in items {
      guard case .scalar(let text) = item else { throw refusal(key) }
      texts.append(text)
    }
    return texts
  }

  private static func refusal(_ key: ConfigurationKey) -> CommandError {
    CommandError("\(key.name) takes \(key.values)")
  }
}
