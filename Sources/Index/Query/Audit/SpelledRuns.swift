internal import Tokenizer

/// The runs of scripts without spaces, and of Hangul, in a text: graphemes of its folded form that
/// stand side by side. One line break between Han or kana does not end a run.
struct SpelledRuns {
  /// A grapheme of a run.
  private struct Place {
    var group: RecallGroup
    var bytes: Range<Int>
  }

  private enum Between {
    case nothing
    /// A line break, and white space of the next line.
    case lineBreak
    case other
  }

  /// The longest substring that is asked for, in graphemes: what the guarantee says.
  static let longestSubstring = 12

  private let folded: FoldedText
  private var places: [Place] = []
  private var runStarts: [Int] = []
  // What stands between the last place and the next.
  private var between = Between.nothing
  // For each place, just behind the last of its run.
  private var runEnds: [Int] = []
  private var byGroup: [RecallGroup: [Int]] = [:]

  /// Finds the runs of a window.
  ///
  /// - Throws: ``IndexError/analyzer(reason:)`` if the text cannot be folded.
  init(_ window: SampleWindow) throws(IndexError) {
    do throws(ICUError) {
      folded = try FoldedText(window.text)
    } catch {
      throw .analyzer(reason: error.description)
    }
    var offset = 0
    for character in folded.text {
      let bytes = offset..<offset + character.utf8.count
      offset = bytes.upperBound
      let isCut =
        (window.cutsStart && bytes.lowerBound == 0)
        || (window.cutsEnd && offset == folded.bytes.count)
      add(character, bytes, isCut: isCut)
    }
    for (start, next) in zip(runStarts, runStarts.dropFirst() + [places.count]) {
      runEnds.append(contentsOf: repeatElement(next, count: next - start))
    }
  }

  /// Takes the next grapheme of the folded text.
  private mutating func add(_ character: Character, _ bytes: Range<Int>, isCut: Bool) {
    let group = character.unicodeScalars.first.flatMap(RecallGroup.of)
    guard let group, group.isSpelled, !isCut else {
      switch between {
      case .nothing where character.isNewline: between = .lineBreak
      case .lineBreak where character.isWhitespace && !character.isNewline: break
      default: between = .other
      }
      return
    }
    let mayJoin = Self.mayBreak(group) && Self.mayBreak(places.last?.group)
    let isJoined = between == .nothing || (between == .lineBreak && mayJoin)
    if places.isEmpty || !isJoined { runStarts.append(places.count) }
    between = .nothing
    byGroup[group, default: []].append(places.count)
    places.append(Place(group: group, bytes: bytes))
  }

  /// Whether words of the script are broken at the end of a line without a sign.
  private static func mayBreak(_ group: RecallGroup?) -> Bool { group == .han || group == .kana }

  /// Substrings that begin with a place of each script that there is.
  func samples(
    _ countPerGroup: Int, _ generator: inout SampleGenerator
  ) -> [SampledSubstring] {
    var samples: [SampledSubstring] = []
    for group in RecallGroup.allCases {
      guard let starts = byGroup[group] else { continue }
      for _ in 0..<countPerGroup {
        let start = starts[generator.below(starts.count)]
        let count = min(runEnds[start] - start, 1 + generator.below(Self.longestSubstring))
        samples.append(substring(start..<start + count))
      }
    }
    return samples
  }

  private func substring(_ range: Range<Int>) -> SampledSubstring {
    var bytes: [UInt8] = []
    var group = places[range.lowerBound].group
    for place in places[range] {
      bytes.append(contentsOf: folded.bytes[place.bytes])
      group = RecallGroup.named(by: group, place.group)
    }
    let source = folded.sourceRange(
      of: places[range.lowerBound].bytes.lowerBound..<places[range.upperBound - 1].bytes.upperBound)
    return SampledSubstring(
      group: group, query: String(decoding: bytes, as: UTF8.self), range: source)
  }
}
