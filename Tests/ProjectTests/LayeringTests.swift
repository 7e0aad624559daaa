import Testing

/// The rules of the house that the compiler does not keep: see ARCHITECTURE.md.
@Suite struct LayeringTests {
  private static let sources = SourceTree.files(below: "Sources", suffix: ".swift")

  /// The folders of `Index`, from left to right. A folder may name types of the groups before its
  /// own; those of one group with `true` may name each other's.
  private static let order: [(folders: [String], mayNameEachOther: Bool)] = [
    (["Model"], false), (["Bytes"], false), (["Codec"], false),
    (["Dictionary", "Postings", "Fields"], false), (["Values"], false), (["Segment"], false),
    (["Scoring"], false),
    (["Commit", "Query"], true), ([""], false),
  ]

  /// Why a file may use `unsafe`. Whoever adds one says so here.
  private static let allowedUnsafeFiles: [String: String] = [
    "Sources/Index/Bytes/ByteReader.swift": "reads integers from a span whose bounds are checked",
    "Sources/Index/Bytes/Checksum.swift": "the checksum of mapped bytes, eight at a time",
    "Sources/Index/Bytes/DiskFileSystem.swift": "system calls",
    "Sources/Index/Bytes/GrowingMemory.swift": "memory of the loops over all text",
    "Sources/Index/Bytes/MappedBytes.swift": "mmap",
    "Sources/Index/Bytes/MonotonicClock.swift": "system calls",
    "Sources/Index/Bytes/SealedFile.swift": "spans of mapped bytes",
    "Sources/Index/Bytes/SealedFileLayout.swift": "spans of mapped bytes",
    "Sources/Index/Bytes/SystemError.swift": "strings of the C library",
    "Sources/Index/Bytes/ThreadTeam.swift": "threads, and what they wait for",
    "Sources/Index/Codec/BitReader.swift": "the loops that unpack short postings",
    "Sources/Index/Codec/BitWriter.swift": "values of fixed memory, and words as bytes",
    "Sources/Index/Codec/BitPlaces.swift": "a table that is never changed",
    "Sources/Index/Codec/BlockKernels.swift": "the loops that unpack postings",
    "Sources/Index/Codec/PackedBlock.swift": "blocks of integers as they lie in memory",
    "Sources/Index/Codec/SymbolPacker.swift": "eight bytes of a text at once",
    "Sources/Index/Codec/SymbolTable.swift": "a table that is never changed, read for every code",
    "Sources/Index/Codec/UnpackKernel.swift": "the loops that unpack postings",
    "Sources/Index/Commit/DocumentInverter.swift": "hands texts to the analyzer uncopied",
    "Sources/Index/Commit/InversionCrew.swift": "workers that one thread touches at a time",
    "Sources/Index/Commit/LiveKeys.swift": "keys hashed eight bytes at a time",
    "Sources/Index/Commit/PlainTermWriter.swift": "words where they stand in a text",
    "Sources/Index/Commit/TermWriter.swift": "terms as bytes of the analyzer's buffer",
    "Sources/Index/Dictionary/SoughtKey.swift": "keys compared eight bytes at a time",
    "Sources/Index/Dictionary/TermDictionary.swift": "blocks handed on uncopied",
    "Sources/Index/Dictionary/TermIterator.swift": "packed keys of mapped bytes",
    "Sources/Index/Dictionary/TermScan+Entries.swift": "a table of symbols without its owner",
    "Sources/Index/Dictionary/TermScan.swift": "the loop over the entries of a block",
    "Sources/Index/Dictionary/TermWalk.swift": "blocks handed on uncopied",
    "Sources/Index/Fields/DocumentKeys.swift": "the loop over the keys of a block",
    "Sources/Index/Fields/DocumentStore.swift": "libzstd",
    "Sources/Index/Fields/DocumentStoreWriter.swift": "libzstd",
    "Sources/Index/Postings/ImpactCounter.swift": "counts one for each document of a term",
    "Sources/Index/Model/CommonWords.swift": "looks up words where they lie",
    "Sources/Index/Model/TermBytes.swift": "terms compared and hashed eight bytes at a time",
    "Sources/Index/Postings/BitBlock.swift": "documents looked up in sets of bits",
    "Sources/Index/Postings/BlockLookup.swift": "the loops that look documents up",
    "Sources/Index/Postings/BlockPositions.swift": "places in a block, in fixed memory",
    "Sources/Index/Postings/BlockTable.swift": "entries of mapped bytes",
    "Sources/Index/Postings/CheckedBytes.swift": "addresses of mapped bytes",
    "Sources/Index/Postings/GapDecoder.swift": "the loops over the gaps of positions",
    "Sources/Index/Postings/PlaceTable.swift": "places of documents in fixed memory",
    "Sources/Index/Postings/PositionPool.swift": "positions in memory that is used again",
    "Sources/Index/Postings/PositionedBlock.swift": "lengths of mapped bytes",
    "Sources/Index/Postings/PositionsCode.swift": "the loop that passes over positions",
    "Sources/Index/Postings/PositionsReader.swift": "positions of mapped bytes",
    "Sources/Index/Postings/PositionsWriter.swift": "the loops that lay out positions",
    "Sources/Index/Postings/PostingsCursor.swift": "decoded blocks in fixed memory",
    "Sources/Index/Postings/PostingsCursor+Blocks.swift": "impacts of mapped bytes",
    "Sources/Index/Postings/PostingsCursor+Positions.swift": "lengths of mapped bytes",
    "Sources/Index/Postings/PostingsWriter.swift": "the loops over the documents of a block",
    "Sources/Index/Postings/PostingsScratch.swift": "decoded blocks in fixed memory",
    "Sources/Index/Postings/StoredDocuments.swift": "blocks of mapped bytes",
    "Sources/Index/Query/Language/PatternWords.swift": "decoded blocks of cursors",
    "Sources/Index/Query/ParserPool.swift": "parsers that one thread uses at a time",
    "Sources/Index/Query/Execution/Matcher.swift": "blocks handed on uncopied",
    "Sources/Index/Query/Execution/ScoreFloor.swift": "decoded blocks of postings",
    "Sources/Index/Query/Execution/AlternativesCursor.swift": "decoded blocks of postings",
    "Sources/Index/Query/Execution/Norms.swift": "lengths beside the documents of a block",
    "Sources/Index/Query/Execution/ScoreWindow.swift": "the loop that adds scores",
    "Sources/Index/Query/MatchFinder.swift": "hands texts to the analyzer uncopied",
    "Sources/Index/Query/PartAnalyzer.swift": "hands texts to the analyzer uncopied",
    "Sources/Index/Query/TopK/AnyPart.swift": "scores in memory that is used again",
    "Sources/Index/Query/TopK/BlockScores.swift": "the loop that scores blocks",
    "Sources/Index/Query/TopK/CandidateBuffer.swift": "the loop that drops candidates",
    "Sources/Index/Query/TopK/DocumentBits.swift": "sets of documents in fixed memory",
    "Sources/Index/Query/TopK/FilteredTerms.swift": "scores in memory that is used again",
    "Sources/Index/Query/TopK/FormsPart.swift": "the loop that adds frequencies",
    "Sources/Index/Query/TopK/PartUnion.swift": "scores in memory that is used again",
    "Sources/Index/Query/TopK/PhraseConjunction.swift": "blocks handed on uncopied",
    "Sources/Index/Query/TopK/PositionMarks.swift": "the loops that compare positions",
    "Sources/Index/Query/TopK/PhraseReader.swift": "positions in fixed memory",
    "Sources/Index/Query/TopK/ScoredDocuments.swift": "scores in memory that is used again",
    "Sources/Index/Query/TopK/ScoreThreshold.swift": "scores compared four at a time",
    "Sources/Index/Query/TopK/SumWindow.swift": "the loop that adds scores",
    "Sources/Index/Query/TopK/TermConjunction.swift": "blocks handed on uncopied",
    "Sources/Index/Query/TopK/TermCounter.swift": "blocks handed on uncopied",
    "Sources/Index/Query/TopK/TermList+Candidates.swift": "the loop that adds scores to candidates",
    "Sources/Index/Query/TopK/TermList.swift": "bounds of blocks, blocks handed on uncopied",
    "Sources/Index/Query/TopK/TermUnion.swift": "blocks handed on uncopied",
    "Sources/Index/Query/TopK/UnionPart.swift": "blocks handed on uncopied",
    "Sources/Index/Scoring/TopK.swift": "the heap's indices are below its count",
    "Sources/Index/Segment/DocumentSet.swift": "documents of decoded blocks",
    "Sources/Index/Segment/FrequencyProgress.swift": "the loop over a term's frequencies",
    "Sources/Index/Segment/GapProgress.swift": "the loop over a term's positions",
    "Sources/Index/Segment/ListDrain.swift": "lists decoded in place",
    "Sources/Index/Segment/ListPlace.swift": "stretches of lists, copied out of their chunks",
    "Sources/Index/Segment/NeighbourPairs.swift": "the loops over occurrences of words",
    "Sources/Index/Segment/PostingsArena.swift": "memory addressed by 32-bit numbers",
    "Sources/Index/Segment/SegmentBuilder.swift": "tables that several threads read",
    "Sources/Index/Segment/SegmentReader.swift": "spans of mapped bytes",
    "Sources/Index/Segment/TermEntries.swift": "entries in pages that never move",
    "Sources/Index/Segment/TermEntry.swift": "growing lists of occurrences",
    "Sources/Index/Segment/TermEntry+Reader.swift": "growing lists of occurrences",
    "Sources/Index/Segment/TermOccurrences.swift": "growing lists of occurrences",
    "Sources/Index/Segment/TermTable.swift": "the hash table of terms",
    "Sources/Index/Segment/TermTable+Order.swift": "sorts terms by bytes that lie in the table",
    "Sources/Index/Segment/WordPairTable.swift": "a square of numbers of entries",
    "Sources/Tokenizer/ICU/ICUBreaker.swift": "ICU",
    "Sources/Tokenizer/ICU/ICUCharacters.swift": "ICU",
    "Sources/Tokenizer/ICU/ICUDecomposition.swift": "ICU",
    "Sources/Tokenizer/ICU/ICUDictionary.swift": "ICU",
    "Sources/Tokenizer/ICU/ICULetterDictionary.swift": "ICU",
    "Sources/Tokenizer/ICU/ICUNormalizer.swift": "ICU",
    "Sources/Tokenizer/ICU/ICURules.swift": "ICU",
    "Sources/Tokenizer/PlainWords.swift": "the loop over all words that white space separates",
    "Sources/Tokenizer/Segmentation/ASCIIWords.swift": "the loop over all text",
    "Sources/Tokenizer/Segmentation/LetterSegmenter.swift": "the loop over all Thai and its like",
    "Sources/Tokenizer/Segmentation/QuickScan.swift": "the loop over all text",
    "Sources/Tokenizer/Segmentation/UncheckedMemory.swift": "tables of the loop over all text",
    "Sources/Tokenizer/Segmentation/WordScanner.swift": "the loop over all text",
    "Sources/Tokenizer/Stemming/SnowballStemmer.swift": "libstemmer",
    "Sources/Tokenizer/Stemming/Stemmer.swift": "stores stems sixteen bytes at a time",
    "Sources/Tokenizer/Stemming/WordBytes.swift": "loads words eight bytes at a time",
    "Sources/Tokenizer/TokenWriter.swift": "terms copied eight bytes at a time",
    "Sources/Tokenizer/WordCut.swift": "the loop over all words that white space separates",
    "Sources/Index/Values/PackedNumbers.swift": "integers of mapped bytes",
    "Sources/SearchC/Answer.swift": "C strings",
    "Sources/SearchC/Exports.swift": "pointers of a C program",
    "Sources/SearchC/Handles.swift": "references held by a C program",
    "Sources/search/Configuration/YAMLTree.swift": "libyaml",
    "Sources/search/Documents/ContentHash.swift": "the hash of what was read",
    "Sources/search/Documents/DirectoryListing.swift": "system calls",
    "Sources/search/Documents/DocumentReader.swift": "buffers filled by system calls",
    "Sources/search/Documents/Containers/ArchiveReader.swift": "libarchive",
    "Sources/search/Documents/Containers/XMLEvents.swift": "libxml2",
    "Sources/search/Documents/Encoding/CharsetConverter.swift": "ICU and uchardet",
    "Sources/search/Documents/TextReader.swift": "bytes of a line, uncopied",
    "Sources/search/Documents/Worker/ExtractionWorker.swift": "system calls",
    "Sources/search/Documents/Worker/WorkerLoop.swift": "system calls",
    "Sources/search/Documents/Worker/WorkerPipe.swift": "system calls",
    "Sources/search/System/Subprocess.swift": "system calls",
    "Sources/search/Documents/FrontMatter.swift": "libyaml",
    "Sources/search/Documents/HTMLExtractor.swift": "libxml2",
    "Sources/search/Documents/JSONLinesExtractor.swift": "simdjson",
    "Sources/search/Documents/JSONRepair.swift": "bytes of a line, uncopied",
    "Sources/search/Documents/MarkdownExtractor.swift": "md4c",
    "Sources/search/Documents/PathName.swift": "C strings",
    "Sources/search/Documents/RecordExtractor.swift": "bytes of a line, uncopied",
    "Sources/search/Documents/RecordLines.swift": "buffers filled by system calls",
    "Sources/search/Documents/SkipReason.swift": "strings of the C library",
    "Sources/search/Documents/SourceFile.swift": "system calls",
    "Sources/search/System/Environment.swift": "strings of the C library",
    "Sources/search/System/FileEvents.swift": "system calls",
    "Sources/search/System/Files.swift": "system calls",
    "Sources/search/System/InstalledParts.swift": "system calls",
    "Sources/search/System/Pager.swift": "a program at the end of a pipe",
    "Sources/search/System/StandardOutput.swift": "system calls",
    "Sources/search/System/StopRequest.swift": "system calls",
    "Sources/search/System/TemporaryFolder.swift": "system calls",
    "Sources/search/System/TerminalDevice.swift": "a program that gets the terminal",
    "Sources/search/System/TerminalSize.swift": "system calls",
    "Sources/search/System/TextFile.swift": "system calls",
    "Sources/search/System/Threads.swift": "threads of the C library",
    "Sources/search/System/WakePipe.swift": "system calls",
  ]

  /// Names that are used to the left of where they are declared, and why that stays.
  private static let exceptions: [String: (name: Substring, reason: String)] = [
    "Sources/Index/Commit/Snapshot.swift": ("SearchIndex", "its options are the index's own type")
  ]

  /// Which files may import what is kept behind a door.
  private static let doors: [String: [String]] = [
    "CICU": ["Sources/Tokenizer/ICU/"],
    "CStemmer": ["Sources/Tokenizer/Stemming/"],
    "CZstd": ["Sources/Index/Fields/"],
    "CFileCalls": ["Sources/Index/Bytes/", "Sources/search/System/"],
    "CXML": ["Sources/search/Documents/"],
    "CYAML": ["Sources/search/Documents/", "Sources/search/Configuration/"],
    "CArchive": ["Sources/search/Documents/"],
    "CCharset": ["Sources/search/Documents/"],
    "CMarkdown": ["Sources/search/Documents/"],
    "CJSON": ["Sources/search/Documents/"],
    "ArgumentParser": ["Sources/search/"],
    "Index": ["Sources/search/", "Sources/SearchC/"],
    "Glibc": [
      "Sources/Index/Bytes/", "Sources/Index/Scoring/BM25.swift", "Sources/search/Documents/",
      "Sources/search/Evaluation/Measure.swift", "Sources/search/Measuring/Plots.swift",
      "Sources/search/Measuring/QueryTimes.swift", "Sources/SearchC/",
      "Sources/search/System/",
    ],
    "Tokenizer": [
      "Sources/search/", "Sources/Index/SearchIndex.swift",
      "Sources/Index/Commit/DocumentInverter.swift", "Sources/Index/Commit/TermWriter.swift",
      "Sources/Index/Commit/PlainTermWriter.swift",
      "Sources/Index/Commit/Snapshot.swift",
      "Sources/Index/Commit/Check/",
      "Sources/Index/Query/", "Sources/Index/Commit/IndexWriter.swift",
      "Sources/Index/Dictionary/FoldMap.swift", "Sources/Index/Commit/InversionCrew.swift",
    ],
    "Synchronization": ["Sources/"],
  ]

  @Test func `the sources are found`() {
    #expect(Self.sources.count > 50)
  }

  @Test func `a folder of Index names only types of folders to its left`() {
    var owners: [Substring: String] = [:]
    let files = Self.sources.filter { $0.hasPrefix("Sources/Index/") }
    for file in files {
      for name in Self.declaredTypes(in: file) { owners[name] = Self.folder(of: file) }
    }
    #expect(owners.count > 40)
    for file in files {
      let folder = Self.folder(of: file)
      for (number, line) in zip(1..., SourceTree.code(of: file)) {
        for word in SourceTree.words(in: line) {
          guard let owner = owners[word], !Self.mayName(folder, owner),
            Self.exceptions[file]?.name != word
          else { continue }
          Issue.record("\(file):\(number) names \(word) of \(owner)/")
        }
      }
    }
  }

  @Test func `what is behind a door is imported only there, and Foundation nowhere`() {
    for file in Self.sources {
      for module in SourceTree.imports(of: file) {
        let allowed = Self.doors[module, default: []].contains { file.hasPrefix($0) }
        #expect(allowed, "\(file) imports \(module)")
      }
    }
  }

  @Test func `only files that say why are unsafe`() {
    for file in Self.sources {
      let isUnsafe = SourceTree.code(of: file).contains { line in
        SourceTree.words(in: line).contains { $0 == "unsafe" || $0 == "unchecked" }
      }
      let isAllowed = Self.allowedUnsafeFiles[file] != nil
      #expect(!isUnsafe || isAllowed, "\(file) is unsafe and not on the list")
      #expect(isUnsafe || !isAllowed, "\(file) is on the list and not unsafe")
    }
    for file in Self.allowedUnsafeFiles.keys {
      #expect(Self.sources.contains(file), "\(file) is on the list and not there")
    }
  }

  @Test func `no public header names what is behind it`() {
    let headers = SourceTree.files(below: "Sources", suffix: ".h")
      .filter { $0.contains("/include/") }
    #expect(headers.count >= 8)
    for header in headers {
      for line in SourceTree.lines(of: header) where line.hasPrefix("#include") {
        let isPlain = ["<stddef.h>", "<stdint.h>", "<stdbool.h>"].contains { line.hasSuffix($0) }
        #expect(isPlain, "\(header): \(line)")
      }
    }
  }

  @Test func `the package can be depended on and keeps its own rules`() {
    let manifest = SourceTree.lines(of: "Package.swift").joined(separator: "\n")
    for word in ["unsafeFlags", "Ounchecked", "Lifetimes"] { #expect(!manifest.contains(word)) }
    for word in ["strictMemorySafety", "treatAllWarnings(as: .error)"] {
      #expect(manifest.contains(word))
    }
  }

  @Test func `files stay short enough to read`() {
    for file in Self.sources {
      let count = SourceTree.lines(of: file).count
      #expect(count <= 420, "\(file) has \(count) lines")
    }
  }

  @Test func `the seeds are what was given, and nothing else`() {
    let seeds: [String: (byteCount: Int, hash: UInt64)] = [
      "000_5117b9dc78eacb10.txt": (4158, 0xEE1F_2537_DEAE_A214),
      "001_68fa6b8e709814f9.txt": (4614, 0x0B58_C9D2_C672_2575),
      "002_e9ef66e5f935d4ec.txt": (3583, 0xAB5A_7FAC_5BDA_F1F7),
      "003_4cf60f6cd00351f1.txt": (28863, 0x28D7_609F_80EE_E57F),
      "004_d38a6fc719d6b211.txt": (12526, 0x0FEC_003A_6B1D_704F),
    ]
    #expect(SourceTree.files(below: "seeds") == seeds.keys.map { "seeds/\($0)" }.sorted())
    for (name, expected) in seeds {
      let bytes = SourceTree.bytes(of: "seeds/\(name)")
      // FNV-1a.
      let hash = bytes.reduce(0xCBF2_9CE4_8422_2325 as UInt64) { hash, byte in
        (hash ^ UInt64(byte)) &* 0x100_0000_01B3
      }
      #expect(bytes.count == expected.byteCount)
      #expect(hash == expected.hash)
    }
  }

  /// The folder of a file of `Index`; empty for one at the top.
  private static func folder(of file: String) -> String {
    let parts = file.split(separator: "/")
    return parts.count > 3 ? String(parts[2]) : ""
  }

  private static func mayName(_ folder: String, _ owner: String) -> Bool {
    if folder == owner { return true }
    guard let mine = order.firstIndex(where: { $0.folders.contains(folder) }),
      let theirs = order.firstIndex(where: { $0.folders.contains(owner) })
    else { return false }
    return theirs < mine || (theirs == mine && order[mine].mayNameEachOther)
  }

  /// The types that a file declares at its top level.
  private static func declaredTypes(in file: String) -> [Substring] {
    let kinds: Set<Substring> = ["struct", "class", "enum", "protocol", "typealias", "actor"]
    return SourceTree.code(of: file).flatMap { line -> [Substring] in
      guard let first = line.first, first != " ", first != "}" else { return [] }
      let words = SourceTree.words(in: line)
      guard !words.contains("private"), !words.contains("fileprivate"),
        let at = words.firstIndex(where: { kinds.contains($0) }), at + 1 < words.count
      else { return [] }
      return [Substring(String(words[at + 1]))]
    }
  }
}
