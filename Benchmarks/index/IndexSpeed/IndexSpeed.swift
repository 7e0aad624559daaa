/// Prints how long single pieces of the index take: each codec at each width, cursors that step and
/// seek, each algorithm of searching. What is measured is told by name; arguments choose those whose
/// names contain one of them.
///
/// Times are processor times of the one thread, the best of several rounds. `--once NAME` runs the body
/// of one benchmark a fixed number of times without timing it: for counting instructions
/// (`valgrind --tool=callgrind`), which no other work on the machine disturbs.
@main struct IndexSpeed {
  static func main() throws {
    var chosen = Array(CommandLine.arguments.dropFirst())
    let isOnce = chosen.first == "--once"
    if isOnce { chosen.removeFirst() }
    var bench = Bench(chosen: chosen, isOnce: isOnce)
    try CodecSpeed.run(&bench)
    try CursorSpeed.run(&bench)
    try SearchSpeed.run(&bench)
  }
}
