import SearchC
import TestSupport

/// Any bytes as what a C program passes: texts, numbers, and the order of calls.
///
/// The first byte says what is done, the next four are flags, limit and rank, the others texts that end
/// with NUL.
struct CInterfaceTarget: FuzzTarget {
  static let name = "interface"
  static let usualByteCount = 48
  static let longCount = 2_000_000
  static let maximumByteCount = 20_000
  static let seeds = [[0, 0, 5, 0, 0] as [UInt8], [1, 1, 1, 1, 1], [2, 7, 255, 2, 0]].flatMap {
    head in
    ["w1 common", "\"common w1\"", "k1\0title\0body w1\0name\0value\0", "year:[1 TO 3] w1"].map {
      head + Array($0.utf8)
    }
  }
  static let dictionary = QueryTarget.dictionary + [[0], [0xFF], [0x80], [0xED, 0xA0, 0x80]]

  /// What must not be freed while it is used: an index, and a snapshot of it.
  @safe private final class Handles {
    let index: Handle?
    let snapshot: Handle?

    init() {
      // Made by the interface; freed below.
      unsafe index = searchIndexInMemory(nil)
      // The index is there.
      unsafe CInterfaceTarget.fill(index)
      unsafe snapshot = index.flatMap { unsafe searchSnapshotOpen($0, nil) }
    }

    deinit {
      // Made by the interface.
      unsafe searchSnapshotFree(snapshot)
      unsafe searchIndexFree(index)
    }
  }

  private let handles = Handles()

  init() throws {}

  private static func fill(_ index: Handle?) {
    // All pointers come from the interface, or live while they are passed.
    guard let index = unsafe index, let writer = unsafe searchWriterOpen(index, 0, 1, nil) else {
      return
    }
    for number in 0..<12 {
      unsafe _ = searchWriterAdd(
        writer, "k\(number)", "title w1", "common w1 w\(number) 芯片", nil, nil, 0, nil)
    }
    unsafe _ = searchWriterCommit(writer, nil)
    unsafe searchWriterFree(writer)
  }

  mutating func run(_ input: [UInt8], depth: FuzzDepth) throws -> [String] {
    guard input.count >= 5 else { return [] }
    // Freed by `ask` and `write` as search.h says.
    if depth > .read || input[0] % 64 == 63 {
      let texts = input.dropFirst(5).split(separator: 0, omittingEmptySubsequences: false)
        .map { $0.map { CChar(bitPattern: $0) } + [0] }
      if let fault = write(texts, Int(input[0])) { return [fault] }
    }
    return ask(input)
  }

  /// A search, and all that can be asked of its answer.
  private func ask(_ input: [UInt8]) -> [String] {
    guard let snapshot = unsafe handles.snapshot else { return ["no snapshot"] }
    let query = input.dropFirst(5).map { CChar(bitPattern: $0) } + [0]
    var error: UnsafeMutablePointer<CChar>?
    let limit = Int32(Int8(bitPattern: input[2]))
    // The pointers live while they are passed; what comes back is freed here.
    guard
      let answer = unsafe searchSnapshotSearch(
        snapshot, query, UInt32(input[1]), limit, input[4] == 1 ? 1e-9 : 0, &error)
    else {
      defer { unsafe searchStringFree(error) }
      return unsafe error == nil ? ["failed without a reason"] : []
    }
    defer { unsafe searchAnswerFree(answer) }
    if unsafe error != nil { return ["an error beside an answer"] }
    let count = unsafe searchAnswerCount(answer)
    let total = unsafe searchAnswerTotal(answer)
    if count > max(limit, 0) || Int64(count) > total {
      return ["\(count) hits where \(limit) were asked for and \(total) are there"]
    }
    for rank in [Int32(Int8(bitPattern: input[3])), -1, 0, count - 1, count, .max] {
      let isThere = rank >= 0 && rank < count
      // The answer lives.
      if unsafe (searchAnswerKey(answer, rank) != nil) != isThere { return ["a key of nothing"] }
      unsafe _ = searchAnswerTitle(answer, rank)
      unsafe _ = searchAnswerSnippet(answer, rank)
      unsafe _ = searchAnswerScore(answer, rank)
      let matchCount = unsafe searchAnswerMatchCount(answer, rank)
      for match in [-1, 0, matchCount - 1, matchCount, .max] {
        var (start, end) = (UInt32(0), UInt32(0))
        let outcome = unsafe searchAnswerMatch(answer, rank, match, &start, &end)
        if (outcome == 0) != (match >= 0 && match < matchCount) || start > end {
          return ["a match that is not there"]
        }
      }
    }
    return []
  }

  /// A writer of an index of its own, with documents of these texts.
  private func write(_ texts: [[CChar]], _ choice: Int) -> String? {
    // All pointers come from the interface, or live while they are passed.
    guard let index = unsafe searchIndexInMemory(nil) else { return "no index" }
    defer { unsafe searchIndexFree(index) }
    guard let writer = unsafe searchWriterOpen(index, 0, Int32(choice % 3) - 1, nil) else {
      return "no writer"
    }
    defer { unsafe searchWriterFree(writer) }
    var error: UnsafeMutablePointer<CChar>?
    // A second writer is refused.
    if unsafe searchWriterOpen(index, 0, 1, &error) != nil { return "two writers" }
    unsafe searchStringFree(error)
    unsafe error = nil
    func text(_ number: Int) -> [CChar] { number < texts.count ? texts[number] : [0] }
    let added = unsafe searchWriterAdd(writer, text(0), text(1), text(2), nil, nil, 0, &error)
    if added < 0, unsafe error == nil { return "failed without a reason" }
    unsafe searchStringFree(error)
    unsafe _ = withFields(text(3), text(4)) { names, values in
      unsafe searchWriterAdd(writer, "other", nil, text(2), names, values, 1, nil)
    }
    if choice % 4 == 1 { unsafe _ = searchWriterRollback(writer, nil) }
    if choice % 4 == 2 { unsafe _ = searchWriterDelete(writer, text(0), nil) }
    let count = unsafe searchWriterCommit(writer, nil)
    return count < 0 || count > 2 ? "\(count) documents" : nil
  }

  private func withFields(
    _ name: [CChar], _ value: [CChar],
    _ body: (UnsafePointer<UnsafePointer<CChar>?>, UnsafePointer<UnsafePointer<CChar>?>) -> Int32
  ) -> Int32 {
    // The arrays outlive the call.
    unsafe name.withUnsafeBufferPointer { name in
      unsafe value.withUnsafeBufferPointer { value in
        let (names, values) = unsafe ([name.baseAddress], [value.baseAddress])
        return unsafe body(names, values)
      }
    }
  }
}
