/// How the marks of an indexed term differ from those that were typed.
package enum MarkChange: UInt8, Sendable, Comparable {
  /// Not at all.
  case none
  /// A mark stands on the neighbouring vowel: thuỵ and thụy, hoà and hòa, two spellings that
  /// Vietnamese uses side by side.
  case moved
  /// The indexed term has marks where none was typed.
  case added
  /// A typed mark is missing.
  case lost
  /// Another mark stands where one was typed, or some are missing and others added.
  case replaced

  /// Whether the first is the smaller change.
  package static func < (first: MarkChange, second: MarkChange) -> Bool {
    first.rawValue < second.rawValue
  }
}

/// Compares the marks of two terms that are equal but for them.
struct MarkComparison {
  private struct Letter {
    var base: UInt32
    var marks: [UInt32]
  }

  /// What differs.
  private(set) var change = MarkChange.none
  /// What the difference leaves of a match's worth.
  private(set) var weight: Float = 1

  /// - Parameters:
  ///   - typed: the term of the query, already folded at all levels needed but that of marks.
  ///   - indexed: the term of the index, folded alike.
  init(typed: [UInt8], indexed: [UInt8]) {
    let typed = Self.letters(of: typed)
    let indexed = Self.letters(of: indexed)
    guard typed.count == indexed.count else {
      (change, weight) = (.replaced, FoldDistance.replacedMark)
      return
    }
    var index = 0
    while index < typed.count {
      if Self.isMoved(typed[...], indexed[...], at: index) {
        note(.moved, FoldDistance.movedMark)
        index += 2
      } else {
        compare(typed[index], indexed[index])
        index += 1
      }
    }
  }

  private mutating func compare(_ typed: Letter, _ indexed: Letter) {
    if typed.marks == indexed.marks { return }
    let lost = Self.difference(typed.marks, indexed.marks)
    let added = Self.difference(indexed.marks, typed.marks)
    if Self.isOptional(typed.base, lost + added) {
      note(lost.isEmpty ? .added : .lost, FoldDistance.optionalMark)
    } else if Self.isOwnLetter(typed.base, lost + added) {
      note(
        lost.isEmpty ? .added : .lost, lost.isEmpty ? FoldDistance.lostMark : FoldDistance.ownLetter
      )
    } else if lost.isEmpty {
      note(.added, FoldDistance.addedMark)
    } else if added.isEmpty {
      note(.lost, FoldDistance.lostMark)
    } else {
      note(.replaced, FoldDistance.replacedMark)
    }
  }

  /// The worst mark decides: a long word is not farther off for having several.
  private mutating func note(_ other: MarkChange, _ otherWeight: Float) {
    let isMixed = [change, other].contains(.added) && [change, other].contains(.lost)
    change = isMixed ? .replaced : max(change, other)
    weight = min(weight, isMixed ? FoldDistance.replacedMark : otherWeight)
  }

  /// ё is written е in most Russian print: the dots are left out by rule, not by mistake.
  private static func isOptional(_ base: UInt32, _ marks: [UInt32]) -> Bool {
    base == 0x0435 && marks == [0x0308]
  }

  /// й is no и with a mark to anybody who writes it, but machines without it write и.
  private static func isOwnLetter(_ base: UInt32, _ marks: [UInt32]) -> Bool {
    base == 0x0438 && marks == [0x0306]
  }

  private static func isMoved(
    _ typed: ArraySlice<Letter>, _ indexed: ArraySlice<Letter>, at index: Int
  ) -> Bool {
    guard index + 1 < typed.count else { return false }
    let pair = [typed[index].base, typed[index + 1].base]
    guard tonePairs.contains(pair), pair == [indexed[index].base, indexed[index + 1].base],
      typed[index].marks != indexed[index].marks
    else { return false }
    return (typed[index].marks + typed[index + 1].marks).sorted()
      == (indexed[index].marks + indexed[index + 1].marks).sorted()
  }

  /// oa, oe and uy, whose tone Vietnamese writes on either vowel.
  private static let tonePairs: [[UInt32]] = [[0x6F, 0x61], [0x6F, 0x65], [0x75, 0x79]]

  private static func difference(_ first: [UInt32], _ second: [UInt32]) -> [UInt32] {
    first.filter { !second.contains($0) }
  }

  private static func letters(of term: [UInt8]) -> [Letter] {
    var letters: [Letter] = []
    let bytes = term.span
    var index = 0
    while index < bytes.count {
      let decoded = decodeScalar(in: bytes, at: index)
      index += decoded.length
      let parts = MarkForms.parts(of: decoded.scalar)
      for base in parts.bases { letters.append(Letter(base: base, marks: [])) }
      if letters.isEmpty { letters.append(Letter(base: 0, marks: [])) }
      letters[letters.count - 1].marks += parts.marks
    }
    for index in letters.indices { letters[index].marks.sort() }
    return letters
  }
}
