// swift-tools-version: 6.2

import PackageDescription

// A package of its own: it needs nothing but the index, so it builds in two minutes.
let package = Package(
  name: "index-speed",
  dependencies: [.package(name: "search", path: "../..")],
  targets: [
    .executableTarget(
      name: "IndexSpeed",
      dependencies: [
        .product(name: "Index", package: "search"), .product(name: "Tokenizer", package: "search"),
      ],
      path: "IndexSpeed")
  ]
)
