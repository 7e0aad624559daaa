/// Writes folded code points one after the other and resolves what depends on the one before:
/// ー lengthens its vowel (カー, カア), ゝ and ゞ repeat a kana, 々 a Han character (人々, 人人), ヴ with a
/// vowel is バ行 (ヴィ, ビ), and a voiced mark joins its letter.
///
/// What comes out holds none of these any more where they had something to refer to, so that
/// folding again changes nothing. Voiced marks never vanish: パ is never ハ.
struct KanaWriter {
  /// The last code point written, as far as the next one may refer to it; 0 for none.
  private var last: UInt32 = 0
  /// Whether the last letter is ぶ that was ゔ.
  private var lastWasVu = false
  /// How many Han characters stand at the end of the output.
  private var hanCount = 0
  /// How many 々 have been read and not yet resolved.
  private var pendingRepeats = 0

  /// Writes one code point whose rule, if it has one, has been applied.
  mutating func append(_ scalar: UInt32, to output: inout [UInt8]) {
    if scalar == KanaForms.hanIteration || scalar == KanaForms.verticalIteration {
      pendingRepeats += 1
      return
    }
    if pendingRepeats > 0 { finish(&output) }
    switch scalar {
    case KanaForms.longVowel: write(or(KanaForms.look(last, in: KanaForms.vowels), scalar), &output)
    case KanaForms.iteration: write(or(base(last), scalar), &output)
    case KanaForms.voicedIteration:
      write(or(KanaForms.look(base(last), in: KanaForms.voiced), scalar), &output)
    case KanaForms.voicedMark: join(scalar, by: KanaForms.voiced, &output)
    case KanaForms.semivoicedMark: join(scalar, by: KanaForms.semivoiced, &output)
    case 0x3042, 0x3044, 0x3048, 0x304A, 0x3084, 0x3086, 0x3088:
      if lastWasVu { joinVowel(scalar, &output) } else { write(scalar, &output) }
    default: write(scalar, &output)
    }
  }

  /// Writes what is pending. Must be called after the last code point.
  ///
  /// A run of n 々 repeats the n characters before it (一歩々々), or the fewer that there are, in turn.
  mutating func finish(_ output: inout [UInt8]) {
    let count = pendingRepeats
    pendingRepeats = 0
    if hanCount == 0 {
      for _ in 0..<count { write(KanaForms.hanIteration, &output) }
      return
    }
    var start = output.count
    for _ in 0..<min(count, hanCount) {
      start -= 1
      while output[start] & 0xC0 == 0x80 { start -= 1 }
    }
    // The copies extend the output, so that what is copied may itself be a copy.
    for _ in 0..<count {
      repeat {
        output.append(output[start])
        start += 1
      } while output[start] & 0xC0 == 0x80
    }
    hanCount += count
  }

  private func or(_ scalar: UInt32, _ other: UInt32) -> UInt32 { scalar == 0 ? other : scalar }

  /// A kana letter without its voiced mark; 0 for what is no hiragana letter.
  private func base(_ scalar: UInt32) -> UInt32 {
    guard scalar >= 0x3041, scalar <= 0x3096 else { return 0 }
    return or(KanaForms.look(scalar, in: KanaForms.unvoiced), scalar)
  }

  private mutating func write(_ scalar: UInt32, _ output: inout [UInt8]) {
    lastWasVu = scalar == KanaForms.vu
    last = lastWasVu ? 0x3076 : scalar
    hanCount = HanClasses.mayHold(scalar) ? hanCount + 1 : 0
    appendScalar(last, to: &output)
  }

  /// Replaces the last letter by its form with the mark, or writes the mark.
  private mutating func join(
    _ mark: UInt32, by table: KanaForms.Table, _ output: inout [UInt8]
  ) {
    let joined = KanaForms.look(last, in: table)
    guard joined != 0 else { return write(mark, &output) }
    output.removeLast(3)
    write(joined, &output)
  }

  /// ゔ and a vowel are a syllable of バ行; ゔ and や, ゆ or よ are び and that.
  private mutating func joinVowel(_ scalar: UInt32, _ output: inout [UInt8]) {
    output.removeLast(3)
    switch scalar {
    case 0x3042: write(0x3070, &output)  // ば
    case 0x3044: write(0x3073, &output)  // び
    case 0x3048: write(0x3079, &output)  // べ
    case 0x304A: write(0x307C, &output)  // ぼ
    default:
      write(0x3073, &output)
      write(scalar, &output)
    }
  }
}
