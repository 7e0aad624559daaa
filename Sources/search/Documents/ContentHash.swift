/// A 64-bit hash of bytes that come in pieces: XXH64 with seed 0.
///
/// It tells a changed file from an unchanged one; it does not resist someone who wants two files to
/// collide. Constant time per byte; eight bytes a step in four independent lanes.
struct ContentHash {
  private static let prime1: UInt64 = 0x9E37_79B1_85EB_CA87
  private static let prime2: UInt64 = 0xC2B2_AE3D_27D4_EB4F
  private static let prime3: UInt64 = 0x1656_67B1_9E37_79F9
  private static let prime4: UInt64 = 0x85EB_CA77_C2B2_AE63
  private static let prime5: UInt64 = 0x27D4_EB2F_1656_67C5
  private static let stripe = 32

  private var lanes = SIMD4<UInt64>(
    prime1 &+ prime2, prime2, 0, 0 &- prime1)
  private var pending: [UInt8] = []
  private var byteCount = 0

  /// Creates the hash of no bytes.
  init() {}

  /// Adds bytes.
  mutating func update(_ bytes: UnsafeRawBufferPointer) {
    byteCount &+= bytes.count
    var at = 0
    if !pending.isEmpty {
      at = min(Self.stripe - pending.count, bytes.count)
      unsafe pending.append(contentsOf: bytes[..<at])
      guard pending.count == Self.stripe else { return }
      let full = pending
      // A whole stripe, as consumed.
      unsafe full.withUnsafeBytes { unsafe consume($0, at: 0) }
      pending.removeAll(keepingCapacity: true)
    }
    while bytes.count - at >= Self.stripe {
      // 32 bytes are left, as the condition says.
      unsafe consume(bytes, at: at)
      at += Self.stripe
    }
    // A slice within the bounds.
    unsafe pending.append(contentsOf: bytes[at...])
  }

  /// The hash of all bytes added.
  var value: UInt64 {
    var hash: UInt64
    if byteCount >= Self.stripe {
      hash = rotate(lanes[0], 1) &+ rotate(lanes[1], 7)
      hash = hash &+ rotate(lanes[2], 12) &+ rotate(lanes[3], 18)
      for lane in 0..<4 {
        hash = (hash ^ round(0, lanes[lane])) &* Self.prime1 &+ Self.prime4
      }
    } else {
      hash = Self.prime5
    }
    hash = finish(hash &+ UInt64(truncatingIfNeeded: byteCount))
    hash = (hash ^ (hash >> 33)) &* Self.prime2
    hash = (hash ^ (hash >> 29)) &* Self.prime3
    return hash ^ (hash >> 32)
  }

  private mutating func consume(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    for lane in 0..<4 {
      // Callers give 32 bytes from `offset` on.
      let word = unsafe bytes.loadUnaligned(fromByteOffset: offset + lane * 8, as: UInt64.self)
      lanes[lane] = round(lanes[lane], UInt64(littleEndian: word))
    }
  }

  /// Mixes in the bytes that fill no stripe.
  private func finish(_ start: UInt64) -> UInt64 {
    var hash = start
    var at = 0
    while pending.count - at >= 8 {
      hash = rotate(hash ^ round(0, pendingWord(at: at, count: 8)), 27)
      hash = hash &* Self.prime1 &+ Self.prime4
      at += 8
    }
    if pending.count - at >= 4 {
      hash = rotate(hash ^ (pendingWord(at: at, count: 4) &* Self.prime1), 23)
      hash = hash &* Self.prime2 &+ Self.prime3
      at += 4
    }
    for byte in pending[at...] {
      hash = rotate(hash ^ (UInt64(byte) &* Self.prime5), 11) &* Self.prime1
    }
    return hash
  }

  private func pendingWord(at index: Int, count: Int) -> UInt64 {
    pending[index..<index + count].reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private func round(_ lane: UInt64, _ word: UInt64) -> UInt64 {
    rotate(lane &+ word &* Self.prime2, 31) &* Self.prime1
  }

  private func rotate(_ value: UInt64, _ count: UInt64) -> UInt64 {
    value << count | value >> (64 - count)
  }
}
