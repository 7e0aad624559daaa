import TestSupport
import Testing

@testable import Index

struct PositionMarksTests {
  @Test(arguments: 1...300)
  func `beginnings are kept that a term agrees with`(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    let most = [3, 20, 300].randomElement(using: &generator) ?? 3
    let step = [2, 9, 3000].randomElement(using: &generator) ?? 2
    let offset = UInt32.random(in: 0...3, using: &generator)
    let starts = ascending(Int.random(in: 1...most, using: &generator), step, &generator)
    let positions = ascending(Int.random(in: 0...most, using: &generator), step, &generator)
    let pool = PositionPool()
    for numbers in [starts, positions] {
      let room = unsafe pool.room(for: numbers.count)
      // There is room for all.
      for (index, number) in numbers.enumerated() { unsafe room[index] = number }
      pool.add(numbers.count)
    }
    let marks = PositionMarks()
    let kept = unsafe marks.keep(
      pool.positions(0), starts.count, pool.positions(1), positions.count, offset: offset)
    // Below the count.
    let found = (0..<kept).map { unsafe pool.positions(0)[$0] }
    #expect(found == starts.filter { positions.contains($0 + offset) }, "seed \(seed)")
  }

  @Test(arguments: [4, 8, 12, 64, 200])
  func `positions behind the last beginning change nothing behind the beginnings`(count: Int) {
    let numbers = (0..<UInt32(count)).map { 2 * $0 }
    let more = numbers + (0..<100).map { 2 * UInt32(count) + $0 }
    let pool = PositionPool()
    for numbers in [numbers, more] {
      let room = unsafe pool.room(for: numbers.count)
      // There is room for all.
      for (index, number) in numbers.enumerated() { unsafe room[index] = number }
      pool.add(numbers.count)
    }
    let kept = unsafe PositionMarks().keep(
      pool.positions(0), count, pool.positions(1), more.count, offset: 0)
    #expect(kept == count)
    // Below the counts.
    #expect((0..<kept).map { unsafe pool.positions(0)[$0] } == numbers)
    #expect((0..<more.count).map { unsafe pool.positions(1)[$0] } == more)
  }

  private func ascending(
    _ count: Int, _ step: Int, _ generator: inout SeededGenerator
  ) -> [UInt32] {
    var last = 0
    return (0..<count).map { _ in
      last += Int.random(in: 1...step, using: &generator)
      return UInt32(last - 1)
    }
  }
}
