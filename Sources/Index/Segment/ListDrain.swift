/// Hands the occurrences of a term over to a ``PostingsWriter``, block by block.
///
/// It reads what ``TermEntry`` has written, of one table or of several, which then hold documents in turn: of
/// each list as many as come before the next one of any other. Lists without positions are decoded without
/// asking what values are and how long, which nobody can foresee: both what a value and what the next one
/// would be, of which one is kept. In those with positions nearly all values are integers of 16 bits.
@safe
struct ListDrain {
  // How far each list of the term has been read; a window for each.
  private let places: GrowingMemory<ListPlace>
  private let windows: GrowingMemory<UInt8>
  // Each document of a block, and where its gaps end in the high half.
  private let heads = GrowingMemory<UInt64>(capacity: PostingsFormat.blockSize)

  // Zeros are written behind what is there.
  private static let windowStride = ListPlace.windowSize + 16

  /// - Parameter listCount: how many lists a term has at most.
  init(listCount: Int) {
    places = GrowingMemory(capacity: max(1, listCount))
    windows = GrowingMemory(capacity: max(1, listCount) * Self.windowStride)
  }

  /// Takes a list of the term, the next to be drained.
  ///
  /// - Precondition: all lists of a term keep positions or none does, and they have no document in common; the
  ///   tables live until they have been drained.
  func add(_ list: TermEntry.Reader) {
    precondition(places.count < places.capacity)
    // There is a window for each.
    let window = unsafe windows.pointer + places.count * Self.windowStride
    places.append(unsafe ListPlace(list, window: window))
  }

  /// Adds all occurrences in the lists to postings, and forgets the lists.
  ///
  /// - Parameter lengths: of documents, on the one-byte scale; 0 of those behind the last.
  func drain(lengths: [UInt8], to postings: inout PostingsWriter) {
    if places.count == 0 { return }
    unsafe lengths.withUnsafeBufferPointer { lengths in
      if places[0].keepsPositions {
        unsafe drainPositions(lengths, to: &postings)
      } else {
        unsafe drainFrequencies(lengths, to: &postings)
      }
    }
    places.removeAll()
  }

  // MARK: - Lists

  /// The list whose next document comes first, and which document the others have next; nil if all have
  /// been read.
  @inline(__always)
  private func firstList() -> (number: Int, limit: UInt64)? {
    var (first, least, second) = (0, ListPlace.never, ListPlace.never)
    for number in 0..<places.count {
      // Below the count.
      let upcoming = unsafe places.pointer[number].upcoming
      if upcoming < least {
        (first, least, second) = (number, upcoming, least)
      } else {
        second = min(second, upcoming)
      }
    }
    // Or else nothing would be read of either.
    precondition(least < second || least == ListPlace.never, "lists have a document in common")
    return least == ListPlace.never ? nil : (first, second)
  }

  @unsafe
  private func drainPositions(
    _ lengths: UnsafeBufferPointer<UInt8>, to postings: inout PostingsWriter
  ) {
    var block = GapProgress()
    // Of several lists it is asked first with which document each begins. Numbers are below the count.
    for number in 0..<places.count where places.count > 1 {
      unsafe drainPositions(number, before: 0, &block, lengths, to: &postings)
    }
    while let (number, limit) = firstList() {
      unsafe drainPositions(number, before: limit, &block, lengths, to: &postings)
    }
    unsafe endBlock(block.documentCount, block.gapCount, lengths, &postings)
  }

  /// Adds the documents of a list that come before another one.
  @unsafe
  private func drainPositions(
    _ number: Int, before limit: UInt64, _ block: inout GapProgress,
    _ lengths: UnsafeBufferPointer<UInt8>, to postings: inout PostingsWriter
  ) {
    // Below the count, as the caller says.
    let place = unsafe places.pointer + number
    var progress = block
    unsafe (progress.next, progress.document) = (place.pointee.next, place.pointee.document)
    var upcoming = ListPlace.never
    repeat {
      if unsafe progress.next >= place.pointee.stop, unsafe !place.pointee.isAtEnd {
        unsafe place.pointee.next = progress.next
        unsafe place.pointee.refill()
        progress.next = 0
      }
      let (stop, window) = unsafe (place.pointee.stop, UnsafeRawPointer(place.pointee.window))
      // There is a byte at least for each gap. What is there moves along.
      postings.positions.setGapCount(progress.gapCount)
      postings.positions.reserve(progress.gapCount &+ (unsafe place.pointee.end) &- progress.next)
      let output = unsafe GapProgress.Output(
        heads: heads.pointer, gaps: postings.positions.gaps.pointer,
        owners: postings.positions.owners.pointer)
      while progress.next < stop {
        // Inside the window, or zeros behind it; there is room for a block of documents and for all gaps.
        unsafe GapProgress.decode(&progress, window, stop, before: limit, output)
        if progress.next >= stop { break }
        if let document = unsafe progress.newDocument(window) {
          if UInt64(document) >= limit {
            upcoming = UInt64(document)
            break
          }
          if progress.documentCount == PostingsFormat.blockSize {
            unsafe endBlock(progress.documentCount, progress.gapCount, lengths, &postings)
            (progress.documentCount, progress.gapCount) = (0, 0)
            continue
          }
        }
        unsafe progress.addAny(window, to: output)
      }
    } while unsafe upcoming == ListPlace.never && !place.pointee.isRead(at: progress.next)
    unsafe place.pointee.leave(at: progress.next, progress.document, upcoming)
    block = progress
  }

  @unsafe
  private func drainFrequencies(
    _ lengths: UnsafeBufferPointer<UInt8>, to postings: inout PostingsWriter
  ) {
    var count = 0
    // Of several lists it is asked first with which document each begins. Numbers are below the count.
    for number in 0..<places.count where places.count > 1 {
      unsafe drainFrequencies(number, before: 0, &count, lengths, to: &postings)
    }
    while let (number, limit) = firstList() {
      unsafe drainFrequencies(number, before: limit, &count, lengths, to: &postings)
    }
    unsafe endBlock(count, lengths, &postings)
  }

  /// Adds the documents of a list that come before another one.
  @unsafe
  private func drainFrequencies(
    _ number: Int, before limit: UInt64, _ count: inout Int,
    _ lengths: UnsafeBufferPointer<UInt8>, to postings: inout PostingsWriter
  ) {
    let (documents, frequencies) = unsafe (
      postings.documents.pointer, postings.frequencies.pointer
    )
    // Below the count, as the caller says.
    let place = unsafe places.pointer + number
    var progress = unsafe FrequencyProgress(
      next: place.pointee.next, document: place.pointee.document, count: count)
    var upcoming = ListPlace.never
    while upcoming == ListPlace.never {
      if progress.count == PostingsFormat.blockSize {
        unsafe endBlock(progress.count, lengths, &postings)
        progress.count = 0
      }
      if unsafe progress.next < place.pointee.stop {
        // Inside the window, or zeros behind it; there is room for a block.
        unsafe upcoming = FrequencyProgress.decode(
          &progress, place.pointee.window, place.pointee.stop, before: limit, documents, frequencies
        )
      } else if unsafe !place.pointee.isAtEnd {
        unsafe place.pointee.next = progress.next
        unsafe place.pointee.refill()
        progress.next = 0
      } else {
        let (step, frequency) = unsafe place.pointee.last
        if frequency == 0 { break }
        if UInt64(progress.document &+ step) >= limit {
          upcoming = UInt64(progress.document &+ step)
        } else {
          progress.document &+= step
          // There is room for a block, which is not full.
          unsafe (documents + progress.count).initialize(to: progress.document)
          unsafe (frequencies + progress.count).initialize(to: frequency)
          progress.count += 1
          unsafe place.pointee.last = (0, 0)
        }
      }
    }
    unsafe place.pointee.leave(at: progress.next, progress.document, upcoming)
    count = progress.count
  }

  // MARK: - Blocks

  /// Ends a block of documents with gaps.
  private func endBlock(
    _ count: Int, _ gapCount: Int, _ lengths: UnsafeBufferPointer<UInt8>,
    _ postings: inout PostingsWriter
  ) {
    let (documents, frequencies, heads) = unsafe (
      postings.documents.pointer, postings.frequencies.pointer, heads.pointer
    )
    var start: UInt64 = 0
    // All of them have just been found, and there is room for a block.
    for index in 0..<count {
      let head = unsafe heads[index]
      let end = head &>> 32
      unsafe (documents + index).initialize(to: UInt32(truncatingIfNeeded: head))
      unsafe (frequencies + index).initialize(to: UInt32(truncatingIfNeeded: end &- start))
      start = end
    }
    unsafe findLengths(count, lengths, postings)
    unsafe postings.positions.setDocuments(
      count, frequencies: frequencies, lengths: postings.lengths.pointer)
    postings.positions.setGapCount(gapCount)
    postings.noteCollected(count, totalFrequency: gapCount)
  }

  /// Ends a block of documents with frequencies.
  private func endBlock(
    _ count: Int, _ lengths: UnsafeBufferPointer<UInt8>, _ postings: inout PostingsWriter
  ) {
    unsafe findLengths(count, lengths, postings)
    var total = 0
    // All of them have just been found.
    for index in 0..<count { total &+= unsafe Int(postings.frequencies.pointer[index]) }
    postings.noteCollected(count, totalFrequency: total)
  }

  private func findLengths(
    _ count: Int, _ lengths: UnsafeBufferPointer<UInt8>, _ postings: PostingsWriter
  ) {
    let (documents, output) = unsafe (postings.documents.pointer, postings.lengths.pointer)
    for index in 0..<count {
      // As many documents are there, and there is room for a block.
      let document = unsafe Int(documents[index])
      unsafe (output + index).initialize(to: document < lengths.count ? lengths[document] : 0)
    }
  }
}
