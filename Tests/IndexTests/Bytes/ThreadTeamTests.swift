import Synchronization
import Testing

@testable import Index

struct ThreadTeamTests {
  @Test(arguments: [1, 2, 5])
  func `values come in the order of their numbers, on threads and without`(count: Int) throws {
    let team = try #require(ThreadTeam(count: count))
    for team in [team, nil] {
      var found: [Int] = []
      ThreadTeam.mapInOrder(200, on: team) {
        $0 * $0
      } consume: {
        found.append($0)
      }
      #expect(found == (0..<200).map { $0 * $0 })
    }
    ThreadTeam.mapInOrder(0, on: team) {
      $0
    } consume: { _ in
      Issue.record("there is none")
    }
  }

  @Test(arguments: [0, 7, 50])
  func `no more values wait than may, and the caller does what it has to do once`(ahead: Int) throws
  {
    let team = try #require(ThreadTeam(count: 2))
    for (team, count) in [(team, 200), (team, 1), (team, 0), (nil, 200)] {
      let made = DoneCount()
      var doneCount = 0
      var consumedCount = 0
      ThreadTeam.mapInOrder(count, ahead: ahead, on: team) { _ in
        made.count.add(1, ordering: .relaxed)
      } meanwhile: {
        #expect(consumedCount == 0)
        doneCount += 1
      } consume: { _ in
        #expect(made.count.load(ordering: .relaxed) - consumedCount <= max(ahead, 4))
        consumedCount += 1
      }
      #expect(doneCount == 1)
      #expect(consumedCount == count)
    }
  }

  @Test func `each thread takes jobs in their order, and waiting waits for all`() throws {
    let team = try #require(ThreadTeam(count: 3))
    let jobs = Mutex<[[Int]]>([[], [], []])
    for number in 0..<500 {
      team.submit { thread in jobs.withLock { $0[thread].append(number) } }
    }
    team.wait(untilLeft: 0)
    let found = jobs.withLock { $0 }
    #expect(found.flatMap { $0 }.sorted() == Array(0..<500))
    for numbers in found { #expect(numbers == numbers.sorted()) }
  }

  @Test func `a team that ends finishes what it was given`() {
    let done = DoneCount()
    do {
      let team = ThreadTeam(count: 2)
      for _ in 0..<50 { team?.submit { _ in done.count.add(1, ordering: .relaxed) } }
    }
    #expect(done.count.load(ordering: .relaxed) == 50)
  }

  private final class DoneCount: Sendable {
    let count = Atomic<Int>(0)
  }
}
