/// The pairs of words that stand side by side in stretches of documents, as bits of a ``NeighbourSet``.
///
/// Of a stretch the occurrences come word by word. They are put in the order of their documents; in each
/// document every word is noted at its position, and then looked for at the position before.
///
/// `@unchecked`: one thread uses it at a time.
@safe
final class NeighbourPairs: @unchecked Sendable {
  /// The positions of the documents that come next.
  let block = BlockPositions()
  /// Whether no two words stand in one place.
  private(set) var isKnown = true

  private let hashes: [UInt32]
  private let bits: GrowingMemory<UInt64>
  // The first document of the stretch. How many occurrences each document has; then where the next one goes.
  private var first = 0
  private let places = GrowingMemory<UInt32>(capacity: 1024)
  // Position · 2^32 + document of the stretch · 2^16 + word: as they come, and document by document.
  private let occurrences = GrowingMemory<UInt64>(capacity: 1 << 16)
  private let sorted = GrowingMemory<UInt64>(capacity: 1 << 16)
  // The word at each position of a document, more by 1; zeros between documents.
  private let marks = GrowingMemory<UInt32>(capacity: 1)

  /// What 16 bits tell apart.
  static let mostDocuments = 1 << 16
  static let mostWords = 1 << 16
  // Where positions are greater, occurrences are sorted, which takes no memory for what lies between.
  private static let mostMarks = 1 << 20

  /// - Parameter bitCount: a power of two, 64 at least.
  init(hashes: [UInt32], bitCount: Int) {
    precondition(hashes.count <= Self.mostWords && bitCount >= 64)
    self.hashes = hashes
    bits = GrowingMemory(capacity: 1)
    bits.replaceByZeros(capacity: bitCount / 64)
    marks.replaceByZeros(capacity: 1024)
  }

  /// Begins a stretch.
  func begin(_ documents: Range<Int>) {
    precondition(documents.count <= Self.mostDocuments)
    first = documents.lowerBound
    occurrences.removeAll()
    places.replaceByZeros(capacity: max(1, documents.count))
    // As many zeros.
    unsafe places.setCount(documents.count)
  }

  /// Adds the occurrences of a word in the documents that ``block`` has, which are of the stretch.
  func addBlock(word: Int) {
    precondition(word < hashes.count)
    let (block, occurrences, places, first) = (block, occurrences, places, first)
    for index in 0..<block.count {
      let document = Int(block.document(index)) &- first
      precondition(document >= 0 && document < places.count)
      let (positions, count) = unsafe (block.positions(index), block.positionCount(index))
      // A document of the stretch.
      unsafe places.pointer[document] &+= UInt32(truncatingIfNeeded: count)
      let low = UInt64(truncatingIfNeeded: document &<< 16 | word)
      let start = occurrences.count
      occurrences.reserve(start &+ count)
      for number in 0..<count {
        // There is room for all.
        unsafe occurrences.pointer[start &+ number] = UInt64(positions[number]) &<< 32 | low
      }
      unsafe occurrences.setCount(start &+ count)
    }
  }

  /// Collects the pairs of the stretch.
  func finish() {
    sort()
    var start = 0
    for document in 0..<places.count {
      let end = Int(places[document])
      if end - start > 1 { collect(start..<end) }
      start = end
    }
  }

  /// Puts occurrences in the order of their documents. Afterwards each document's place is where they end.
  private func sort() {
    let (occurrences, places, sorted) = (occurrences, places, sorted)
    var sum: UInt32 = 0
    for document in 0..<places.count {
      // Below the count.
      let count = unsafe places.pointer[document]
      unsafe places.pointer[document] = sum
      sum &+= count
    }
    sorted.removeAll()
    sorted.reserve(occurrences.count)
    for index in 0..<occurrences.count {
      // Below the count; a document of the stretch, whose occurrences have been counted.
      let occurrence = unsafe occurrences.pointer[index]
      let document = Int(truncatingIfNeeded: occurrence &>> 16 & 0xFFFF)
      let place = unsafe places.pointer[document]
      unsafe sorted.pointer[Int(place)] = occurrence
      unsafe places.pointer[document] = place &+ 1
    }
    // All have been stored.
    unsafe sorted.setCount(occurrences.count)
  }

  /// Collects the pairs of a document.
  private func collect(_ range: Range<Int>) {
    precondition(range.upperBound <= sorted.count)
    // Below the count.
    let all = unsafe sorted.pointer
    var last: UInt64 = 0
    for index in range { last = unsafe max(last, all[index]) }
    guard last >> 32 < UInt64(Self.mostMarks) else { return collectFar(range) }
    let count = Int(last >> 32) + 2
    if marks.capacity < count { marks.replaceByZeros(capacity: 2 * count) }
    // There is a mark for each position, and one behind the last.
    let marks = unsafe marks.pointer
    var taken: UInt32 = 0
    for index in range {
      let occurrence = unsafe all[index]
      let mark = unsafe marks + Int(truncatingIfNeeded: occurrence &>> 32)
      taken |= unsafe mark[0]
      unsafe mark[0] = UInt32(truncatingIfNeeded: occurrence & 0xFFFF) &+ 1
    }
    for index in range {
      let occurrence = unsafe all[index]
      let next = unsafe marks[Int(truncatingIfNeeded: occurrence &>> 32) &+ 1]
      if next > 0 { insert(occurrence, Int(next) &- 1) }
    }
    for index in range { unsafe marks[Int(truncatingIfNeeded: all[index] &>> 32)] = 0 }
    if taken > 0 { isKnown = false }
  }

  /// The same where positions are great.
  private func collectFar(_ range: Range<Int>) {
    let ordered = range.map { sorted[$0] }.sorted()
    for (occurrence, next) in zip(ordered, ordered.dropFirst()) {
      if occurrence >> 32 == next >> 32 { isKnown = false }
      if occurrence >> 32 + 1 == next >> 32 { insert(occurrence, Int(next & 0xFFFF)) }
    }
  }

  /// Inserts the pair of the word of an occurrence and the one behind it.
  @inline(__always)
  private func insert(_ occurrence: UInt64, _ next: Int) {
    let word = Int(truncatingIfNeeded: occurrence & 0xFFFF)
    let place = NeighbourSet.place(hashes[word], hashes[next])
    let bit = Int(truncatingIfNeeded: place) & (64 &* bits.capacity &- 1)
    // Below the number of bits.
    unsafe bits.pointer[bit &>> 6] |= 1 &<< UInt64(truncatingIfNeeded: bit & 63)
  }

  /// Adds all bits to as many others.
  func union(into others: inout [UInt64]) {
    precondition(others.count == bits.capacity)
    // As many.
    for index in others.indices { others[index] |= unsafe bits.pointer[index] }
  }
}
