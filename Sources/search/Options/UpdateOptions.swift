import ArgumentParser
import Index
import Tokenizer

/// An index that is about to be asked.
struct UpdatedIndex {
  /// Where it is.
  var place: IndexLocation
  /// Whether what it says of files is believed.
  var isTrusted: Bool
  /// Whether it says what the files said a moment ago.
  var isCurrent: Bool
}

/// How a query keeps up with the files.
struct UpdateOptions: ParsableArguments {
  @Flag(
    inversion: .prefixedNo, exclusivity: .chooseLast,
    help: "First bring the index up to date with the files.")
  var update = true

  @Option(
    help: ArgumentHelp(
      "How long that may take; the answer comes then from what the index has.",
      valueName: "seconds"))
  var updateSeconds = 1.0

  mutating func validate() throws {
    if !(0...3600).contains(updateSeconds) {
      throw ValidationError("--update-seconds takes 0 to 3600")
    }
  }

  /// The index that is meant, brought up to date. Where there is none, one is offered to who sits at
  /// a terminal.
  ///
  /// - Parameter isTrusted: whether the index may be written to.
  /// - Throws: ``CommandError`` when there is no index.
  func place(_ location: IndexLocationOptions, isTrusted: Bool) throws -> UpdatedIndex {
    let place: IndexLocation
    do throws(CommandError) {
      place = try location.existing()
    } catch {
      guard location.folder == nil, location.collection == nil, standardInputIsTerminal(),
        standardErrorIsTerminal()
      else {
        throw error
      }
      return UpdatedIndex(place: try Self.offer(location), isTrusted: isTrusted, isCurrent: true)
    }
    guard update, isTrusted else {
      return UpdatedIndex(place: place, isTrusted: isTrusted, isCurrent: false)
    }
    let outcome = IndexUpdate(place: place, seconds: updateSeconds).run()
    if let note = outcome.note { printError(note) }
    return UpdatedIndex(place: place, isTrusted: true, isCurrent: outcome.isCurrent)
  }

  /// Asks whether to make an index here, and makes it.
  private static func offer(_ location: IndexLocationOptions) throws -> IndexLocation {
    let folder = TerminalText.escaped(try currentDirectory())
    writeToStandardError("no index here or in a folder above. Make one of \(folder)? [y/N] ")
    let answer = readLine()?.lowercased() ?? ""
    guard ["y", "yes"].contains(answer) else {
      throw CommandError("there is no index; make one with: search index .")
    }
    var command = try IndexCommand.parse(["--quiet", "."])
    _ = try command.execute()
    return try location.existing()
  }

  /// Compares the hits of a page with their files; what is left out is said on standard error.
  func verify(
    _ page: inout ResultPage, of snapshot: Snapshot, at index: UpdatedIndex,
    matching mode: MatchMode, fold: FoldLevel
  ) {
    // Compared a moment ago.
    if index.isCurrent {
      for at in page.hits.indices { page.hits[at].freshness = .current }
      return
    }
    // The table of an index of somebody else could lead to any file.
    guard index.isTrusted, !page.hits.isEmpty,
      let verifier = HitVerifier(
        snapshot, at: index.place,
        question: HitVerifier.Question(text: page.query, mode: mode, fold: fold),
        looksForGone: update)
    else { return }
    let count = page.hits.count
    for note in verifier.verify(&page.hits) { printError(note) }
    page.totalCount -= min(page.totalCount, count - page.hits.count)
  }
}
