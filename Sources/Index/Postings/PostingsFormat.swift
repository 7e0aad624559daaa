/// The layout of one term's postings in the section `postings`.
///
/// A term in one document has its document in the dictionary (``TermDictionary``), and its position
/// too if it occurs once. All others are here, in one of two forms. Values of 128 are packed as
/// ``PackedBlock`` has it, fewer as ``BitWriter`` has it. Ends of positions are 0 for a term that keeps
/// none.
///
/// ```
/// postings of a term  := stream positions            in fewer than 128 documents
///                      | head group* entry* block* stream positions
/// head                := widths             u8      (last documents' - 1) + 4 · positions'
///                        positions' length  varint  bytes; only if positions are kept
///                        greatest impact    u16     of all documents (ImpactScale: a Float's bits 15 to 30,
///                                                   rounded up)
///                        best impacts       u8 u8   levels that at least 10 documents reach, and 100;
///                                                   FF if it is too low
///                        best impact        u8      the same of 1,000, if the term is in so many
/// group               := (32 blocks, or what is left; only if there are more than 32 blocks)
///                        last document      u32
///                        end of its blocks  u48     from the first block on
///                        end of positions   u48     of its blocks, from where they begin
///                        impact             u8      level of all its blocks
/// entry               := (one a block)
///                        last document      1 to 4  minus the last of the group before (-1 at first)
///                        end of the block   u16     from the group's first block on
///                        documents' code    u8      see PackedBlock; 40 for a bit set
///                        frequencies' code  u8
///                        impact             u8      level: the greatest impact, less 4 times this, is
///                                                   exceeded by no document; FF may be far above
///                        end of positions   0 to 6  from those of the group's first block on
/// block               := 128 documents, 128 frequencies
/// documents           := packed: document - previous - 1 (previous is -1 at first)
///                      | bit set: bit i, lowest first, says whether the document i + 1 behind the
///                        last one of the previous block is there; up to the block's last document
/// frequencies         := packed: frequency - 1
/// stream              := (bits; the up to 127 documents that fill no block; at least 16 of them
///                        begin with their impact) [impact u16] [documents] [frequencies]
/// documents           := rice: document - previous - 1; absent if the dictionary has the document
/// frequencies         := gamma; absent if all are 1, or the dictionary has the document
/// positions           := (absent if none are kept) gaps of each block, from a whole byte on, and
///                        gaps of the documents that fill no block, in the same bits as the stream
///                        if that is what is before them, or else from a whole byte on
/// gaps                := (bits, up to a whole byte; for each document its first position, then
///                        position - previous - 1: the gaps) parameter + 16, 5 bits · whether first
///                        positions are folded, 1 bit · the quotients of all gaps, gap >> k as that
///                        many zeros and a one · zeros · the k lowest bits of the last gap, of the
///                        one before it, and so on to the first
/// k                   := (one a document) parameter + length / 8 - logarithm of the frequency, but
///                        0 to 31. Length is the byte that `lengths` has for the field, 0 if it has
///                        none; both are rounded down, the logarithm has base 2
/// folded              := position · 16 + 15, if it is less than 1,024; or else, with x = position
///                        - 1,024, x + x / 15 rounded down
/// ```
///
/// An impact is what a document's frequency and length make together, not a score, so that it survives
/// changed statistics; see ``ImpactScale``. In versions 5 and 6 there are no impacts in the head, and each
/// other is two bytes, u8 u8: highest frequency (CeilingScale) and shortest length. Entries are of one size,
/// so that seeking is a binary search in place.
///
/// Quotients lie apart from low bits, and those run backwards from the end, so that the gaps of one
/// document are found without decoding others: their quotients begin behind as many ones as there are
/// gaps before, and their low bits are counted from the end (``PositionsReader``). Why each document
/// has its own number of low bits is in ``PositionsCode``.
///
/// Example: documents 3 and 4 of a field without lengths, with frequencies 1 and 2 and positions [7]
/// and [0, 5], are the bits `00000` (parameter 0) `0001 1` (3, 0) `1 010` (1, 2) `01001` (parameter 2:
/// k is 2, and 1 where the frequency is 2) `0` (not folded) `01 1 001` (quotients of 7, 0 and 4) `00`
/// `0 0 11` (low bits of 4, 0 and 7), lowest first: `00 97 64 C2`.
enum PostingsFormat {
  /// Documents in a block.
  static let blockSize = PackedBlock.count
  /// Blocks in a group: 4,096 documents, a window of scores.
  static let groupSize = 1 << groupShift
  static let groupShift = 5
  /// A group's entry without its impact.
  static let groupEndSize = 16
  /// So many documents have the impacts in the head of a term.
  static let seedCounts: InlineArray<3, Int> = [10, 100, 1000]
  /// Fewer documents than these are decoded to learn their highest frequency.
  static let leastCountWithImpact = 16
  /// The code of documents as a bit set.
  static let bitSetCode: UInt8 = 0x40
}

/// What is known of a block before it is decoded.
struct PostingsBlockHeader {
  /// The last document of the block before.
  var previousLast: Int64 = -1
  /// The last document of this one.
  var last: Int64 = -1
  /// The bytes of its impact; of the rest, the impact.
  var impactBytes: UInt16 = 0
  var restImpact: Impact?

  var documentsCode: UInt8 = 0
  var frequenciesCode: UInt8 = 0
  // Where the block is in the section.
  var start = 0
  var end = 0
  // Where positions begin, if it is the rest.
  var positionsStart = 0
}
