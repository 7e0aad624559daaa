/// The layout of one term's postings in the section `postings`.
///
/// A term in one document has its document in the dictionary (``TermDictionary``), and its position
/// too if it occurs once. All others are here, in one of two forms. Values of 128 are packed as
/// ``PackedBlock`` has it, fewer as ``BitWriter`` has it; *occurrences* below are those of a term
/// that keeps positions, and 0 for one that does not.
///
/// ```
/// postings of a term  := stream positions            in fewer than 128 documents
///                      | head group* entry* block* stream positions
/// head                := widths             u8      (last documents' - 1) + 4 · occurrences'
///                        positions' length  varint  bytes; only if positions are kept
/// group               := (32 blocks, or what is left; only if there are more than 32 blocks)
///                        last document      u32
///                        end of its blocks  u48     from the first block on
///                        occurrences        u48     in all groups up to this one
///                        impact             u8 u8   of all its blocks
/// entry               := (one a block)
///                        last document      1 to 4  minus the last of the group before (-1 at first)
///                        end of the block   u16     from the group's first block on
///                        documents' code    u8      see PackedBlock; 40 for a bit set
///                        frequencies' code  u8
///                        impact             u8 u8   highest frequency (CeilingScale) and shortest
///                                                   length: no document scores higher than one
///                                                   with these
///                        occurrences        0 to 6  in the group up to the end of this block
/// block               := 128 documents, 128 frequencies
/// documents           := packed: document - previous - 1 (previous is -1 at first)
///                      | bit set: bit i, lowest first, says whether the document i + 1 behind the
///                        last one of the previous block is there; up to the block's last document
/// frequencies         := packed: frequency - 1
/// stream              := (bits; the up to 127 documents that fill no block; at least 16 of them
///                        begin with their impact) [impact] [documents] [frequencies]
/// documents           := rice: document - previous - 1; absent if the dictionary has the document
/// frequencies         := gamma; absent if all are 1, or the dictionary has the document
/// positions           := (absent if none are kept) for each document, the first position as it is,
///                        then position - previous - 1: n values as
///                        rice  if n < 128, in the same bits as the stream if that is what is
///                              before them, or else from a whole byte on
///                      | end of group* end of block* block* rice, from a whole byte on
/// end of group        := u48, from the first block on; only if there are more than 32 blocks
/// end of block        := u16, from the first block of its group of 32 on
/// block               := code u8, 128 packed values
/// ```
///
/// What is stored for an impact is a frequency and a length, not a score, so that it survives
/// changed statistics. Entries are of one size, so that seeking is a binary search in place, and
/// positions are counted through, so that one document's are found by the sum of the frequencies
/// before it.
///
/// Example: documents 3 and 4 with frequencies 1 and 2 and positions [7] and [0, 5] are the bits
/// `00000` (parameter 0) `0001 1` (3, 0) `1 010` (1, 2) `10000` (parameter 1) `00011 10 0010`
/// (7, 0, 4), lowest first: `00 57 C0 11`.
enum PostingsFormat {
  /// Documents in a block.
  static let blockSize = PackedBlock.count
  /// Blocks in a group: 4,096 documents, a window of scores.
  static let groupSize = 32
  static let groupEntrySize = 18
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
  /// No document has the term more often.
  var highestFrequency: UInt32 = 0
  /// No document is shorter, on the one-byte scale; 0 if that is not known.
  var shortestLength: UInt8 = 0

  var documentsCode: UInt8 = 0
  var frequenciesCode: UInt8 = 0
  // Where the block is in the section.
  var start = 0
  var end = 0
  // Where its positions are.
  var positionsStart = 0
  var positionsEnd = 0
}
