import Benchmark
import Foundation
@_spi(Benchmarks) import Tokenizer

/// The seeds in one language, repeated until they make a megabyte.
func text(ofSeeds numbers: [Int]) -> [UInt8] {
  let folder = URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
    .deletingLastPathComponent().appending(path: "seeds")
  let names = (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []
  var once: [UInt8] = []
  for number in numbers where number < names.count {
    let file = folder.appending(path: names[number]).path
    once += FileManager.default.contents(atPath: file).map(Array.init) ?? []
    once.append(0x0A)
  }
  guard !once.isEmpty else { fatalError("no seeds in \(folder.path)") }
  var text: [UInt8] = []
  while text.count < 1_000_000 { text += once }
  return text
}

/// One benchmark: the whole text into a reused buffer, `scaledIterations` being one pass.
func addBenchmark(_ name: String, _ analyzerName: AnalyzerOptions.Name, seeds: [Int]) {
  let text = text(ofSeeds: seeds)
  Benchmark(
    "\(name), \(text.count / 1000) kB",
    configuration: .init(
      metrics: [.wallClock, .throughput, .peakMemoryResident],
      warmupIterations: 3, maxDuration: .seconds(5))
  ) { benchmark in
    guard var analyzer = try? AnalyzerOptions(analyzerName).makeAnalyzer() else { return }
    var buffer = TokenBuffer()
    analyzer.analyze(text.span, into: &buffer)
    benchmark.startMeasurement()
    for _ in benchmark.scaledIterations {
      analyzer.analyze(text.span, into: &buffer)
    }
    benchmark.stopMeasurement()
    blackHole(buffer.tokens.count)
  }
}

/// The first megabytes of a corpus that the environment variable SEARCH_CORPORA has, unpacked by
/// `zstdcat`; `nil` if it has none.
func sample(ofCorpus name: String, byteCount: Int) -> [UInt8]? {
  guard let folder = ProcessInfo.processInfo.environment["SEARCH_CORPORA"] else { return nil }
  let file = URL(filePath: folder).appending(path: name + ".jsonl.zst").path
  guard FileManager.default.fileExists(atPath: file) else { return nil }
  let process = Process()
  process.executableURL = URL(filePath: "/usr/bin/env")
  process.arguments = ["zstdcat", file]
  let pipe = Pipe()
  process.standardOutput = pipe
  process.standardError = FileHandle.nullDevice
  guard (try? process.run()) != nil else { return nil }
  defer { process.terminate() }
  var bytes: [UInt8] = []
  while bytes.count < byteCount,
    let data = try? pipe.fileHandleForReading.read(upToCount: 1 << 20), !data.isEmpty
  {
    bytes += data
  }
  return bytes
}

/// Two benchmarks: the stretches of Han and kana of a text by our own segmenter and by ICU's.
func addComparison(_ name: String, text: [UInt8]) {
  for isOwn in [true, false] {
    guard let byteCount = CJKComparison(text)?.byteCount else { return }
    Benchmark(
      "\(name), dictionary, \(isOwn ? "own" : "ICU"), \(byteCount / 1000) kB",
      configuration: .init(
        metrics: [.wallClock, .throughput], warmupIterations: 1, maxDuration: .seconds(5))
    ) { benchmark in
      guard var comparison = CJKComparison(text) else { return }
      var count = isOwn ? comparison.countOwnWords() : comparison.countICUWords()
      benchmark.startMeasurement()
      for _ in benchmark.scaledIterations {
        count &+= isOwn ? comparison.countOwnWords() : comparison.countICUWords()
      }
      benchmark.stopMeasurement()
      blackHole(count)
    }
  }
}

let benchmarks: @Sendable () -> Void = {
  addBenchmark("English, multilingual", .multilingual, seeds: [0, 2, 4])
  addBenchmark("Chinese, multilingual", .multilingual, seeds: [1, 3])
  addBenchmark("English, whitespace", .whitespace, seeds: [0, 2, 4])
  addBenchmark("Chinese, whitespace", .whitespace, seeds: [1, 3])
  addComparison("Chinese", text: text(ofSeeds: [1, 3]))
  for name in ["wiki-zh", "aozora-ja"] {
    guard let text = sample(ofCorpus: name, byteCount: 8_000_000) else { continue }
    addComparison(name, text: text)
  }
}
