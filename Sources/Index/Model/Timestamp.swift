/// A moment: microseconds since the beginning of 1970 in UTC, leap seconds left out.
public struct Timestamp: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// Microseconds since 1970; negative before.
  public var microseconds: Int64

  /// Creates a moment.
  public init(microseconds: Int64) {
    self.microseconds = microseconds
  }

  /// The beginning of what a date or time of ISO 8601 names: `2024-03-01`, `2024-03-01T12:30`,
  /// `2024-03-01 12:30:05.25+09:00`. Without an offset it is UTC.
  ///
  /// - Returns: nil if the text is something else, or a year alone.
  public init?(_ text: String) {
    guard let period = TimePeriod(text), period.isDated else { return nil }
    self = period.start
  }

  /// Earlier first.
  public static func < (left: Timestamp, right: Timestamp) -> Bool {
    left.microseconds < right.microseconds
  }

  static let secondsPerDay: Int64 = 86_400
  static let perSecond: Int64 = 1_000_000

  /// In UTC, as in ISO 8601: the date alone at midnight, and no fraction where there is none.
  public var description: String {
    let day = Self.floorDivided(microseconds, by: Self.perSecond * Self.secondsPerDay)
    let rest = microseconds &- day &* Self.perSecond &* Self.secondsPerDay
    let date = CivilDate(day: day)
    let text =
      "\(Self.padded(date.year, 4))-\(Self.padded(date.month, 2))-\(Self.padded(date.day, 2))"
    if rest == 0 { return text }
    let second = rest / Self.perSecond
    var time = "T\(Self.padded(second / 3600, 2)):\(Self.padded(second / 60 % 60, 2))"
    time += ":\(Self.padded(second % 60, 2))"
    let fraction = rest % Self.perSecond
    if fraction > 0 {
      var digits = Self.padded(fraction, 6)
      while digits.hasSuffix("0") { digits.removeLast() }
      time += "." + digits
    }
    return text + time + "Z"
  }

  private static func padded(_ number: Int64, _ width: Int) -> String {
    let digits = String(number.magnitude)
    let zeros = String(repeating: "0", count: max(0, width - digits.utf8.count))
    return (number < 0 ? "-" : "") + zeros + digits
  }

  /// The quotient rounded down.
  static func floorDivided(_ value: Int64, by divisor: Int64) -> Int64 {
    let quotient = value / divisor
    return value % divisor < 0 ? quotient - 1 : quotient
  }
}

/// A day of the Gregorian calendar, which counts back before it was invented.
struct CivilDate: Equatable {
  var year: Int64
  var month: Int64
  var day: Int64

  /// The day's number, 0 for the first of 1970. Years begin in March here, so that what is left over
  /// of a leap year stands at its end.
  var dayNumber: Int64 {
    let shifted = month <= 2 ? year - 1 : year
    let era = Timestamp.floorDivided(shifted, by: 400)
    let yearOfEra = shifted - era * 400
    let dayOfYear = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1
    let dayOfEra = yearOfEra * 365 + yearOfEra / 4 - yearOfEra / 100 + dayOfYear
    return era * 146_097 + dayOfEra - 719_468
  }

  init(year: Int64, month: Int64, day: Int64) {
    self.year = year
    self.month = month
    self.day = day
  }

  /// The day of a number.
  init(day number: Int64) {
    let shifted = number + 719_468
    let era = Timestamp.floorDivided(shifted, by: 146_097)
    let dayOfEra = shifted - era * 146_097
    let yearOfEra =
      (dayOfEra - dayOfEra / 1_460 + dayOfEra / 36_524 - dayOfEra / 146_096) / 365
    let dayOfYear = dayOfEra - (365 * yearOfEra + yearOfEra / 4 - yearOfEra / 100)
    let shiftedMonth = (5 * dayOfYear + 2) / 153
    day = dayOfYear - (153 * shiftedMonth + 2) / 5 + 1
    month = shiftedMonth < 10 ? shiftedMonth + 3 : shiftedMonth - 9
    year = yearOfEra + era * 400 + (month <= 2 ? 1 : 0)
  }

  /// Whether there is such a day.
  var isReal: Bool {
    guard (1...12).contains(month), day >= 1 else { return false }
    let isLeap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0)
    let lengths: [Int64] = [31, isLeap ? 29 : 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31]
    return day <= lengths[Int(month) - 1]
  }

  /// When the day begins in UTC.
  var start: Timestamp {
    Timestamp(microseconds: dayNumber * Timestamp.secondsPerDay * Timestamp.perSecond)
  }
}

extension Timestamp: Codable {
  /// Reads what ``description`` writes, and what else ``init(_:)`` takes.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    guard let known = Timestamp(text) else {
      throw DecodingError.dataCorruptedError(
        in: container, debugDescription: "'\(text)' is no date of ISO 8601")
    }
    self = known
  }

  /// Writes ``description``.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }
}
