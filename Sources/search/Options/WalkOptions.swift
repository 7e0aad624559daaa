import ArgumentParser

/// Which files `search index` finds: the options of the walk, named as ripgrep names them.
struct WalkOptions: ParsableArguments {
  @Flag(
    name: [.customShort("."), .customLong("hidden")],
    help: "Index files and folders whose names begin with a dot, too.")
  var hidden = false

  @Flag(help: "Heed no .gitignore, .ignore or .searchignore.")
  var noIgnore = false

  @Flag(help: "Heed no ignore file of git; .ignore and .searchignore count.")
  var noIgnoreVcs = false

  @Flag(
    name: .customShort("u"),
    help: ArgumentHelp(
      "Leave less out: -u is --no-ignore, -uu --hidden too. A third changes nothing: a binary file "
        + "holds no text."))
  var unrestricted: Int

  @Option(
    name: [.customShort("g"), .customLong("glob")], parsing: .unconditionalSingleValue,
    help: ArgumentHelp(
      "Only files that match, or with ! none that do; decides before ignore files. Repeatable, the "
        + "last that matches counts.", valueName: "pattern"))
  var glob: [String] = []

  @Option(
    parsing: .unconditionalSingleValue,
    help: ArgumentHelp("The same, upper and lower case being one.", valueName: "pattern"))
  var iglob: [String] = []

  @Option(
    name: [.customShort("t"), .customLong("type")],
    help: ArgumentHelp("Only files of this type, by name. Repeatable.", valueName: "type"))
  var type: [String] = []

  @Option(
    name: [.customShort("T"), .customLong("type-not")],
    help: ArgumentHelp("No files of this type. Repeatable.", valueName: "type"))
  var typeNot: [String] = []

  @Flag(help: "List the types and the patterns of their names.")
  var typeList = false

  @Option(
    help: ArgumentHelp("Leave larger files out; a number with K, M or G.", valueName: "size"))
  var maxFilesize: String?

  @Option(
    help: ArgumentHelp("How deep below a PATH files may lie; 1 is in it.", valueName: "n"))
  var maxDepth: Int?

  @Flag(
    name: [.customShort("L"), .customLong("follow")],
    help: "Follow symbolic links; a folder is entered once.")
  var follow = false

  @Flag(help: "Leave folders on other file systems out.")
  var oneFileSystem = false

  @Flag(help: "Forget the options of the walk that an earlier run was given.")
  var defaultWalk = false

  mutating func validate() throws {
    if let maxFilesize, WalkRules.byteCount(maxFilesize) == nil {
      throw ValidationError("--max-filesize takes a number with K, M or G, such as 10M")
    }
    if let maxDepth, maxDepth < 0 { throw ValidationError("--max-depth takes 0 or more") }
    if let problem = rules.problem() { throw ValidationError(problem) }
    if defaultWalk, !rules.lines.isEmpty {
      throw ValidationError("--default-walk and options of the walk exclude each other")
    }
  }

  /// What was asked for; nil when nothing was, so that what is remembered counts.
  var given: WalkRules? {
    if defaultWalk { return WalkRules() }
    return rules == WalkRules() ? nil : rules
  }

  private var rules: WalkRules {
    var rules = WalkRules()
    rules.includesHidden = hidden || unrestricted > 1
    rules.usesIgnoreFiles = !(noIgnore || unrestricted > 0)
    rules.usesGitIgnore = rules.usesIgnoreFiles && !noIgnoreVcs
    rules.globs = glob.map { WalkRules.Glob(text: $0) }
    rules.globs += iglob.map { WalkRules.Glob(text: $0, ignoresCase: true) }
    rules.types = type
    rules.excludedTypes = typeNot
    rules.maximumFileSize = maxFilesize.flatMap(WalkRules.byteCount)
    rules.maximumDepth = maxDepth
    rules.followsLinks = follow
    rules.staysOnFileSystem = oneFileSystem
    return rules
  }

  /// The types, a line each.
  static var typeLines: String {
    FileTypes.all.map { "\($0.name): \($0.patterns.joined(separator: ", "))\n" }.joined()
  }
}
