import Index
import Synchronization

/// Searches on a thread of its own, so that no key waits for a search: a newer query cancels the older one.
final class SearchWorker: Sendable {
  /// A query, numbered as it was typed.
  struct Question: Equatable, Sendable {
    var number: Int
    var text: String
  }

  /// What a query found: the documents without their passages.
  struct Answer: Sendable {
    var question: Question
    /// Documents with their titles.
    var hits: [HitRecord] = []
    var totalCount = 0
    /// Whether that is how many match, and not only a lower bound.
    var isTotalExact = true
    /// How many documents were searched.
    var documentCount = 0
    /// A query that may have been meant.
    var suggestion: String?
    /// Why nothing was found, a line each.
    var reasons: [String] = []
    /// How the query was read, where that is not as it was typed.
    var note: String?
    var seconds = 0.0
    /// Why there is no answer.
    var failure: String?
  }

  /// The passages of one of the documents.
  struct Preview: Sendable {
    var question: Question
    var rank: Int
    var record: HitRecord
  }

  /// What is to be done, and what has been done and not yet fetched.
  private struct Desk {
    var question: Question?
    /// What was asked last, to be asked again of an index that has been brought up to date.
    var lastQuestion: Question?
    var updated: AskedIndexes?
    var previewRank: Int?
    var running: Interruption?
    var answer: Answer?
    var preview: Preview?
  }

  /// What the answer to the last question is made of. Only the worker's thread touches it.
  private struct Findings {
    var snapshot: Snapshot
    var question: Question
    var query: ParsedQuery
    var hits: [Hit]
    /// The answer as it was given, and whether something of it is still to be found out.
    var answer: Answer
    var isPartial: Bool
  }

  /// How much is asked for: more than a screen shows.
  static let hitCount = 60
  /// So many titles are read before the answer is shown: about what a screen shows. A title costs as much
  /// as all the rest of a hit, for texts are stored together and compressed.
  private static let firstTitleCount = 20
  private static let passageCount = 12
  private static let passageWidth = 320

  private let first: AskedIndexes
  private let mode: MatchMode
  private let synonyms: Synonyms?
  private let desk = Mutex(Desk())
  private let requests: WakePipe
  private let done: WakePipe

  private let keeper: IndexKeeper

  /// Starts the threads.
  ///
  /// - Parameters:
  ///   - synonyms: words that stand for each other.
  ///   - done: told when there is something to fetch.
  /// - Throws: ``CommandError`` if the system gives no pipe or no thread.
  init(
    _ asked: AskedIndexes, matching mode: MatchMode, synonyms: Synonyms? = nil, done: WakePipe
  ) throws(CommandError) {
    first = asked
    self.mode = mode
    self.synonyms = synonyms
    self.done = done
    requests = try WakePipe()
    keeper = try IndexKeeper(asked)
    keeper.start { [weak self] in self?.take($0) }
    guard WorkerThread({ self.run() }) != nil else {
      throw CommandError("cannot start a thread for searching")
    }
  }

  /// Asks a question; one that is being answered is given up.
  func ask(_ question: Question) {
    desk.withLock { desk in
      desk.running?.cancel()
      (desk.question, desk.lastQuestion) = (question, question)
      desk.previewRank = nil
    }
    requests.signal()
    keeper.look()
  }

  /// Takes the index as it is now, and asks it the last question again.
  private func take(_ asked: AskedIndexes) {
    desk.withLock { desk in
      desk.updated = asked
      desk.question = desk.question ?? desk.lastQuestion
    }
    requests.signal()
  }

  /// Asks for the passages of a document of the last answer.
  func preview(rank: Int) {
    desk.withLock { $0.previewRank = rank }
    requests.signal()
  }

  /// What has been found since the last time.
  func fetch() -> (answer: Answer?, preview: Preview?) {
    desk.withLock { desk in
      defer { (desk.answer, desk.preview) = (nil, nil) }
      return (desk.answer, desk.preview)
    }
  }

  private func run() {
    var findings: Findings?
    var asked = first
    var marker = FreshnessMarker(asked)
    while true {
      requests.wait()
      while let (question, interruption) = takeQuestion() {
        if let updated = takeUpdated() {
          asked = updated
          marker = FreshnessMarker(asked)
        }
        findings = answer(question, asked.snapshot, marker, until: interruption)
        done.signal()
        // Nobody will ask for passages.
        if let found = findings, found.hits.isEmpty {
          findings = finished(found, marker)
          done.signal()
        }
      }
      if let found = findings, let rank = takePreviewRank() {
        preview(found, rank)
        done.signal()
        if found.isPartial {
          findings = finished(found, marker)
          done.signal()
        }
      }
    }
  }

  /// The question that lies on the desk. What ends its search lies there before another question can:
  /// between the two nobody could cancel it.
  private func takeQuestion() -> (Question, Interruption)? {
    let interruption = Interruption(after: 10)
    return desk.withLock { desk in
      guard let question = desk.question else { return nil }
      desk.question = nil
      desk.running = interruption
      return (question, interruption)
    }
  }

  private func takeUpdated() -> AskedIndexes? {
    desk.withLock { desk in
      defer { desk.updated = nil }
      return desk.updated
    }
  }

  private func takePreviewRank() -> Int? {
    desk.withLock { desk in
      defer { desk.previewRank = nil }
      return desk.previewRank
    }
  }

  /// Searches, and puts what was found on the desk unless a newer question lies there.
  private func answer(
    _ question: Question, _ snapshot: Snapshot, _ marker: FreshnessMarker,
    until interruption: Interruption
  ) -> Findings? {
    let start = monotonicNanoseconds()
    var answer = Answer(question: question)
    var findings: Findings?
    answer.documentCount = snapshot.documentCount
    do throws(IndexError) {
      // More words find no more where all are wanted.
      let typed =
        mode == .any
        ? try snapshot.completed(question.text, until: interruption) : question.text
      let (query, result, note) = try search(typed, on: snapshot, until: interruption)
      answer.note = note
      answer.totalCount = result.totalCount
      answer.isTotalExact = result.isTotalExact
      let first = result.hits.prefix(Self.firstTitleCount)
      answer.hits = try titles(of: first, query, snapshot, until: interruption)
      answer.hits += zip((first.count + 1)..., result.hits.dropFirst(first.count)).map(Self.record)
      marker.mark(&answer.hits)
      findings = Findings(
        snapshot: snapshot, question: question, query: query, hits: result.hits,
        answer: answer,
        isPartial: !result.isTotalExact || result.hits.count > first.count || result.hits.isEmpty)
    } catch {
      if case .cancelled = error { return nil }
      answer.failure = "\(error)"
    }
    answer.seconds = Double(monotonicNanoseconds() &- start) / 1e9
    findings?.answer = answer
    put(answer)
    return findings
  }

  /// Searches. What looks like a condition that no document meets is looked for as words, as by `search query`.
  private func search(
    _ text: String, on snapshot: Snapshot, until interruption: Interruption
  ) throws(IndexError) -> (query: ParsedQuery, result: SearchResult, note: String?) {
    func asked(
      conditions: Bool
    ) throws(IndexError) -> (query: ParsedQuery, result: SearchResult) {
      let query = try snapshot.parse(
        text, matching: mode, synonyms: synonyms, conditions: conditions)
      let result = try snapshot.search(
        query, limit: Self.hitCount, counting: .none, suggesting: false, until: interruption)
      return (query, result)
    }
    let (query, result) = try asked(conditions: true)
    let misread = query.misreadConditions
    let unmet = result.totalCount == 0 ? try snapshot.unmetConditions(of: query) : []
    if !unmet.isEmpty {
      let words = try asked(conditions: false)
      if words.result.totalCount > 0 {
        return (words.query, words.result, ZeroLines.note(misread, asWords: unmet))
      }
    }
    return (query, result, ZeroLines.note(misread, asWords: []))
  }

  /// Puts an answer on the desk, unless a newer question lies there.
  private func put(_ answer: Answer) {
    desk.withLock { desk in
      desk.running = nil
      if desk.question == nil { desk.answer = answer }
    }
  }

  /// A hit without its title.
  private static func record(rank: Int, of hit: Hit) -> HitRecord {
    HitRecord(rank: rank, score: hit.score, name: DocumentName(key: hit.key), member: hit.member)
  }

  /// Finds out what can wait until the first answer has been seen: how many documents match in all, the
  /// titles that no screen shows at first, and what may have been meant where nothing was found.
  private func finished(_ findings: Findings, _ marker: FreshnessMarker) -> Findings {
    var findings = findings
    findings.isPartial = false
    let interruption = Interruption(after: 10)
    let isNewest = desk.withLock { desk in
      guard desk.question == nil else { return false }
      desk.running = interruption
      return true
    }
    guard isNewest, let answer = try? finished(findings, until: interruption) else {
      return findings
    }
    findings.answer = answer
    marker.mark(&findings.answer.hits)
    put(findings.answer)
    return findings
  }

  private func finished(
    _ findings: Findings, until interruption: Interruption
  ) throws(IndexError) -> Answer {
    var answer = findings.answer
    let snapshot = findings.snapshot
    if findings.hits.isEmpty {
      answer.suggestion = try snapshot.suggestions(
        for: findings.query, matching: mode, found: 0, limit: 1, until: interruption
      ).first?.query
      if !findings.question.text.isEmpty {
        answer.reasons = try ZeroLines.lines(findings.query, on: snapshot, until: interruption)
      }
    }
    if !answer.isTotalExact {
      let all = try snapshot.search(
        findings.query, limit: 0, suggesting: false, until: interruption)
      (answer.totalCount, answer.isTotalExact) = (all.totalCount, true)
    }
    answer.hits = try titles(
      of: findings.hits[...], findings.query, snapshot, until: interruption)
    return answer
  }

  private func titles(
    of hits: ArraySlice<Hit>, _ query: ParsedQuery, _ snapshot: Snapshot,
    until interruption: Interruption
  ) throws(IndexError) -> [HitRecord] {
    var finder = try snapshot.passageFinder(for: query)
    var records: [HitRecord] = []
    for (rank, hit) in zip(1..., hits) {
      try interruption.check()
      var record = Self.record(rank: rank, of: hit)
      if let document = try snapshot.document(for: hit) {
        record.title = document.title
        record.titleMatches = finder.matches(in: document.title)
      }
      records.append(record)
    }
    return records
  }

  private func preview(_ findings: Findings, _ rank: Int) {
    guard (1...max(1, findings.hits.count)).contains(rank), !findings.hits.isEmpty else { return }
    let hit = findings.hits[rank - 1]
    let snapshot = findings.snapshot
    var record = Self.record(rank: rank, of: hit)
    var finder = try? snapshot.passageFinder(for: findings.query)
    if let document = try? snapshot.document(for: hit),
      let found = try? finder?.passages(
        of: document, width: Self.passageWidth, count: Self.passageCount)
    {
      PageBuilder(snapshot: snapshot).fill(&record, document, found)
    }
    let preview = Preview(question: findings.question, rank: rank, record: record)
    desk.withLock { $0.preview = preview }
  }
}
