import Testing

/// The program of Tests/Examples/Embedding, which uses nothing but `import Index`.
@Suite struct EmbeddingTests {
  @Test func `the example builds and finds its documents`() {
    let folder = ToolFolder()
    let example = Project.path("Tests/Examples/Embedding")
    // Kept between runs, so that only the first one takes its time; .gitignore covers it.
    let scratch = Project.path(".build-embedding")
    let build = folder.shell(
      "swift build --package-path '\(example)' --scratch-path '\(scratch)' -q")
    #expect(build.status == 0, "\(build.output)\(build.errors)")
    let run = folder.shell("'\(scratch)/debug/Embedding' index")
    #expect(run.status == 0, "\(run.errors)")
    let expected: Set<Substring> = [
      "chip 芯片 | zh | 芯片 | 日本经济产业省将为芯片企业提供补贴。",
      "chip 芯片 | en | Chips | Japan subsidises chip makers.",
      "半導体の製造 | ja | 半導体 | 政府は半導体の製造を支援する。",
    ]
    #expect(Set(run.output.split(separator: "\n")) == expected)
  }
}
