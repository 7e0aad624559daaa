import Dispatch
import Glibc
import Index
import Synchronization

/// Asks random queries of random collections, by the fast ways and by scoring every document that
/// matches, and compares what is found bit by bit. What an exhaustive search finds is itself compared
/// with `NaiveIndex` where the query is plain.
///
/// ```
/// DifferentialQueries [--queries N] [--seed N] [--index DIR]...
/// ```
///
/// With `--index` queries are made of the documents of an index on disk, which must store text. Every
/// difference is printed with the seed of its collection, which alone repeats it: `--seed S --queries
/// 1`. Exit status: 0 no difference, 1 some, 2 could not run.
@main
enum DifferentialQueries {
  static func main() {
    do {
      let options = try Options(Array(CommandLine.arguments.dropFirst()))
      let start = DispatchTime.now()
      let tally = Tally()
      if options.indexes.isEmpty {
        askRandomCollections(options, tally)
      } else {
        for path in options.indexes { try ask(path, options, tally) }
      }
      let seconds = Double(DispatchTime.now().uptimeNanoseconds - start.uptimeNanoseconds) / 1e9
      print(
        "\(tally.sum.queries) queries of \(tally.sum.collections) collections from seed "
          + "\(options.seed), \(tally.sum.plain) also by the naive index, "
          + "\(tally.sum.hits) documents matched, \(tally.sum.differences) differences, "
          + "\(Int(seconds.rounded())) s")
      // A run in which next to nothing matches would judge nothing.
      exit(tally.sum.differences == 0 && tally.sum.hits > tally.sum.queries ? 0 : 1)
    } catch {
      print("DifferentialQueries: \(error)")
      exit(2)
    }
  }

  /// Collections of consecutive seeds, on all processors, until enough was asked.
  private static func askRandomCollections(_ options: Options, _ tally: Tally) {
    let perCollection = 500
    let count = max(1, (options.queryCount + perCollection - 1) / perCollection)
    DispatchQueue.concurrentPerform(iterations: count) { number in
      let seed = options.seed &+ UInt64(number)
      do {
        let collection = try RandomCollection(seed: seed)
        var comparison = try Comparison(
          collection.snapshot, samples: collection.texts, naive: collection.naive,
          name: "seed \(seed) (\(collection.kind))")
        try comparison.ask(min(perCollection, options.queryCount), seed: seed)
        tally.add(comparison.counts)
      } catch {
        print("seed \(seed): \(error)")
        tally.add(Comparison.Counts(differences: 1))
      }
    }
  }

  /// The documents of an index on disk.
  private static func ask(_ path: String, _ options: Options, _ tally: Tally) throws {
    let snapshot = try SearchIndex.open(at: path).snapshot()
    var texts: [String] = []
    for address in snapshot.sampledAddresses(2_000, seed: options.seed) {
      guard let document = try snapshot.document(at: address) else { continue }
      texts.append(String((document.title + "\n" + document.body).prefix(2_000)))
    }
    guard !texts.isEmpty else { throw Options.Problem("\(path) stores no text") }
    let workers = 8
    let parts = texts
    DispatchQueue.concurrentPerform(iterations: workers) { worker in
      do {
        var comparison = try Comparison(
          snapshot, samples: parts, naive: nil, name: "\(path) seed \(options.seed)")
        try comparison.ask(
          (options.queryCount + workers - 1) / workers, seed: options.seed &+ UInt64(worker))
        tally.add(comparison.counts)
      } catch {
        print("\(path): \(error)")
        tally.add(Comparison.Counts(differences: 1))
      }
    }
  }

  /// What was typed.
  private struct Options {
    var queryCount = 50_000
    var seed: UInt64 = 1
    var indexes: [String] = []

    struct Problem: Error, CustomStringConvertible {
      var description: String
      init(_ description: String) { self.description = description }
    }

    init(_ arguments: [String]) throws {
      var rest = arguments[...]
      while let name = rest.popFirst() {
        let value = rest.popFirst() ?? ""
        switch name {
        case "--queries":
          guard let count = Int(value), (1...1_000_000_000).contains(count) else {
            throw Problem("--queries takes a number from 1")
          }
          queryCount = count
        case "--seed":
          guard let number = UInt64(value) else { throw Problem("--seed takes a number") }
          seed = number
        case "--index" where !value.isEmpty: indexes.append(value)
        default: throw Problem("usage: [--queries N] [--seed N] [--index DIR]...")
        }
      }
    }
  }

  /// Adds up what the threads counted.
  private final class Tally: Sendable {
    private let counts = Mutex(Comparison.Counts())

    var sum: Comparison.Counts { counts.withLock { $0 } }

    func add(_ others: Comparison.Counts) {
      counts.withLock {
        $0.collections += others.collections
        $0.queries += others.queries
        $0.plain += others.plain
        $0.hits += others.hits
        $0.differences += others.differences
      }
    }
  }
}
