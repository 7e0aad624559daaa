public import Tokenizer

/// The hits of a query as they are asked for, page by page; see
/// ``Snapshot/hits(for:matching:fold:pageSize:within:)``.
public struct HitSequence: AsyncSequence, Sendable {
  /// What the sequence is made of.
  public typealias Element = Hit
  /// What may end it early.
  public typealias Failure = IndexError

  /// What is asked.
  enum Question: Sendable {
    case text(String, MatchMode, FoldLevel)
    case parsed(ParsedQuery)
  }

  let snapshot: Snapshot
  let question: Question
  let pageSize: Int
  let seconds: Double?

  /// Begins with the best hit; the time counts from now.
  public func makeAsyncIterator() -> AsyncIterator {
    AsyncIterator(sequence: self, interruption: Interruption(after: seconds))
  }

  /// Walks through the hits.
  public struct AsyncIterator: AsyncIteratorProtocol {
    /// What may end it early.
    public typealias Failure = IndexError

    private let sequence: HitSequence
    private let interruption: Interruption
    private var query: ParsedQuery?
    private var page: [Hit] = []
    private var next = 0
    // How many hits the last search asked for; nil when there are no more.
    private var limit: Int? = 0
    private var known: Set<DocumentAddress> = []

    init(sequence: HitSequence, interruption: Interruption) {
      self.sequence = sequence
      self.interruption = interruption
    }

    /// The next hit, or nil after the last.
    ///
    /// - Throws: ``IndexError/cancelled`` when the task is cancelled, ``IndexError/timedOut(seconds:)`` at
    ///   the deadline, and what parsing and searching throw.
    public mutating func next() async throws(IndexError) -> Hit? {
      try await next(isolation: nil)
    }

    /// The next hit, or nil after the last. The search runs off the caller's actor.
    public mutating func next(
      isolation actor: isolated (any Actor)?
    ) async throws(IndexError) -> Hit? {
      while next == page.count {
        guard let limit else { return nil }
        try await readPage(after: limit, isolation: actor)
      }
      if Task.isCancelled { throw .cancelled }
      next += 1
      return page[next - 1]
    }

    /// Asks for four times as many as before: as long as searching for more costs more, all pages together
    /// cost little more than the last.
    private mutating func readPage(
      after last: Int, isolation actor: isolated (any Actor)?
    ) async throws(IndexError) {
      let (snapshot, interruption) = (sequence.snapshot, interruption)
      let most = snapshot.limits.hitCount
      let limit = Swift.min(last == 0 ? Swift.max(sequence.pageSize, 1) : last * 4, most)
      var question = sequence.question
      if let query { question = .parsed(query) }
      let answer = await withTaskCancellationHandler {
        await HitSequence.answer(question, snapshot, limit, interruption)
      } onCancel: {
        interruption.cancel()
      }
      let (query, hits) = try answer.get()
      self.query = query
      page = hits.filter { known.insert($0.address).inserted }
      next = 0
      self.limit = hits.count < limit || limit == most ? nil : limit
    }
  }

  /// Searches on a thread of the pool.
  @concurrent
  private static func answer(
    _ question: Question, _ snapshot: Snapshot, _ limit: Int, _ interruption: Interruption
  ) async -> Result<(ParsedQuery, [Hit]), IndexError> {
    do throws(IndexError) {
      let query: ParsedQuery
      switch question {
      case .text(let text, let mode, let fold):
        query = try snapshot.parse(text, matching: mode, fold: fold)
      case .parsed(let parsed): query = parsed
      }
      let result = try snapshot.search(
        query, limit: limit, counting: .none, suggesting: false, until: interruption)
      return .success((query, result.hits))
    } catch {
      return .failure(error)
    }
  }
}

extension Snapshot {
  /// The hits of a query, best first, as many as are asked for:
  ///
  /// ```swift
  /// for try await hit in snapshot.hits(for: "半导体", within: .seconds(1)) {
  ///   print(hit.key)
  /// }
  /// ```
  ///
  /// Nothing is searched before the first hit is asked for. Cancelling the task ends the search within some
  /// microseconds, with ``IndexError/cancelled``.
  ///
  /// - Parameters:
  ///   - mode: whether any word will do.
  ///   - fold: how far the text may differ from what is typed.
  ///   - pageSize: how many hits the first search is for; later ones are for more.
  ///   - duration: how long all of it may take, from the first hit on.
  public func hits(
    for text: String, matching mode: MatchMode = .any, fold: FoldLevel = .letters,
    pageSize: Int = 50, within duration: Duration? = nil
  ) -> HitSequence {
    HitSequence(
      snapshot: self, question: .text(text, mode, fold), pageSize: pageSize,
      seconds: duration.map(Self.seconds))
  }

  /// The hits of a query that has been parsed.
  public func hits(
    for query: ParsedQuery, pageSize: Int = 50, within duration: Duration? = nil
  ) -> HitSequence {
    HitSequence(
      snapshot: self, question: .parsed(query), pageSize: pageSize,
      seconds: duration.map(Self.seconds))
  }

  private static func seconds(_ duration: Duration) -> Double {
    Double(duration.components.seconds) + Double(duration.components.attoseconds) * 1e-18
  }
}
