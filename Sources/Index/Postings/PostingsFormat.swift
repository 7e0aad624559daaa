/// The layout of one term's postings in the section `postings`: its blocks, then its positions.
///
/// ```
/// postings of a term  := block* positions
/// block               := header documents frequencies
/// header              := count - 1          u8      documents in the block, 1 to 128
///                        last document      varint  minus the previous block's (minus -1 at first)
///                        documents' length  varint  bytes
///                        frequencies' len.  varint  bytes; 0 when every frequency is 1
///                        positions' length  varint  bytes of this block's positions
///                        highest frequency  varint  ┐ the impact: no document of the block scores
///                        shortest length    u8      ┘ higher than one with these
/// documents           := count gaps, varint: document - previous - 1 (previous is -1 at first)
/// frequencies         := count values, varint: frequency - 1
/// positions           := for each document of each block, frequency gaps, varint: the first
///                        position as it is, then position - previous
/// ```
///
/// An impact is a frequency and a length, not a score, so that it survives changed statistics.
/// Example: documents 3 and 4 with frequencies 1 and 2, positions [7] and [0, 5], lengths 9 and 9
/// (which one byte holds exactly) are
/// `01 05 02 02 03 02 09 | 03 00 | 00 01 | 07 00 05` in a segment whose blocks those are.
enum PostingsFormat {
  /// 128 documents: 32 rows of four 32-bit lanes, for the packed codecs that plug in here.
  static let blockSize = 128
}
