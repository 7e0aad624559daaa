import Benchmark
import Foundation
import Tokenizer

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

let benchmarks: @Sendable () -> Void = {
  addBenchmark("English, multilingual", .multilingual, seeds: [0, 2, 4])
  addBenchmark("Chinese, multilingual", .multilingual, seeds: [1, 3])
  addBenchmark("English, whitespace", .whitespace, seeds: [0, 2, 4])
  addBenchmark("Chinese, whitespace", .whitespace, seeds: [1, 3])
}
