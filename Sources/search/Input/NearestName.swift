/// What may have been meant by a name that is none.
enum NearestName {
  /// The name that is nearest to what was typed; nil if none is near.
  ///
  /// - Parameter most: how many letters may differ; a third of them, and two at least, if it is not said.
  static func of(_ typed: String, among names: [String], within most: Int? = nil) -> String? {
    let near = names.map { (name: $0, distance: distance($0, typed)) }
      .min { $0.distance < $1.distance }
    return near.flatMap { $0.distance <= most ?? max(2, typed.count / 3) ? $0.name : nil }
  }

  /// How many letters must be put in, taken out or replaced to make one name the other.
  private static func distance(_ one: String, _ other: String) -> Int {
    // Names are short; what is not is no name.
    let left = Array(one.prefix(64))
    let right = Array(other.prefix(64))
    var row = Array(0...right.count)
    for (i, letter) in left.enumerated() {
      var diagonal = row[0]
      row[0] = i + 1
      for j in right.indices {
        let replaced = diagonal + (letter == right[j] ? 0 : 1)
        diagonal = row[j + 1]
        row[j + 1] = min(replaced, row[j] + 1, diagonal + 1)
      }
    }
    return row[right.count]
  }
}
