/// The default analyzer: ICU's word boundaries, NFKC_Casefold, and places for scripts without
/// spaces. No configuration, every language. See ``AnalysisPipeline`` for the steps.
///
/// A class, because it owns an ICU iterator, which cannot be copied.
final class MultilingualAnalyzer: Analyzer {
  private var pipeline = AnalysisPipeline()

  /// Opens what is otherwise opened by the first text beyond ASCII.
  ///
  /// - Throws: ``ICUError`` if ICU cannot open its data.
  func open() throws(ICUError) {
    try pipeline.open()
  }

  /// Analyses `text`; see ``Analyzer/analyze(_:into:)``.
  ///
  /// - Precondition: ICU can open its data and allocate memory. No text by itself traps.
  func analyze(_ text: Span<UInt8>, into buffer: inout TokenBuffer) {
    let text = text.extracting(first: min(text.count, Int(UInt32.max)))
    do throws(ICUError) {
      try pipeline.run(text, into: &buffer)
    } catch {
      // As when memory cannot be had: there is no text for which this is the right answer.
      fatalError(error.description)
    }
  }
}
