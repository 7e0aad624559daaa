/// The forms of Han characters, decoded from ``HanForms``.
///
/// The classes are not phrase-level: 发 stands for 發 and 髮 alike, 后 for 後 and 后. A phrase query
/// tells them apart by their neighbours, a weight by what was typed.
struct HanClasses: Sendable {
  /// The table, decoded when first asked for, in about 0.1 ms.
  static let shared = HanClasses(HanForms.text)

  /// The largest class that the table may hold, which a test checks: a longer chain joins what does
  /// not belong together.
  static let largestClass = 6

  private static let firstScalar: UInt32 = 0x3400
  private static let endScalar: UInt32 = 0xA000

  /// All members, class after class.
  private var members: [UInt32] = []
  /// Where each class begins, and at last the end.
  private var starts: [Int32] = [0]
  /// 1 + the class of each code point of the two common blocks, 0 for none.
  private var classNumbers: [UInt16]
  /// The same for all other code points.
  private var rareClassNumbers: [UInt32: UInt16] = [:]

  private init(_ text: String) {
    classNumbers = [UInt16](repeating: 0, count: Int(Self.endScalar - Self.firstScalar))
    members.reserveCapacity(8192)
    for scalar in text.unicodeScalars {
      guard scalar.value > 0x20 else {
        endClass()
        continue
      }
      members.append(scalar.value)
      let number = UInt16(starts.count)
      if scalar.value >= Self.firstScalar, scalar.value < Self.endScalar {
        classNumbers[Int(scalar.value - Self.firstScalar)] = number
      } else {
        rareClassNumbers[scalar.value] = number
      }
    }
    endClass()
  }

  private mutating func endClass() {
    let end = Int32(members.count)
    if starts[starts.count - 1] != end { starts.append(end) }
  }

  /// How many classes there are.
  var count: Int { starts.count - 1 }

  /// Whether a code point is of a block that may hold members.
  @inline(__always)
  static func mayHold(_ scalar: UInt32) -> Bool {
    (scalar >= firstScalar && scalar < endScalar) || (scalar >= 0x20000 && scalar < 0x40000)
  }

  /// The members of class `number`, the representative first.
  func members(ofClass number: Int) -> ArraySlice<UInt32> {
    members[Int(starts[number])..<Int(starts[number + 1])]
  }

  /// The members of the class of a code point, the representative first; empty if it has no class.
  func members(with scalar: UInt32) -> ArraySlice<UInt32> {
    let number = classNumber(of: scalar)
    return number == 0 ? [] : members(ofClass: number - 1)
  }

  /// What stands for a code point, if that is another one.
  func representative(of scalar: UInt32) -> UInt32? {
    let number = classNumber(of: scalar)
    guard number != 0 else { return nil }
    let representative = members[Int(starts[number - 1])]
    return representative == scalar ? nil : representative
  }

  private func classNumber(of scalar: UInt32) -> Int {
    guard scalar >= Self.firstScalar, scalar < Self.endScalar else {
      return Int(rareClassNumbers[scalar] ?? 0)
    }
    return Int(classNumbers[Int(scalar - Self.firstScalar)])
  }
}
