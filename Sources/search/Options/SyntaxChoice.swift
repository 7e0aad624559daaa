import ArgumentParser
import Index

/// How a query is read, as on the command line.
enum SyntaxChoice: String, ExpressibleByArgument, CaseIterable {
  case lenient, strict

  /// The same of the library.
  var syntax: QuerySyntax { self == .strict ? .strict : .lenient }
}
