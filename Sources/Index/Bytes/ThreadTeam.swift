import Glibc
import Synchronization

/// A few threads that do jobs, beginning them in the order in which they are given.
///
/// Plain threads and no tasks: a writer's calls return when their work is done, and a task must not
/// wait. The threads end with the team.
final class ThreadTeam: Sendable {
  /// A job; it is told the number of the thread that does it, below the team's count.
  typealias Job = @Sendable (_ thread: Int) -> Void

  private let jobs = JobQueue()
  private let threads: [pthread_t]

  /// How many threads there are.
  var count: Int { threads.count }

  /// Starts threads; fewer if the system gives no more, and nil if it gives none.
  init?(count: Int) {
    var threads: [pthread_t] = []
    for number in 0..<count {
      guard let thread = Self.start(number, jobs) else { break }
      threads.append(thread)
    }
    if threads.isEmpty { return nil }
    self.threads = threads
  }

  deinit {
    jobs.stop()
    // Started by init, joined once.
    for thread in threads { pthread_join(thread, nil) }
  }

  private static func start(_ number: Int, _ jobs: JobQueue) -> pthread_t? {
    // Released by the thread, or below if there is none.
    let work = unsafe Unmanaged.passRetained(ThreadWork(number: number, jobs: jobs))
    var thread = pthread_t()
    let status = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        // What `start` retained.
        unsafe Unmanaged<ThreadWork>.fromOpaque(argument).takeRetainedValue().run()
        return nil
      }, work.toOpaque())
    if status == 0 { return thread }
    unsafe work.release()
    return nil
  }

  /// Gives the team a job.
  func submit(_ job: @escaping Job) { jobs.append(job) }

  /// Waits until at most so many jobs are not done.
  func wait(untilLeft count: Int) { jobs.wait { $0 <= count } }

  /// Makes values for the numbers below `count` on the threads, and has each consumed by the caller
  /// in the order of the numbers. Without a team the caller does it all.
  ///
  /// - Parameters:
  ///   - ahead: how many may be made and not consumed, so that memory is bounded; two for each thread at
  ///     least. Where one takes much longer than others, the other threads go on for so long.
  ///   - meanwhile: what the caller does while the first ones are made.
  static func mapInOrder<Value: Sendable>(
    _ count: Int, ahead: Int = 0, on team: ThreadTeam?, make: @escaping @Sendable (Int) -> Value,
    meanwhile: () -> Void = {}, consume: (Value) -> Void
  ) {
    guard let team, count > 1 else {
      meanwhile()
      for number in 0..<count { consume(make(number)) }
      return
    }
    let made = MadeValues<Value>()
    let ahead = max(ahead, 2 * team.count)
    var submitted = 0
    for number in 0..<count {
      while submitted < min(number + ahead, count) {
        let next = submitted
        team.submit { _ in
          let value = make(next)
          made.values.withLock { $0[next] = value }
        }
        submitted += 1
      }
      if number == 0 { meanwhile() }
      var value: Value?
      team.jobs.wait { _ in
        value = made.values.withLock { $0.removeValue(forKey: number) }
        return value != nil
      }
      if let value { consume(value) }
    }
  }
}

/// Values that have been made and not consumed.
private final class MadeValues<Value: Sendable>: Sendable {
  let values = Mutex<[Int: Value]>([:])
}

/// What a thread is given.
private final class ThreadWork: Sendable {
  private let number: Int
  private let jobs: JobQueue

  init(number: Int, jobs: JobQueue) {
    self.number = number
    self.jobs = jobs
  }

  func run() {
    while let job = jobs.next() {
      job(number)
      jobs.noteDone()
    }
  }
}

/// The jobs that are not done, first in, first out.
///
/// `@unchecked`: what changes is touched only with the mutex held.
@safe
private final class JobQueue: @unchecked Sendable {
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private let hasJob: UnsafeMutablePointer<pthread_cond_t>
  private let hasDone: UnsafeMutablePointer<pthread_cond_t>
  private var jobs: [ThreadTeam.Job] = []
  private var first = 0
  private var leftCount = 0
  private var isStopped = false

  init() {
    // Destroyed and freed by deinit. They do not move, as the system demands.
    unsafe mutex = .allocate(capacity: 1)
    unsafe hasJob = .allocate(capacity: 1)
    unsafe hasDone = .allocate(capacity: 1)
    unsafe mutex.initialize(to: pthread_mutex_t())
    unsafe hasJob.initialize(to: pthread_cond_t())
    unsafe hasDone.initialize(to: pthread_cond_t())
    unsafe pthread_mutex_init(mutex, nil)
    unsafe pthread_cond_init(hasJob, nil)
    unsafe pthread_cond_init(hasDone, nil)
  }

  deinit {
    // No thread has the queue any more, so none waits.
    unsafe pthread_cond_destroy(hasDone)
    unsafe pthread_cond_destroy(hasJob)
    unsafe pthread_mutex_destroy(mutex)
    unsafe hasDone.deallocate()
    unsafe hasJob.deallocate()
    unsafe mutex.deallocate()
  }

  func append(_ job: @escaping ThreadTeam.Job) {
    withLock {
      jobs.append(job)
      leftCount += 1
      // Initialised by init; so everywhere below.
      unsafe pthread_cond_signal(hasJob)
    }
  }

  func stop() {
    withLock {
      isStopped = true
      unsafe pthread_cond_broadcast(hasJob)
    }
  }

  /// Waits for the next job; nil when the team ends.
  func next() -> ThreadTeam.Job? {
    withLock {
      while first == jobs.count, !isStopped { unsafe pthread_cond_wait(hasJob, mutex) }
      if first == jobs.count { return nil }
      let job = jobs[first]
      first += 1
      if first == jobs.count {
        jobs.removeAll(keepingCapacity: true)
        first = 0
      }
      return job
    }
  }

  func noteDone() {
    withLock {
      leftCount -= 1
      unsafe pthread_cond_broadcast(hasDone)
    }
  }

  /// Waits until the condition holds; it is asked again after each job that is done, and is told how
  /// many are left.
  func wait(until isMet: (Int) -> Bool) {
    withLock {
      while !isMet(leftCount) { unsafe pthread_cond_wait(hasDone, mutex) }
    }
  }

  private func withLock<Result>(_ body: () -> Result) -> Result {
    unsafe pthread_mutex_lock(mutex)
    defer { unsafe pthread_mutex_unlock(mutex) }
    return body()
  }
}
