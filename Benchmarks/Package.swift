// swift-tools-version: 6.2

import PackageDescription

// A package of its own, so that whoever uses the library never fetches the benchmark tool.
let package = Package(
  name: "benchmarks",
  dependencies: [
    .package(name: "search", path: ".."),
    .package(url: "https://github.com/ordo-one/benchmark", from: "1.38.1", traits: []),
  ],
  targets: [
    .executableTarget(
      name: "TokenizerBenchmarks",
      dependencies: [
        .product(name: "Benchmark", package: "benchmark"),
        .product(name: "Tokenizer", package: "search"),
      ],
      path: "TokenizerBenchmarks",
      plugins: [.plugin(name: "BenchmarkPlugin", package: "benchmark")])
  ]
)
