import Glibc
import TestSupport
import Testing

@testable import search

@Suite struct FolderWalkerTests {
  private func walk(
    _ folder: TemporaryDirectory, root: String? = nil, excluded: String? = nil
  ) throws -> (paths: [String], skipped: [FolderWalker.Skipped]) {
    let walker = try FolderWalker(
      base: PathName(folder.path), excludedFolder: excluded.map { PathName($0) })
    var paths: [String] = []
    let skipped = try walker.walk(PathName(root ?? folder.path)) { paths.append($0.relativePath) }
    return (paths, skipped)
  }

  @Test func `files come in the order of their paths' bytes`() throws {
    let folder = TemporaryDirectory()
    let names = ["a/b", "a.txt", "a-b/x", "b/c/d", "b/c.d", "Z", "ä", "a/b2/c", "日本/語"]
    for name in names { folder.write(name, "x") }
    let paths = try walk(folder).paths
    #expect(paths == names.sorted { Array($0.utf8).lexicographicallyPrecedes(Array($1.utf8)) })
  }

  @Test func `hidden names and index folders are left out`() throws {
    let folder = TemporaryDirectory()
    for name in [".hidden", ".git/x", ".search/y", "index/z", "seen"] { folder.write(name, "x") }
    let found = try walk(folder, excluded: folder.path("index"))
    #expect(found.paths == ["seen"])
    #expect(found.skipped == [.init(relativePath: "index", reason: .indexFolder)])
    #expect(try walk(folder, root: folder.path(".hidden")).paths == [".hidden"])
    #expect(try walk(folder, root: folder.path(".git")).paths == [".git/x"])
    #expect(try walk(folder, root: folder.path(".search")).paths.isEmpty)
  }

  @Test func `links and special files are reported once`() throws {
    let folder = TemporaryDirectory()
    folder.write("d/file", "x")
    #expect(unsafe symlink(folder.path, folder.path("d/loop")) == 0)
    #expect(unsafe mkfifo(folder.path("fifo"), 0o644) == 0)
    let found = try walk(folder)
    #expect(found.paths == ["d/file"])
    #expect(
      found.skipped == [
        .init(relativePath: "d/loop", reason: .symbolicLink),
        .init(relativePath: "fifo", reason: .notRegular),
      ])
  }

  @Test func `a missing root is an error`() throws {
    let folder = TemporaryDirectory()
    #expect(throws: SkipReason.missing) { try walk(folder, root: folder.path("none")) }
    #expect(unsafe symlink("loop", folder.path("loop")) == 0)
    #expect(throws: SkipReason.symbolicLink) { try walk(folder, root: folder.path("loop")) }
  }

  @Test func `folders nest as deep as the limit`() throws {
    let folder = TemporaryDirectory()
    let deep = Array(repeating: "d", count: 257)
    folder.makeFolder(deep.joined(separator: "/"))
    folder.write(deep.prefix(255).joined(separator: "/") + "/in", "x")
    folder.write(deep.prefix(256).joined(separator: "/") + "/out", "x")
    let found = try walk(folder)
    #expect(found.paths.count == 1 && found.paths[0].hasSuffix("/in"))
    #expect(found.skipped.map(\.reason) == [.tooDeep(limit: 256)])
  }

  @Test func `a name that is not UTF-8 keeps its file`() throws {
    let folder = TemporaryDirectory()
    folder.writeFile(atPath: Array(folder.path("caf").utf8) + [0xE9, 0x0A], Array("x".utf8))
    let walker = try FolderWalker(base: PathName(folder.path))
    var titles: [String] = []
    _ = try walker.walk(PathName(folder.path)) { file in
      #expect(file.relativePath == "caf\\xE9\n")
      _ = try DocumentReader().readDocuments(at: file.path) { titles.append($0.title) }
    }
    #expect(titles == ["x"])
  }

  @Test func `paths outside the base go up`() throws {
    let folder = TemporaryDirectory()
    folder.write("a/x", "x")
    folder.makeFolder("b/c")
    let walker = try FolderWalker(base: PathName(folder.path("b/c")))
    var paths: [String] = []
    _ = try walker.walk(PathName(folder.path("a"))) { paths.append($0.relativePath) }
    #expect(paths == ["../../a/x"])
  }

  @Test func `a folder that may not be read does not stop the walk`() throws {
    let folder = TemporaryDirectory()
    folder.write("a/x", "x")
    folder.write("b/x", "x")
    unsafe chmod(folder.path, 0o755)
    unsafe chmod(folder.path("a"), 0)
    // As root, give up root's rights to files; only this thread does, and takes them back.
    // The C library's function, which the module map leaves out.
    let symbol = unsafe try #require(dlsym(nil, "setfsuid"))
    let setfsuid = unsafe unsafeBitCast(
      symbol, to: (@convention(c) (uid_t) -> CInt).self)
    let former = setfsuid(65_534)
    defer {
      _ = setfsuid(uid_t(former))
      unsafe chmod(folder.path("a"), 0o755)
    }
    let found = try walk(folder)
    #expect(found.paths == ["b/x"])
    #expect(found.skipped == [.init(relativePath: "a", reason: .unreadable(errno: EACCES))])
    #expect(found.skipped.map(\.reason.isFailure) == [true])
  }
}
