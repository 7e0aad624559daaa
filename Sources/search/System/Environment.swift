internal import CFileCalls
import Glibc
import Index

/// The value of an environment variable; nil when it is not set.
func environmentValue(_ name: String) -> String? {
  // The value is copied before anything can change it.
  guard let value = unsafe getenv(name) else { return nil }
  // Ends with NUL, as all values of the environment.
  return unsafe String(cString: value)
}

/// What stands behind the name of the tool, as text. An argument that is no UTF-8, the name of a file then, is
/// written as ``PathName/text`` writes names, so that what the tool prints behind `-0` can be handed back to it.
func processArguments() -> [String] {
  var arguments: [String] = []
  let count = Int(CommandLine.argc)
  guard count > 1 else { return [] }
  for number in 1..<count {
    // One of as many as there are, each ending with NUL, which nobody changes.
    guard let start = unsafe CommandLine.unsafeArgv[number] else { break }
    let bytes = unsafe UnsafeRawBufferPointer(start: start, count: strlen(start))
    let known = unsafe Array(bytes)
    arguments.append(String(validating: known, as: UTF8.self) ?? PathName(bytes: known).text)
  }
  return arguments
}

/// How many processors this process may use, at least 1 and at most as many as a writer takes.
func processorCount() -> Int {
  max(1, min(Int(cfilecalls_processor_count()), IndexWriter.maximumThreadCount))
}

/// Nanoseconds of a clock that only moves forward.
func monotonicNanoseconds() -> UInt64 {
  var time = timespec()
  // `time` outlives the call.
  unsafe clock_gettime(CLOCK_MONOTONIC, &time)
  return UInt64(max(0, time.tv_sec)) &* 1_000_000_000 &+ UInt64(max(0, time.tv_nsec))
}

/// Nanoseconds since 1970, by the clock that files are dated with.
func realTimeNanoseconds() -> Int64 {
  var time = timespec()
  // `time` outlives the call.
  unsafe clock_gettime(CLOCK_REALTIME, &time)
  return Int64(time.tv_sec) &* 1_000_000_000 &+ Int64(time.tv_nsec)
}

/// The time of day where the user is, such as `14:03:59`.
func localTimeOfDay() -> String {
  var now = time(nil)
  // Zeros, and no pointer yet.
  var parts = unsafe tm()
  // Both outlive the call.
  unsafe localtime_r(&now, &parts)
  // Numbers only; the pointer in it is not touched.
  let numbers = unsafe [parts.tm_hour, parts.tm_min, parts.tm_sec]
  return numbers.map { $0 < 10 ? "0\($0)" : "\($0)" }.joined(separator: ":")
}

/// What the C library says about an error number.
func errorText(_ number: CInt) -> String {
  // A string of the C library, copied at once.
  unsafe String(cString: strerror(number))
}

/// The name of this machine in its network; empty where the system does not say.
func hostName() -> String {
  var name = [CChar](repeating: 0, count: 256)
  // The last byte is left to the NUL.
  guard unsafe gethostname(&name, name.count - 1) == 0 else { return "" }
  let bytes = name.prefix { $0 != 0 }.map { UInt8(bitPattern: $0) }
  return String(decoding: bytes, as: UTF8.self)
}
