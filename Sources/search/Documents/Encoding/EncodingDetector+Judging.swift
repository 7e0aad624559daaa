import Glibc

extension EncodingDetector {
  /// An encoding in which all bytes of a sample mean something.
  struct Candidate {
    var charset: Charset
    /// The sample in it.
    var units: [UInt16]
    var judgment: EncodingScore.Judgment
    /// What detectors and neighbours add, in tenths of a nat.
    var favour = 0
    var neighbourFavour = 0

    var total: Int { judgment.score + favour + neighbourFavour }
  }

  /// The parts of a file that tell: lines with bytes beyond ASCII. Each begins and ends where a
  /// character does, in whatever encoding; the last may be cut.
  static func sample(of file: [UInt8], limit: Int) -> [UInt8] {
    if file.prefix(1 << 16).contains(0) { return Array(file.prefix(limit & ~1)) }
    var sample: [UInt8] = []
    var at = 0
    while sample.count < limit, let strange = file[at...].firstIndex(where: { $0 >= 0x80 }) {
      // What precedes it since the last line is ASCII.
      sample += file[max(at, strange - 60)..<strange]
      let line = file[strange...].prefix(1_024)
      if let end = line.firstIndex(of: 0x0A) ?? line.lastIndex(of: 0x20) {
        sample += file[strange...end]
        at = end + 1
      } else {
        return sample + file[strange...].prefix(limit)
      }
    }
    return sample
  }

  /// The encodings in which a sample is legal, the likeliest first.
  static func judge(
    _ sample: [UInt8], of file: [UInt8], neighbours: [String: Int]
  ) -> [Candidate] {
    let hasZeros = file.prefix(1 << 16).contains(0)
    var candidates: [Candidate] = []
    for charset in Charset.guessed {
      if charset.isWide ? file.count % 2 != 0 || file.count < 4 : hasZeros { continue }
      // The sample of lines is not the file's start, which UTF-16 needs.
      let bytes = charset.isWide ? file.prefix(sample.count & ~1 | 2) : sample[...]
      guard let units = CharsetConverter.units(bytes, in: charset, isEnd: false), !units.isEmpty
      else { continue }
      let judgment = EncodingScore.shared.judge(units, as: charset)
      candidates.append(Candidate(charset: charset, units: units, judgment: judgment))
    }
    addVotes(sample, &candidates)
    let total = neighbours.values.reduce(0, +)
    if total > 0 {
      for index in candidates.indices {
        let count = neighbours[candidates[index].charset.name] ?? 0
        candidates[index].neighbourFavour = 60 * count / total
      }
    }
    candidates.sort { $0.total > $1.total }
    return refined(candidates, file)
  }

  /// Judges the first candidates again by more of the file, where the sample leaves them close or
  /// alike: encodings of one family differ in a few characters.
  private static func refined(_ candidates: [Candidate], _ file: [UInt8]) -> [Candidate] {
    guard let best = candidates.first else { return candidates }
    let close = candidates.prefix(4).filter { best.total - $0.total < 300 }
    guard close.count > 1, file.count > sampleByteCount, !best.charset.isWide else {
      return candidates
    }
    let sample = sample(of: file, limit: 1 << 16)
    var again: [Candidate] = []
    for candidate in close {
      guard
        let units = CharsetConverter.units(sample[...], in: candidate.charset, isEnd: false)
      else { continue }
      var judged = candidate
      judged.units = units
      judged.judgment = EncodingScore.shared.judge(units, as: candidate.charset)
      // No text has these controls; the encodings of Windows have characters in their place.
      if units.contains(where: { 0x80..<0xA0 ~= $0 }) { judged.favour -= 300 }
      again.append(judged)
    }
    return again.isEmpty ? candidates : again.sorted { $0.total > $1.total }
  }

  /// Lets uchardet and ICU speak: more the longer the text, for then they are seldom wrong.
  private static func addVotes(_ sample: [UInt8], _ candidates: inout [Candidate]) {
    let strangeCount = sample.count { $0 >= 0x80 }
    let weight = 15 + min(strangeCount / 6, 100)
    for vote in CharsetConverter.votes(sample) {
      guard let charset = Charset.named(vote.name) else { continue }
      for index in candidates.indices where candidates[index].charset == charset {
        candidates[index].favour += weight * vote.confidence / 100
      }
    }
  }

  /// What the file declares, unless its bytes say otherwise.
  static func confirm(
    _ declared: Charset, _ candidates: [Candidate], _ sample: [UInt8]
  ) -> EncodingDecision? {
    guard let units = CharsetConverter.units(sample[...], in: declared, isEnd: false) else {
      return nil
    }
    let strangeCount = max(1, sample.count { $0 >= 0x80 })
    guard let own = candidates.first(where: { $0.charset == declared }), let best = candidates.first
    else {
      // One that is not among the candidates is believed where it is plausible at all.
      let isControlled = units.contains { 0x80..<0xA0 ~= $0 || 0xE000..<0xF900 ~= $0 }
      return isControlled || declared == .utf8
        ? nil : EncodingDecision(charset: declared, ground: .declared, sureness: 0.8)
    }
    // A nat and a half for each byte is more than two languages of one script differ.
    guard best.total - own.total < 150 + 15 * strangeCount else { return nil }
    return EncodingDecision(
      charset: own.charset, ground: .declared, sureness: own.charset == best.charset ? 0.99 : 0.85)
  }

  /// The likeliest encoding; nil when none is plausible.
  static func choose(_ candidates: [Candidate]) -> EncodingDecision? {
    guard let best = candidates.first else { return nil }
    // A single odd sign among ASCII makes no binary file.
    let strangeCount = best.units.count { $0 >= 0x80 }
    let isRare = strangeCount * 12 < best.units.count
    guard best.judgment.meanCost < implausibleCost || isRare else { return nil }
    // Encodings that give the same text are no rivals.
    let rival = candidates.dropFirst().first { $0.units != best.units }
    let margin = rival.map { best.total - $0.total } ?? 200
    let plain = candidates.max { $0.total - $0.neighbourFavour < $1.total - $1.neighbourFavour }
    let isTipped = plain.map { $0.units != best.units } ?? false
    // How likely it is against its first rival, less where even it is strange.
    let odds = 1 / (1 + exp(-Double(margin) / 20))
    let fit = min(1, max(0.3, Double(135 - best.judgment.meanCost) / 50))
    return EncodingDecision(
      charset: best.charset, ground: isTipped ? .neighbours : .detector,
      sureness: min(0.99, odds * fit))
  }
}
