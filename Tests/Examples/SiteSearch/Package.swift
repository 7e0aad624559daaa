// swift-tools-version: 6.2

import PackageDescription

// By address and version, as any package has it: `make examples` names a clone with a tag. By itself it
// takes the files beside it.
let search: Package.Dependency =
  if let address = Context.environment["SEARCH_URL"] {
    .package(url: address, from: "1.0.0")
  } else {
    .package(name: "search", path: "../../..")
  }

let package = Package(
  name: "SiteSearch",
  dependencies: [search],
  targets: [
    .executableTarget(
      name: "SiteSearch", dependencies: [.product(name: "Index", package: "search")])
  ]
)
