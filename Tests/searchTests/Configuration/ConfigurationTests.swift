import TestSupport
import Testing

@testable import search

@Suite struct ConfigurationTests {
  private let folder = TemporaryDirectory()

  private func load(
    user: String? = nil, project: String? = nil, _ environment: [String: String] = [:]
  ) throws(CommandError) -> Configuration {
    if let user { folder.write("config/search/config.yaml", user) }
    if let project { folder.write("home/.search/config.yaml", project) }
    var all = environment
    all["XDG_CONFIG_HOME"] = folder.path("config")
    all["XDG_STATE_HOME"] = folder.path("state")
    let variables = all
    return try Configuration(
      home: folder.path("home"), trust: TrustStore { variables[$0] }, environment: { variables[$0] }
    )
  }

  @Test func `the project counts before the user, and the environment before both`() throws {
    let user = "limit: 3\ncolor: never\ntimeout: 2.5\n"
    #expect(
      try load(user: user).arguments(for: "query")
        == ["--color", "never", "-k", "3", "--timeout", "2.5"])
    #expect(
      try load(project: "limit: 4\nupdate: no\n", ["SEARCH_TIMEOUT": "7"]).arguments(for: "query")
        == ["--color", "never", "-k", "4", "--timeout", "7", "--no-update"])
    #expect(try load().arguments(for: "index").isEmpty)
  }

  @Test(arguments: [
    ("limt: 3", "there is no key 'limt'; did you mean 'limit'?"),
    ("zzzzzzzz: 3", "there is no key 'zzzzzzzz'; see: search doctor --keys"),
    ("limit: 0", "limit takes 1 to 1000000"), ("limit: [1]", "limit takes 1 to 1000000"),
    ("color: red", "color takes auto, always, never"), ("hidden: perhaps", "hidden takes true or"),
    ("max-filesize: 10X", "max-filesize takes a number with K, M or G"),
    ("glob: {a: b}", "glob takes a text or a list of texts"),
    ("extractors: x", "extractors takes a map"),
    ("collections: {a: []}", "nothing stands behind 'a'"),
    ("- a", "not a map of keys and values"), ("limit: 1\nlimit: 2", "'limit' stands here twice"),
    ("a: &x 1\nb: *x", "aliases are not followed"),
    ("a: [[[[[[[[[1]]]]]]]]]", "more than 8 levels"),
    ("a: b: c", "line 1"),
  ])
  func `what is wrong with a file is said with its name`(text: String, words: String) throws {
    let error = #expect(throws: CommandError.self) { try load(user: text) }
    #expect(error?.description.hasPrefix(folder.path("config/search/config.yaml: ")) == true)
    #expect(error?.description.contains(words) == true, "\(String(describing: error))")
  }

  @Test func `what is wrong in the environment is said with the name of the variable`() {
    let error = #expect(throws: CommandError.self) {
      try load([:].merging(["SEARCH_LIMIT": "x"]) { $1 })
    }
    #expect(error == CommandError("SEARCH_LIMIT: limit takes 1 to 1000000"))
  }

  private func load(_ environment: [String: String]) throws(CommandError) -> Configuration {
    try load(user: nil, project: nil, environment)
  }

  @Test func `a project names commands and folders only where it is trusted as it is`() throws {
    let text = "hidden: true\nfollow: true\nextractors: {RST: [rst2txt, -q]}\n"
    let before = try load(project: text)
    #expect(before.extractors.commands.isEmpty)
    #expect(try before.walkRules().includesHidden && !before.walkRules().followsLinks)
    #expect(before.warning?.contains("follow, extractors") == true)
    let path = folder.path("home/.search/config.yaml")
    let store = TrustStore { $0 == "XDG_STATE_HOME" ? self.folder.path("state") : nil }
    try store.add(path, Array(text.utf8))
    let after = try load()
    #expect(after.extractors.commands == ["rst": ["rst2txt", "-q"]])
    #expect(try after.walkRules().followsLinks && after.warning == nil)
    #expect(try load(project: text + "#").extractors.commands.isEmpty)
    #expect(try store.remove(path))
    #expect(try load(project: text).extractors.commands.isEmpty)
  }

  @Test func `collections are seen from home`() throws {
    let user = "collections: {b: ~/b, a: [/x/../y, ~, z]}"
    let found = try load(user: user).collections { _ in "/home/me" }
    #expect(found.map(\.name) == ["a", "b"])
    #expect(found.map(\.folders) == [["/y", "/home/me", "/home/me/z"], ["/home/me/b"]])
    let both = try load(project: "collections: {c: /c}")
    #expect(both.collections { _ in "/h" }.map(\.name) == ["a", "b"])
  }

  @Test func `every key has a test of its kind and sorts by name`() {
    let names = ConfigurationKey.all.map(\.name)
    #expect(names == names.sorted())
    for key in ConfigurationKey.all {
      #expect(!key.values.isEmpty && !key.meaning.isEmpty)
      #expect(ConfigurationKey.nearest(to: key.name + "x") == key.name)
    }
  }
}
