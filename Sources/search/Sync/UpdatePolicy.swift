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
struct UpdatePolicy: Equatable, Sendable {
  /// Whether the index is first brought up to date.
  var updates = true
  /// How long that may take.
  var seconds = 1.0

  /// The indexes that are meant, each brought up to date. Where there is none, one is offered to who sits
  /// at a terminal.
  ///
  /// - Parameter isTrusted: whether the indexes may be written to.
  /// - Throws: ``CommandError`` when there is no index.
  func places(_ choice: IndexChoice, isTrusted: Bool) throws -> [UpdatedIndex] {
    let places: [IndexLocation]
    do throws(CommandError) {
      places = try choice.allExisting()
    } catch {
      guard !choice.isNamed, standardInputIsTerminal(), standardErrorIsTerminal() else {
        throw error
      }
      return [
        UpdatedIndex(place: try Self.offer(choice), isTrusted: isTrusted, isCurrent: true)
      ]
    }
    return places.map { place in
      guard updates, isTrusted else {
        return UpdatedIndex(place: place, isTrusted: isTrusted, isCurrent: false)
      }
      let outcome = IndexUpdate(place: place, seconds: seconds / Double(places.count)).run()
      if let note = outcome.note {
        printError(places.count > 1 ? "\(place.home ?? place.path): \(note)" : note)
      }
      return UpdatedIndex(place: place, isTrusted: true, isCurrent: outcome.isCurrent)
    }
  }

  /// Asks whether to make an index here, and makes it.
  private static func offer(_ choice: IndexChoice) throws -> IndexLocation {
    let folder = TerminalText.escaped(try currentDirectory())
    writeToStandardError("no index here or in a folder above. Make one of \(folder)? [y/N] ")
    let answer = readLine()?.lowercased() ?? ""
    guard ["y", "yes"].contains(answer) else {
      throw CommandError("there is no index; make one with: search index .")
    }
    var command = try IndexCommand.parse(["--quiet", "."])
    _ = try command.execute()
    return try choice.existing()
  }

  /// Compares the hits of a page with their files; what is left out is said on standard error.
  ///
  /// - Parameter wishes: what is wanted of a hit that must be read anew.
  func verify(
    _ page: inout ResultPage, of asked: AskedIndexes, question: HitVerifier.Question,
    wishes: PageBuilder.Wishes
  ) {
    let count = page.hits.count
    for (member, index) in asked.indexes.enumerated() {
      // Compared a moment ago.
      if index.isCurrent {
        for at in page.hits.indices where page.hits[at].member == member {
          page.hits[at].freshness = .current
        }
        continue
      }
      var hits = page.hits.filter { $0.member == member }
      // The table of an index of somebody else could lead to any file.
      guard index.isTrusted, !hits.isEmpty,
        let verifier = HitVerifier(
          asked.snapshot(ofMember: member), of: asked.snapshot, at: index.place,
          question: question, wishes: wishes, looksForGone: updates)
      else { continue }
      for note in verifier.verify(&hits) { printError(note) }
      page.hits = (page.hits.filter { $0.member != member } + hits).sorted { $0.rank < $1.rank }
    }
    for at in page.hits.indices { page.hits[at].rank = at + 1 }
    page.totalCount -= min(page.totalCount, count - page.hits.count)
  }
}
