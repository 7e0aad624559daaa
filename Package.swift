// swift-tools-version: 6.2

import PackageDescription

let strict: [SwiftSetting] = [
  .strictMemorySafety(),
  .treatAllWarnings(as: .error),
  .enableUpcomingFeature("InternalImportsByDefault"),
  .enableUpcomingFeature("MemberImportVisibility"),
]

/// Whether a variable of the environment says something: an empty one does not.
func isSet(_ name: String) -> Bool { Context.environment[name]?.isEmpty == false }

// With SEARCH_STATIC_ICU set, ICU and its data are linked into the program: `-l:FILE` takes a library of
// that very name. See `make dist`.
let icu =
  isSet("SEARCH_STATIC_ICU") ? [":libicuuc.a", ":libicudata.a"] : ["icuuc"]

let package = Package(
  name: "search",
  products: [
    .library(name: "Tokenizer", targets: ["Tokenizer"]),
    .library(name: "Index", targets: ["Index"]),
    // For other languages, by a header of its own; see Sources/SearchC/search.h.
    .library(name: "SearchC", type: .dynamic, targets: ["SearchC"]),
    .executable(name: "search", targets: ["search"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // System libraries, each behind a small C target whose public header names none of the
    // library's own types.
    .target(name: "CICU", linkerSettings: icu.map { .linkedLibrary($0) }),
    .target(name: "CFileCalls"),
    .target(name: "CStemmer", linkerSettings: [.linkedLibrary("stemmer")]),
    .target(name: "CZstd", linkerSettings: [.linkedLibrary("zstd")]),
    // Loaded when the first archive is read, and when the first file needs a guess at its encoding.
    .target(name: "CArchive", linkerSettings: [.linkedLibrary("dl")]),
    .target(
      name: "CCharset",
      linkerSettings: icu.map { .linkedLibrary($0) } + [.linkedLibrary("dl")]),
    .target(name: "CYAML", linkerSettings: [.linkedLibrary("yaml")]),
    .target(name: "CMarkdown", linkerSettings: [.linkedLibrary("md4c")]),
    .target(name: "CJSON", linkerSettings: [.linkedLibrary("simdjson")]),
    // libxml2 is loaded when the first HTML document is read: linking it costs a query
    // 0.3 ms beside ICU, and 1.3 ms without.
    .target(
      name: "CXML",
      exclude: ["headers/README.md"],
      cSettings: [.headerSearchPath("headers")],
      linkerSettings: [.linkedLibrary("dl")]),

    .target(
      name: "Tokenizer", dependencies: ["CICU", "CStemmer"], swiftSettings: strict),
    .target(
      name: "Index", dependencies: ["Tokenizer", "CFileCalls", "CZstd"], swiftSettings: strict),
    .target(
      name: "SearchC", dependencies: ["Index"], exclude: ["search.h"], swiftSettings: strict),
    .executableTarget(
      name: "search",
      dependencies: [
        "Index", "Tokenizer", "CFileCalls", "CXML", "CYAML", "CMarkdown", "CJSON",
        "CArchive", "CCharset",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: strict),

    .target(
      name: "TestSupport", dependencies: ["Tokenizer", "Index"], path: "Tests/TestSupport",
      swiftSettings: strict),
    // What coverage-guided fuzzing is told by instrumented code.
    .target(name: "CCoverage", path: "Tests/CCoverage"),
    // A program in a terminal of its own.
    .target(
      name: "CPseudoTerminal", path: "Tests/CPseudoTerminal",
      linkerSettings: [.linkedLibrary("util")]),
    // ICU's transliterators, against which tests hold the tables of the folds.
    .target(
      name: "CTransliterator", path: "Tests/CTransliterator",
      linkerSettings: [.linkedLibrary("icui18n"), .linkedLibrary("icuuc")]),
    // Not a test of the runner's: it asks tens of thousands of queries, compiled for speed.
    .executableTarget(
      name: "DifferentialQueries", dependencies: ["Index", "Tokenizer", "TestSupport"],
      path: "Tests/DifferentialQueries", swiftSettings: strict),
    // Nor is this: `make tsan` compiles it and the library under the thread sanitizer.
    .executableTarget(
      name: "ConcurrentUse", dependencies: ["Index"], path: "Tests/ConcurrentUse",
      swiftSettings: strict),
    .testTarget(
      name: "TokenizerTests", dependencies: ["Tokenizer", "TestSupport", "CTransliterator"],
      exclude: ["Golden"],
      swiftSettings: strict),
    .testTarget(
      name: "IndexTests", dependencies: ["Index", "Tokenizer", "TestSupport"],
      exclude: ["Fixtures"], swiftSettings: strict),
    .testTarget(
      name: "searchTests", dependencies: ["search", "TestSupport", "CPseudoTerminal"],
      exclude: ["Judged/queries.tsv"],
      swiftSettings: strict),
    .testTarget(name: "ProjectTests", swiftSettings: strict),
    // What has a long form, see RELIABILITY.md.
    .testTarget(
      name: "TortureTests",
      dependencies: ["search", "Index", "SearchC", "Tokenizer", "TestSupport", "CCoverage"],
      exclude: ["Corpora"], swiftSettings: strict),
  ]
)

// `make torture` builds these for speed and under the address sanitizer, and no others.
if isSet("SEARCH_ONLY_TORTURE") {
  package.targets.removeAll { $0.isTest && $0.name != "TortureTests" }
}
