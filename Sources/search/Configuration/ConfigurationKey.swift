/// A key of a configuration file: what it may hold, what it means, which option it stands for.
struct ConfigurationKey: Sendable {
  /// What a key may hold.
  enum Kind: Equatable, Sendable {
    /// `true` or `false`, also `yes`, `no`, `on`, `off`.
    case flag
    /// A number within a range.
    case number(ClosedRange<Double>)
    /// A whole number within a range.
    case whole(ClosedRange<Int>)
    /// A number of bytes with K, M or G.
    case size
    /// One of some words.
    case choice([String])
    /// The path of a file; in a file of settings counted from where that file is.
    case path
    /// Texts: a list, or one.
    case texts
    /// A map of names to a command and its arguments.
    case commands
    /// A map of names to folders.
    case folders
  }

  /// The name in a file. In the environment it is in capitals behind `SEARCH_`, with `_` for `-`.
  let name: String
  let kind: Kind
  /// The command and the option that it sets; nil for what no option does.
  var option: (command: String, name: String)?
  /// Whether a project's file may only set it where the user trusts the project.
  var needsTrust = false
  /// What it means.
  let meaning: String

  /// The name in the environment; nil for what one line cannot say.
  var variable: String? {
    switch kind {
    case .commands, .folders: nil
    default: "SEARCH_" + name.uppercased().split(separator: "-").joined(separator: "_")
    }
  }

  /// What the key may hold, in words.
  var values: String {
    switch kind {
    case .flag: "true or false"
    case .number(let range): "\(Self.text(range.lowerBound)) to \(Self.text(range.upperBound))"
    case .whole(let range): "\(range.lowerBound) to \(range.upperBound)"
    case .size: "a number with K, M or G"
    case .choice(let words): words.joined(separator: ", ")
    case .path: "the path of a file"
    case .texts: "a text or a list of texts"
    case .commands: "a map of extensions to a command and its arguments"
    case .folders: "a map of names to a folder or a list of folders"
    }
  }

  private static func text(_ number: Double) -> String {
    number == number.rounded() && abs(number) < 1e15 ? String(Int(number)) : String(number)
  }

  /// Every key there is: what validates files, and what `search doctor --keys` prints.
  static let all: [ConfigurationKey] = [
    ConfigurationKey(
      name: "collections", kind: .folders, needsTrust: true,
      meaning: "folders that search --in NAME searches"),
    ConfigurationKey(
      name: "color", kind: .choice(ColorChoice.allCases.map(\.rawValue)),
      option: ("query", "--color"), meaning: "when answers are coloured"),
    ConfigurationKey(
      name: "extractors", kind: .commands, needsTrust: true,
      meaning: "commands that make text of files, by extension"),
    ConfigurationKey(
      name: "fold", kind: .choice(FoldChoice.allCases.map(\.rawValue)),
      option: ("query", "--fold"), meaning: "how far text may differ"),
    ConfigurationKey(
      name: "follow", kind: .flag, needsTrust: true, meaning: "follow symbolic links"),
    ConfigurationKey(name: "glob", kind: .texts, meaning: "patterns of files, as --glob has them"),
    ConfigurationKey(name: "hidden", kind: .flag, meaning: "index hidden files"),
    ConfigurationKey(
      name: "iglob", kind: .texts, meaning: "patterns of files, upper and lower case being one"),
    ConfigurationKey(
      name: "ignore", kind: .flag, meaning: "heed .gitignore, .ignore and .searchignore"),
    ConfigurationKey(name: "ignore-vcs", kind: .flag, meaning: "heed the ignore files of git"),
    ConfigurationKey(
      name: "limit", kind: .whole(1...1_000_000), option: ("query", "-k"),
      meaning: "how many hits are shown"),
    ConfigurationKey(
      name: "max-depth", kind: .whole(0...1_000), meaning: "how deep below a root files may lie"),
    ConfigurationKey(name: "max-filesize", kind: .size, meaning: "the largest file"),
    ConfigurationKey(
      name: "memory", kind: .whole(1...1_048_576), option: ("index", "--memory"),
      meaning: "MiB for documents that are not on disk yet"),
    ConfigurationKey(
      name: "one-file-system", kind: .flag, meaning: "stay on the file system of each root"),
    ConfigurationKey(
      name: "synonyms", kind: .path, option: ("query", "--synonyms"),
      meaning: "a file of words that stand for each other"),
    ConfigurationKey(
      name: "threads", kind: .whole(1...64), option: ("index", "--threads"),
      meaning: "threads that take texts apart"),
    ConfigurationKey(
      name: "timeout", kind: .number(0...1e9), option: ("query", "--timeout"),
      meaning: "seconds after which a query is given up"),
    ConfigurationKey(name: "type", kind: .texts, meaning: "types of files, as --type has them"),
    ConfigurationKey(
      name: "type-not", kind: .texts, meaning: "types of files that are left out"),
    ConfigurationKey(
      name: "update", kind: .flag, option: ("query", "--update"),
      meaning: "bring the index up to date before a query"),
    ConfigurationKey(
      name: "update-seconds", kind: .number(0...3_600), option: ("query", "--update-seconds"),
      meaning: "how long that may take"),
  ]

  /// The key of a name.
  static func named(_ name: String) -> ConfigurationKey? { all.first { $0.name == name } }

  /// The key whose name is nearest to one that is none; nil if none is near.
  static func nearest(to name: String) -> String? {
    NearestName.of(name, among: all.map(\.name))
  }
}
