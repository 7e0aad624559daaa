import Glibc

/// What the worker does: takes files from standard input, and gives documents on standard output.
enum WorkerLoop {
  /// Serves until the tool closes the pipe.
  ///
  /// - Parameter byteCount: the address space that it, and what it starts, may have.
  static func run(byteCount: Int) {
    limit(byteCount)
    let pipe = WorkerPipe(input: STDIN_FILENO, output: STDOUT_FILENO)
    while let (kind, content) = try? pipe.receive(until: nil), kind == .request,
      let request = try? WorkerMessage.Request(decoding: content),
      let limits = ReadingLimits(wire: request.limits)
    {
      allowSeconds(limits.workerSeconds)
      guard serve(request, limits, pipe) else { return }
    }
  }

  /// The pipe has gone.
  private struct Closed: Error {}

  private static func serve(
    _ request: WorkerMessage.Request, _ limits: ReadingLimits, _ pipe: WorkerPipe
  ) -> Bool {
    let path = PathName(bytes: request.path)
    let forced = Charset.named(request.forced)
    let reader = ContainerReader(
      limits: limits, forced: forced, byteCount: request.content.count
    ) { document in
      guard pipe.send(.document, WorkerMessage.encode(document)) else { throw Closed() }
    }
    do {
      if request.command.isEmpty {
        let format = DocumentFormat(rawValue: request.format) ?? .plainText
        try reader.read(request.content, path: path, format: format)
      } else {
        return try runCommand(request, path, limits, pipe)
      }
    } catch {
      return false
    }
    return pipe.send(.done, WorkerMessage.encode(reader.report))
  }

  /// Has the user's command make text of a file, and reads that.
  private static func runCommand(
    _ request: WorkerMessage.Request, _ path: PathName, _ limits: ReadingLimits, _ pipe: WorkerPipe
  ) throws -> Bool {
    var report = ReadReport()
    let outcome = Subprocess.run(
      request.command + [path.text], input: [],
      outputLimit: limits.outputByteCount(forInput: request.content.count),
      seconds: max(1, limits.workerSeconds - 1))
    switch outcome {
    case .printed(let text):
      // Text, Markdown or HTML: by its content, for it has no name.
      let output = PathName(text.starts(with: "---\n".utf8) ? "output.md" : "output.txt")
      report.format = DocumentFormat.detect(head: text.span, path: output)
      if report.format?.needsWorker == true { report.format = .plainText }
      try TextReader(limits: limits).read(text, path: output, report: &report) { document in
        guard pipe.send(.document, WorkerMessage.encode(document)) else { throw Closed() }
      }
    case .failed(let status):
      report.skipReason = .readerFailed(
        "the command \(request.command[0]) ended with status \(status)")
    case .tooMuch: report.skipReason = .expansion
    case .tooLate:
      report.skipReason = .readerFailed(
        "the command \(request.command[0]) took longer than \(limits.workerSeconds - 1) s")
    case .notStarted(let number):
      report.skipReason = .noReader(
        "the command \(request.command[0]) cannot be started: \(errorText(number))")
    }
    return pipe.send(.done, WorkerMessage.encode(report))
  }

  private static func limit(_ byteCount: Int) {
    var memory = rlimit(rlim_cur: rlim_t(byteCount), rlim_max: rlim_t(byteCount))
    // Structures that outlive the calls.
    unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_AS.rawValue), &memory)
    var core = rlimit(rlim_cur: 0, rlim_max: 0)
    unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_CORE.rawValue), &core)
    // Ends with the tool, whatever ends that.
    Subprocess.endWithParent()
  }

  /// Allows the process as much time of a processor as it may take in all.
  private static func allowSeconds(_ seconds: Int) {
    var usage = rusage()
    // A structure that outlives the call.
    unsafe _ = getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    let used = usage.ru_utime.tv_sec + usage.ru_stime.tv_sec
    let soft = rlim_t(max(0, used) + seconds + 1)
    var time = rlimit(rlim_cur: soft, rlim_max: rlim_t.max)
    unsafe _ = setrlimit(__rlimit_resource_t(RLIMIT_CPU.rawValue), &time)
  }
}
