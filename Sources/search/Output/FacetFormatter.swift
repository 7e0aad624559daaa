import Index

/// Counts of values for people: a line each, below the name of the values.
enum FacetFormatter {
  /// The lines, each with its line break; nothing for no facets.
  static func lines(_ facets: [Facet]) -> String {
    facets.map(lines).joined()
  }

  private static func lines(_ facet: Facet) -> String {
    let most = (facet.buckets.map(\.count) + [facet.otherCount]).max() ?? 0
    let width = String(most).utf8.count
    var text = "\n\(TerminalText.line(facet.name))\n"
    for bucket in facet.buckets {
      let count = TerminalText.paddedLeft(String(bucket.count), to: width)
      text += "  \(count)  \(TerminalText.line(bucket.text))\n"
    }
    let left = facet.valueCount - facet.buckets.count
    if left > 0 {
      let count = TerminalText.paddedLeft(String(facet.otherCount), to: width)
      text += "  \(count)  others: \(left) more \(left == 1 ? "value" : "values")\n"
    }
    if facet.missingCount > 0 { text += "  \(facet.missingCount) without\n" }
    return text
  }
}
