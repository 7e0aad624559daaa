// swift-tools-version: 6.2

import PackageDescription

// A package of its own: it needs nothing but ICU and the tokenizer, so it builds in a minute.
let package = Package(
  name: "words",
  dependencies: [.package(name: "search", path: "../..")],
  targets: [
    // ICU's iterator with nothing around it.
    .target(name: "CICUBaseline", path: "CICUBaseline", linkerSettings: [.linkedLibrary("icuuc")]),
    .executableTarget(
      name: "WordSpeed",
      dependencies: ["CICUBaseline", .product(name: "Tokenizer", package: "search")],
      path: "WordSpeed"),
  ]
)
