import Glibc
import Synchronization

/// A process that reads risky formats for this one: what crashes or hangs there costs one file.
///
/// It is this program with another command, started when the first such file comes, asked for one file
/// after another, and started anew after it has died or has been ended for taking too long.
final class ExtractionWorker: Sendable {
  /// The command that the tool does this work under; not for people.
  static let commandName = "extract-worker"

  private let program: String
  private let state = Mutex<Running?>(nil)

  private struct Running: Sendable {
    var process: pid_t
    var input: CInt
    var output: CInt
    /// How many files it has read: now and then a fresh one gives back what libraries have lost.
    var fileCount = 0
  }

  /// Creates a worker of a program, by default this one; nothing is started yet.
  init(program: String = "/proc/self/exe") {
    self.program = program
  }

  deinit {
    state.withLock { running in
      if let running { Self.end(running) }
      running = nil
    }
  }

  /// Has a file read and delivers its documents; trouble is in the report.
  ///
  /// - Throws: only what `each` throws.
  func read(
    _ bytes: [UInt8], path: PathName, forced: Charset?, limits: ReadingLimits,
    external: ExternalExtractors, report: inout ReadReport,
    each: (ExtractedDocument) throws -> Void
  ) throws {
    let request = WorkerMessage.Request(
      path: path.bytes, format: report.format?.rawValue ?? "", forced: forced?.name ?? "",
      command: report.format == .external ? external.command(for: path) ?? [] : [],
      limits: limits.wire, content: bytes)
    guard var running = state.withLock({ take(&$0, limits) }) else {
      report.skipReason = .readerFailed("a process to read it could not be started")
      return
    }
    running.fileCount += 1
    let pipe = WorkerPipe(input: running.output, output: running.input)
    var isWell = false
    defer {
      if isWell {
        let kept = running
        state.withLock { $0 = kept }
      } else {
        Self.end(running)
      }
    }
    let deadline = monotonicNanoseconds() &+ UInt64(limits.workerSeconds) &* 1_000_000_000
    guard pipe.send(.request, request.encoded(), until: deadline) else {
      let isLate = monotonicNanoseconds() >= deadline
      report.skipReason = .readerFailed(
        isLate ? Self.words(.late, limits) : "the process that reads it has ended")
      return
    }
    var outputByteCount = 0
    while true {
      do {
        let (kind, content) = try pipe.receive(until: deadline)
        switch kind {
        case .document:
          outputByteCount += content.count
          guard outputByteCount <= limits.outputByteCount(forInput: bytes.count) &* 2 else {
            report.skipReason = .expansion
            return
          }
          let document = try WorkerMessage.document(content)
          report.recordCount += 1
          try each(document)
        case .done:
          try WorkerMessage.read(content, into: &report)
          isWell = true
          return
        case .request: throw WorkerPipe.Silence.nonsense
        }
      } catch let silence as WorkerPipe.Silence {
        report.skipReason = .readerFailed(Self.words(silence, limits))
        return
      } catch is WireReader.Nonsense {
        report.skipReason = .readerFailed(Self.words(.nonsense, limits))
        return
      }
    }
  }

  private static func words(_ silence: WorkerPipe.Silence, _ limits: ReadingLimits) -> String {
    switch silence {
    case .closed: "the process that reads it died of it, or ran out of memory or time"
    case .late: "reading it took longer than \(limits.workerSeconds) s"
    case .nonsense: "the process that reads it answered nonsense"
    }
  }

  /// The running worker, or a new one; the caller puts it back.
  private func take(_ running: inout Running?, _ limits: ReadingLimits) -> Running? {
    if let ready = running {
      running = nil
      if ready.fileCount < 500 { return ready }
      Self.end(ready)
    }
    // A worker that has died is an answer, and no reason to die of.
    ignoreClosedPipes()
    guard let toWorker = Subprocess.makePipe() else { return nil }
    guard let fromWorker = Subprocess.makePipe() else {
      close(toWorker.reading)
      close(toWorker.writing)
      return nil
    }
    var process: pid_t = 0
    let status = Subprocess.spawn(
      [program, Self.commandName, String(limits.workerByteCount)], standardInput: toWorker.reading,
      standardOutput: fromWorker.writing, ownGroup: true, &process)
    close(toWorker.reading)
    close(fromWorker.writing)
    guard status == 0 else {
      close(toWorker.writing)
      close(fromWorker.reading)
      return nil
    }
    // A worker that takes nothing must not hold this process up.
    _ = fcntl(toWorker.writing, F_SETFL, O_NONBLOCK)
    return Running(process: process, input: toWorker.writing, output: fromWorker.reading)
  }

  /// Ends a worker, with what it has started.
  private static func end(_ running: Running) {
    close(running.input)
    close(running.output)
    kill(-running.process, SIGKILL)
    kill(running.process, SIGKILL)
    var status: CInt = 0
    // A child of this process; waited for once.
    while unsafe waitpid(running.process, &status, 0) < 0, errno == EINTR {}
  }
}

extension ReadingLimits {
  /// The limits as numbers, for the worker.
  var wire: [Int] {
    [
      fileByteCount, containerByteCount, containerDepth, entryCount, unpackedByteCount,
      workerSeconds, recordByteCount, freeOutputByteCount, expansionRatio, fieldCount,
      fieldNameByteCount,
    ]
  }

  /// The limits of numbers; nil if they are not as many.
  init?(wire: [Int]) {
    guard wire.count == 11, wire.allSatisfy({ $0 >= 0 }) else { return nil }
    self.init()
    (fileByteCount, containerByteCount, containerDepth) = (wire[0], wire[1], wire[2])
    (entryCount, unpackedByteCount, workerSeconds) = (wire[3], wire[4], wire[5])
    (recordByteCount, freeOutputByteCount, expansionRatio) = (wire[6], wire[7], wire[8])
    (fieldCount, fieldNameByteCount) = (wire[9], wire[10])
  }
}
