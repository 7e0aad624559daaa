import Index
import Synchronization

/// Numbers from a seed, so that two runs write the same bytes.
package final class SeededIdentifiers: IdentifierSource {
  private let generator: Mutex<SeededGenerator>

  package init(seed: UInt64) {
    generator = Mutex(SeededGenerator(seed: seed))
  }

  package func next() -> UInt64 { generator.withLock { $0.next() } }
}
