import ArgumentParser
import Index

/// `search verify`: asks an index for parts of its own documents.
struct VerifyCommand: SearchCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Audit whether documents are found by what stands in them.",
    discussion: """
      Takes substrings of some documents, asks for each in quotation marks and without, for any \
      and for all words, and checks that the document is among all that match. Of Han, kana, \
      Hangul, Thai, Lao, Khmer and Burmese these are stretches of 1 to 12 characters wherever \
      words begin; of other scripts words, sequences of words, and names as they are written.

      Exit status: 0 recall is high enough, 1 it is not, 2 could not run.
      """)

  @OptionGroup
  var location: IndexLocationOptions

  @Option(help: ArgumentHelp("How many documents to take substrings from.", valueName: "n"))
  var sample = 200

  @Option(help: ArgumentHelp("What to choose by; the same seed asks the same.", valueName: "n"))
  var seed: UInt64 = 1

  @Option(help: ArgumentHelp("The least recall, 0 to 1.", valueName: "share"))
  var failUnder = 1.0

  @Flag(help: "One JSON object a line.")
  var json = false

  mutating func validate() throws {
    guard sample >= 1 else { throw ValidationError("--sample takes 1 and more") }
    guard (0...1).contains(failUnder) else { throw ValidationError("--fail-under takes 0 to 1") }
  }

  mutating func execute() throws -> ExitStatus {
    let path = try location.existing().path
    let snapshot = try SearchIndex.open(at: path).snapshot()
    if let difference = try snapshot.analyzerDifference() { printError("warning: \(difference)") }
    guard snapshot.options.storesText else {
      throw CommandError(
        "the index stores no text to take substrings from; "
          + "to verify it make it anew with: search index --rebuild --store text")
    }
    let report = try snapshot.auditRecall(sampling: sample, seed: seed)
    guard report.askedCount > 0 else {
      throw CommandError("nothing to verify: no document that was looked at holds a word")
    }
    let output = StandardOutput()
    try output.write(json ? RecallFormatter.lines(report) : RecallFormatter.text(report))
    try output.flush()
    return report.recall >= failUnder ? .success : .nothing
  }
}
