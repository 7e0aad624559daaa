internal import CICU

/// NFKC_Casefold by ICU. ICU's normaliser is shared and immutable, so there is nothing to own.
enum ICUNormalizer {
  /// Slices of a UTF-16 text, and after ``fold(_:of:)`` their folded forms.
  struct Batch {
    /// Where each slice begins in the text.
    var starts: [Int32] = []
    /// Where each slice ends in the text.
    var ends: [Int32] = []
    /// The folded slices, back to back, as UTF-8; only the part below the last element of
    /// ``outputEnds`` counts.
    var output: [UInt8] = []
    /// Where each folded slice ends in ``output``.
    var outputEnds: [Int32] = []

    /// Forgets the slices and keeps the storage.
    mutating func removeAll() {
      starts.removeAll(keepingCapacity: true)
      ends.removeAll(keepingCapacity: true)
      outputEnds.removeAll(keepingCapacity: true)
    }

    /// The range of slice `index` in ``output``.
    func outputRange(_ index: Int) -> Range<Int> {
      (index == 0 ? 0 : Int(outputEnds[index - 1]))..<Int(outputEnds[index])
    }
  }

  /// Folds all slices of `batch`. Of a run of more than 30 combining marks the first 30 are kept.
  ///
  /// - Complexity: O(units in the slices).
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  static func fold(_ batch: inout Batch, of units: Span<UInt16>) throws(ICUError) {
    let count = batch.starts.count
    batch.outputEnds.removeAll(keepingCapacity: true)
    batch.outputEnds.append(contentsOf: repeatElement(0, count: count))
    var done = 0
    var written = 0
    var needed: Int32 = 4096
    while done < count {
      // At least doubled, so that the number of rounds grows only with the logarithm.
      let room = max(written + Int(needed), batch.output.count)
      if room > batch.output.count {
        let growth = max(room, 2 * batch.output.count) - batch.output.count
        batch.output.append(contentsOf: repeatElement(0, count: growth))
      }
      let folded = try foldOnce(&batch, from: done, written: written, units: units, &needed)
      for index in done..<done + folded { batch.outputEnds[index] += Int32(written) }
      done += folded
      written = done == 0 ? 0 : Int(batch.outputEnds[done - 1])
    }
  }

  /// One call of the C side; returns how many slices fitted.
  private static func foldOnce(
    _ batch: inout Batch, from first: Int, written: Int, units: Span<UInt16>,
    _ needed: inout Int32
  ) throws(ICUError) -> Int {
    var status: Int32 = 0
    let count = batch.starts.count - first
    // Constants, so that spans of them last while the batch changes; nothing is copied.
    let (ownStarts, ownEnds) = (batch.starts, batch.ends)
    let starts = ownStarts.span
    let ends = ownEnds.span
    var ownOutput: [UInt8] = []
    swap(&ownOutput, &batch.output)
    defer { swap(&ownOutput, &batch.output) }
    var output = ownOutput.mutableSpan
    var outputEnds = batch.outputEnds.mutableSpan
    let capacity = Int32(output.count - written)
    // All four arrays outlive the call, and the counts handed over are what they hold.
    let folded = unsafe units.withUnsafeBufferPointer { units in
      unsafe starts.withUnsafeBufferPointer { starts in
        unsafe ends.withUnsafeBufferPointer { ends in
          unsafe output.withUnsafeMutableBufferPointer { output in
            unsafe outputEnds.withUnsafeMutableBufferPointer { outputEnds in
              guard let units = units.baseAddress, let starts = starts.baseAddress,
                let ends = ends.baseAddress, let output = output.baseAddress,
                let outputEnds = outputEnds.baseAddress
              else { return Int32(0) }
              return unsafe cicu_fold(
                units, starts + first, ends + first, Int32(count), output + written, capacity,
                outputEnds + first, &needed, &status)
            }
          }
        }
      }
    }
    guard status <= 0 else { throw ICUError(status: status, operation: "folding terms") }
    return Int(folded)
  }

  /// The canonical composition (NFC) of a text.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  static func composed(_ text: String) throws(ICUError) -> String {
    let units = Array(text.utf16)
    // No code point has a composition of more than three times its units (UAX #15).
    guard !units.isEmpty, let capacity = Int32(exactly: 3 * units.count) else { return text }
    var output = [UInt16](repeating: 0, count: Int(capacity))
    var status: Int32 = 0
    var target = output.mutableSpan
    let count = unsafe units.span.withUnsafeBufferPointer { units in
      unsafe target.withUnsafeMutableBufferPointer { target in
        guard let from = units.baseAddress, let to = target.baseAddress else { return Int32(0) }
        // Both hold what is said of them.
        return unsafe cicu_compose(from, Int32(units.count), to, capacity, &status)
      }
    }
    guard status <= 0 else { throw ICUError(status: status, operation: "composing characters") }
    return String(decoding: output[..<Int(count)], as: UTF16.self)
  }

  /// How the 256 code points of a page fold.
  struct FoldPage {
    /// How each folds: the raw values of ``FoldKind``.
    var kinds = InlineArray<256, UInt8>(repeating: FoldKind.complex.rawValue)
    /// What those of kind ``FoldKind/unit`` fold to.
    var units = InlineArray<256, UInt16>(repeating: 0)
  }

  /// How the 256 code points from `first` fold.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  static func foldPage(from first: UInt32) throws(ICUError) -> FoldPage {
    var page = FoldPage()
    var kinds = page.kinds.mutableSpan
    var units = page.units.mutableSpan
    // Both hold the 256 elements that C writes.
    let status = unsafe kinds.withUnsafeMutableBufferPointer { kinds in
      unsafe units.withUnsafeMutableBufferPointer { units in
        guard let kinds = kinds.baseAddress, let units = units.baseAddress else { return Int32(0) }
        return unsafe cicu_fold_page(first, kinds, units)
      }
    }
    guard status <= 0 else {
      throw ICUError(status: status, operation: "opening the NFKC_Casefold data")
    }
    return page
  }
}
