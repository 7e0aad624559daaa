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
