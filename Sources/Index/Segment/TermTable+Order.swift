extension TermTable {
  /// A term's place in the order of keys: header and thirteen bytes of the term, of which most
  /// comparisons need no more.
  struct Place: BitwiseCopyable {
    fileprivate var first: UInt64
    fileprivate var second: UInt64
    /// The term's number.
    var index: UInt32
    /// How long it is.
    fileprivate let byteCount: UInt16

    /// Bytes of the term that are here.
    fileprivate static let byteCount = 13

    /// One of the sixteen bytes.
    @inline(__always)
    fileprivate func byte(_ number: Int) -> Int {
      let half = number < 8 ? first : second
      return Int(truncatingIfNeeded: half &>> UInt64(56 &- 8 &* (number & 7))) & 0xFF
    }

    @inline(__always)
    fileprivate func precedes(_ other: Place) -> Bool {
      first != other.first ? first < other.first : second < other.second
    }
  }

  /// All terms in the order of their keys.
  func sorted() -> [Place] {
    // Every place is made before it is read.
    unsafe [Place](unsafeUninitializedCapacity: count) { places, placeCount in
      for index in 0..<count {
        unsafe places.initializeElement(at: index, to: place(of: index))
      }
      placeCount = count
      unsafe sort(
        UnsafeMutableBufferPointer(rebasing: places[..<count]), restFrom: Place.byteCount)
    }
  }

  private func place(of index: Int) -> Place {
    let entry = entry(at: index)
    let header = UInt64(TermHeader.key(entry.header))
    let start = entry.word.byteSwapped
    var rest: UInt64 = 0
    if entry.byteCount > 8 {
      // The term lies in the arena.
      let word = unsafe TermBytes.word(
        of: bytes(index), at: 8, readableByteCount: arena.readableByteCount(entry.keyAddress))
      rest = word.byteSwapped >> 24
    }
    return Place(
      first: header << 40 | start >> 24, second: start << 40 | rest, index: UInt32(index),
      byteCount: entry.byteCount)
  }

  // MARK: - Sorting

  /// So few are sorted by insertion.
  private static let fewPlaces = 24

  /// Sorts by the first byte in which places differ, and then those of each value of it by themselves, all
  /// in place (American flag sort: McIlroy, Bostic and McIlroy, "Engineering radix sort", 1993).
  ///
  /// - Parameter offset: where the bytes of a term begin that its place does not have.
  @unsafe
  private func sort(_ places: UnsafeMutableBufferPointer<Place>, restFrom offset: Int) {
    // All subscripts lie in the buffer: the ends are sums of what was counted in it.
    if places.count <= Self.fewPlaces { return unsafe sortFew(places, restFrom: offset) }
    guard let number = unsafe Self.firstDifference(places) else {
      return unsafe sortEqual(places, restFrom: offset)
    }
    var next = [Int](repeating: 0, count: 257)
    for index in 0..<places.count { next[unsafe places[index].byte(number) + 1] += 1 }
    for value in 1...256 { next[value] += next[value - 1] }
    let ends = next
    for value in 0..<256 {
      while next[value] < ends[value + 1] {
        var place = unsafe places[next[value]]
        var target = place.byte(number)
        while target != value {
          unsafe swap(&place, &places[next[target]])
          next[target] += 1
          target = place.byte(number)
        }
        unsafe places[next[value]] = place
        next[value] += 1
      }
    }
    for value in 0..<256 where ends[value + 1] - ends[value] > 1 {
      unsafe sort(
        UnsafeMutableBufferPointer(rebasing: places[ends[value]..<ends[value + 1]]),
        restFrom: offset)
    }
  }

  /// The first of the sixteen bytes that is not the same in all; nil if there is none.
  @unsafe
  private static func firstDifference(_ places: UnsafeMutableBufferPointer<Place>) -> Int? {
    // The caller has some.
    let one = unsafe places[0]
    var (first, second) = (UInt64(0), UInt64(0))
    for index in 0..<places.count {
      first |= unsafe places[index].first ^ one.first
      second |= unsafe places[index].second ^ one.second
    }
    if first != 0 { return first.leadingZeroBitCount / 8 }
    return second != 0 ? 8 + second.leadingZeroBitCount / 8 : nil
  }

  /// Sorts by insertion.
  @unsafe
  private func sortFew(_ places: UnsafeMutableBufferPointer<Place>, restFrom offset: Int) {
    guard places.count > 1 else { return }
    for end in 1..<places.count {
      // In the buffer.
      let place = unsafe places[end]
      var index = end
      while index > 0, unsafe place.precedes(places[index - 1]) {
        unsafe places[index] = places[index - 1]
        index -= 1
      }
      unsafe places[index] = place
    }
    var start = 0
    for index in 1...places.count {
      // Those before the index are the same from the start on.
      if index < places.count, unsafe !places[start].precedes(places[index]) { continue }
      if index - start > 1 {
        unsafe sortEqual(
          UnsafeMutableBufferPointer(rebasing: places[start..<index]), restFrom: offset)
      }
      start = index
    }
  }

  /// Sorts places that are the same by what comes behind in their terms.
  @unsafe
  private func sortEqual(_ places: UnsafeMutableBufferPointer<Place>, restFrom offset: Int) {
    var places = unsafe places
    // In the buffer, of which the caller has some.
    let one = unsafe places[0]
    var isAtEnd = true
    for index in 0..<places.count {
      let term = unsafe bytes(Int(places[index].index))
      unsafe places[index].first =
        TermBytes.word(of: term, at: offset, readableByteCount: term.count).byteSwapped
      unsafe places[index].second =
        TermBytes.word(of: term, at: offset + 8, readableByteCount: term.count).byteSwapped
      isAtEnd = isAtEnd && term.count <= offset
    }
    if isAtEnd {
      // Nothing but zeros at the end tells them apart.
      unsafe places.sort { entry(at: Int($0.index)).byteCount < entry(at: Int($1.index)).byteCount }
    } else {
      unsafe sort(places, restFrom: offset + 16)
    }
    for index in 0..<places.count {
      unsafe places[index].first = one.first
      unsafe places[index].second = one.second
    }
  }

  /// How the key of one term and the key of another are ordered.
  enum Order {
    case before, same, behind

    /// That of the bytes of terms, of which a place has a part, or of keys.
    fileprivate init(_ left: UnsafeBufferPointer<UInt8>, _ right: UnsafeBufferPointer<UInt8>) {
      let count = min(left.count, right.count)
      precondition(count >= 8)
      let (leftBytes, rightBytes) = (
        UnsafeRawBufferPointer(left), UnsafeRawBufferPointer(right)
      )
      var offset = 0
      while offset < count {
        // Inside both; the last load overlaps the one before.
        let place = min(offset, count &- 8)
        let leftWord = unsafe leftBytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        let rightWord = unsafe rightBytes.loadUnaligned(fromByteOffset: place, as: UInt64.self)
        if leftWord != rightWord {
          self = leftWord.bigEndian < rightWord.bigEndian ? .before : .behind
          return
        }
        offset &+= 8
      }
      // A term comes before those that begin with it.
      self =
        left.count == right.count ? .same : left.count < right.count ? .before : .behind
    }
  }

  /// How terms of any tables are ordered; nil if their places do not say it, but all of their keys.
  @inline(__always)
  static func order(_ left: Place, _ right: Place) -> Order? {
    if left.first != right.first { return left.first < right.first ? .before : .behind }
    if left.second != right.second { return left.second < right.second ? .before : .behind }
    if min(left.byteCount, right.byteCount) > Place.byteCount { return nil }
    // The shorter is here as a whole: the other is the same, or begins with it and goes on with a zero.
    if left.byteCount == right.byteCount { return .same }
    return left.byteCount < right.byteCount ? .before : .behind
  }

  /// How terms of two tables are ordered.
  static func order(
    _ left: Place, in leftTable: TermTable, _ right: Place, in rightTable: TermTable
  ) -> Order {
    // Both tables live.
    unsafe order(left, right)
      ?? Order(leftTable.bytes(Int(left.index)), rightTable.bytes(Int(right.index)))
  }

  // MARK: - Keys

  /// The keys of terms, one behind the other.
  func keys(_ places: ArraySlice<Place>) -> TermKeys {
    // What lies in no cache is loaded term by term independently, so that much is waited for at once.
    let terms = places.map { place in
      let entry = entry(at: Int(place.index))
      return (header: entry.header, address: entry.keyAddress, byteCount: Int(entry.byteCount))
    }
    let byteCount = terms.reduce(0) { $0 + TermKey.headerSize + $1.byteCount }
    var ends: [Int] = []
    ends.reserveCapacity(terms.count)
    // As many as all keys have.
    let bytes = unsafe [UInt8](unsafeUninitializedCapacity: byteCount) { output, count in
      guard let start = output.baseAddress else { return }
      let target = UnsafeMutableRawPointer(start)
      for term in terms {
        let header = TermHeader.key(term.header)
        // Room for the key; the term lies in the arena.
        unsafe target.storeBytes(
          of: UInt8(truncatingIfNeeded: header >> 16), toByteOffset: count, as: UInt8.self)
        unsafe target.storeBytes(
          of: UInt16(truncatingIfNeeded: header).bigEndian, toByteOffset: count + 1,
          as: UInt16.self)
        count += TermKey.headerSize
        unsafe (target + count).copyMemory(
          from: arena.pointer(term.address), byteCount: term.byteCount)
        count += term.byteCount
        ends.append(count)
      }
    }
    return TermKeys(bytes: bytes, ends: ends)
  }
}

/// Keys of terms, one behind the other.
struct TermKeys: Sendable {
  private var bytes: [UInt8] = []
  private var ends: [Int] = []

  init() {}

  fileprivate init(bytes: [UInt8], ends: [Int]) { (self.bytes, self.ends) = (bytes, ends) }

  var count: Int { ends.count }

  /// One of them.
  @inline(__always)
  subscript(index: Int) -> ArraySlice<UInt8> {
    bytes[(index == 0 ? 0 : ends[index - 1])..<ends[index]]
  }

  /// How one of them and one of others are ordered.
  func order(_ index: Int, _ other: Int, of others: TermKeys) -> TermTable.Order {
    unsafe self[index].withUnsafeBufferPointer { left in
      unsafe others[other].withUnsafeBufferPointer { unsafe TermTable.Order(left, $0) }
    }
  }

  mutating func append(_ key: ArraySlice<UInt8>) {
    bytes.append(contentsOf: key)
    ends.append(bytes.count)
  }
}
