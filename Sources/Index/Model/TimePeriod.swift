/// What a date or time of ISO 8601 names: a year, a month, a day, a minute, a second or less.
struct TimePeriod: Hashable, Sendable {
  /// Its first microsecond.
  var start: Timestamp
  /// Its last one.
  var end: Timestamp
  /// Whether it says more than a year, which is a number like others.
  var isDated: Bool

  /// nil if the text is none.
  init?(_ text: String) {
    var scanner = Scanner(text)
    guard let year = scanner.digits(4) else { return nil }
    var date = CivilDate(year: year, month: 1, day: 1)
    isDated = false
    if scanner.isAtEnd {
      start = date.start
      end = Self.before(CivilDate(year: year + 1, month: 1, day: 1).start)
      return
    }
    isDated = true
    guard scanner.take("-"), let month = scanner.digits(2), (1...12).contains(month) else {
      return nil
    }
    date.month = month
    if scanner.isAtEnd {
      start = date.start
      let isLast = month == 12
      let next = CivilDate(year: isLast ? year + 1 : year, month: isLast ? 1 : month + 1, day: 1)
      end = Self.before(next.start)
      return
    }
    guard scanner.take("-"), let day = scanner.digits(2) else { return nil }
    date.day = day
    guard date.isReal else { return nil }
    if scanner.isAtEnd {
      start = date.start
      end = Self.before(CivilDate(day: date.dayNumber + 1).start)
      return
    }
    guard scanner.take("T") || scanner.take("t") || scanner.take(" "),
      let time = Self.time(&scanner)
    else { return nil }
    let first = date.start.microseconds + time.start
    start = Timestamp(microseconds: first)
    end = Timestamp(microseconds: first + time.length - 1)
  }

  private static func before(_ next: Timestamp) -> Timestamp {
    Timestamp(microseconds: next.microseconds - 1)
  }

  /// A time of the day with what it is off UTC: microseconds from the day's beginning, and how many it
  /// takes.
  private static func time(_ scanner: inout Scanner) -> (start: Int64, length: Int64)? {
    guard let hour = scanner.digits(2), hour < 24, scanner.take(":"),
      let minute = scanner.digits(2), minute < 60
    else { return nil }
    var start = (hour * 60 + minute) * 60 * Timestamp.perSecond
    var length = 60 * Timestamp.perSecond
    if scanner.take(":") {
      // A leap second counts as the one before.
      guard let second = scanner.digits(2), second <= 60 else { return nil }
      start += min(second, 59) * Timestamp.perSecond
      length = Timestamp.perSecond
      if scanner.take(".") || scanner.take(",") {
        guard let fraction = scanner.fraction() else { return nil }
        start += fraction.microseconds
        length = fraction.length
      }
    }
    guard let offset = offset(&scanner), scanner.isAtEnd else { return nil }
    return (start - offset, length)
  }

  private static func offset(_ scanner: inout Scanner) -> Int64? {
    if scanner.isAtEnd { return 0 }
    if scanner.take("Z") || scanner.take("z") { return 0 }
    _ = scanner.take(" ")
    let sign: Int64
    if scanner.take("+") { sign = 1 } else if scanner.take("-") { sign = -1 } else { return nil }
    guard let hours = scanner.digits(2), hours < 24 else { return nil }
    if scanner.isAtEnd { return sign * hours * 3600 * Timestamp.perSecond }
    _ = scanner.take(":")
    guard let minutes = scanner.digits(2), minutes < 60 else { return nil }
    return sign * (hours * 60 + minutes) * 60 * Timestamp.perSecond
  }

  /// Walks through a text of ASCII.
  private struct Scanner {
    private var rest: Substring.UTF8View

    init(_ text: String) {
      rest = text[...].utf8
    }

    var isAtEnd: Bool { rest.isEmpty }

    mutating func take(_ scalar: Unicode.Scalar) -> Bool {
      guard rest.first == UInt8(ascii: scalar) else { return false }
      rest.removeFirst()
      return true
    }

    mutating func digits(_ count: Int) -> Int64? {
      var value: Int64 = 0
      for _ in 0..<count {
        guard let digit = digit() else { return nil }
        value = value * 10 + digit
      }
      return value
    }

    private mutating func digit() -> Int64? {
      guard let byte = rest.first, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(byte) else {
        return nil
      }
      rest.removeFirst()
      return Int64(byte - UInt8(ascii: "0"))
    }

    /// Up to nine digits behind a point; those behind the sixth say nothing.
    mutating func fraction() -> (microseconds: Int64, length: Int64)? {
      var value: Int64 = 0
      var length = Timestamp.perSecond
      var count = 0
      while count < 9, let digit = digit() {
        count += 1
        if count > 6 { continue }
        length /= 10
        value += digit * length
      }
      return count > 0 ? (value, length) : nil
    }
  }
}
