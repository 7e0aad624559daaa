extension JSONSchema {
  /// What is written on a line: the name of its definition, its type, and its members beside `v` and
  /// `type`.
  static let lines: [(name: String, type: String, members: String)] = [
    ("match", "match", match),
    (
      "facet", "facet",
      "name text With --facet.\nvalues facet_value* The most frequent first.\n"
        + "distinct integer How many values there are.\n"
        + "others integer How often documents have one that is not shown.\nwithout integer Documents that match and have none."
    ), ("query_summary", "summary", querySummary),
    ("stats", "stats", stats), ("token", "token", token), ("problem", "problem", problem),
    ("check_summary", "summary", checkSummary), ("left_out", "left_out", leftOut),
    ("read_again", "read_again", readAgain), ("lost", "lost", lost),
    ("repair_summary", "summary", repairSummary), ("part", "part", part),
    ("condition", "condition", condition),
    ("why_summary", "summary", whySummary), ("not-indexed", "not-indexed", notIndexed),
    ("recall", "recall", recall), ("failure", "failure", failure),
    ("verify_summary", "summary", verifySummary), ("build", "build", build),
    ("bench", "bench", bench), ("eval", "eval", evaluation + measures("number")),
    ("query_measures", "query_measures", "qid text\nhas_results truth\n" + measures("number")),
    ("compare", "compare", comparison + measures("difference")),
    ("file", "file", file), ("finding", "finding", finding),
    ("collection", "collection", collection),
    ("completion", "completion", "text text\ndocuments integer"),
  ]

  /// What is inside lines: the name of its definition and its members.
  static let objects: [(name: String, members: String)] = [
    (
      "explanation",
      "length integer Words of the document.\naverage_length number\n"
        + "items evidence*\ntree node The same as a tree."
    ),
    (
      "evidence",
      "what text\nscore number\nweight number\nrarity number\nfrequency number\n"
        + "title_frequency number"
    ),
    ("node", "value number\nwhat text\ndetails? node*"),
    ("passage", passage), ("context_line", "line? integer\ntext text\nspans spans"),
    (
      "query_part",
      "text text\nfield? text The field it must stand in.\nterms texts\nphrase truth\nexcluded truth\ndocuments integer Of those that --filter lets through.\ndocuments_without_filter? integer Of all."
    ),
    (
      "query_condition",
      "text text With a minus where documents must not meet it.\ndocuments integer How many documents meet it.\n"
        + "required truth Whether every document must meet it."
    ),
    (
      "misread",
      "start integer Byte of the query where what looks like a condition begins.\nreason text Why it is none."
    ),
    ("suggestion", "query text\nchanges spans Bytes of the query that differ.\ntotal integer"),
    ("facet_value", "value text As it is typed in a query.\ndocuments integer"),
    ("segment", "name text\ndocuments integer\nlive integer\nterms integer\nbytes integer"),
    ("name", "path text\nid? text"),
    ("piece", "text text\ndocuments? integer\nheld? integer"),
    (
      "text_place",
      "field text\nrange spans\nexact truth\nexcerpt text\nexcerpt_match spans\n"
        + "terms texts"
    ),
    ("length_times", "terms integer\nqueries integer\nmean_us number\np90_us number"),
    ("difference", "a number\nb number\ndifference number\nlow number\nhigh number\np number"),
  ]

  /// Where something stands in its file; what a format has no word for is left out.
  private static let place = """
    line? integer From 1.
    column? integer In code points, from 1.
    file_offset? integer In bytes, where the file holds the text as it is.
    entries? texts The names that lead into an archive or a mail, outermost first.
    message? integer The message of a mailbox, from 1.
    page? integer From 1.
    sheet? text
    cell? text As B12.
    time? text As 00:12:31.
    time_ms? integer

    """

  private static let match = """
    qid? text The query's name, with --queries.
    rank integer From 1.
    score number
    key text The path; for a record the path, NUL and its id.
    path text Relative to the folder that holds the index.
    index? text The index folder, where several indexes are asked.
    base? text What the path is relative to, where several indexes are asked.
    id? text The id of a record.
    others? integer With --collapse: how many like it are left out.
    docid text The document's name in a TREC run.
    path_bytes? text The path in base 64, where it is not UTF-8.
    freshness? text current, stale, moved or gone.
    stale? truth Whether the file is not as it was indexed.
    explanation? explanation
    title? text
    title_matches? spans Bytes of the title.
    snippet? text The best passage.
    snippet_start? integer Where it begins in the stored body, in bytes.
    snippet_matches? spans Bytes of the snippet.
    matches? spans Bytes of the stored body.
    matched_by? texts What of the query was found in what is shown.
    field? text Where byte_start and byte_end count: title or body.
    byte_start? integer The first match, or else the passage.
    byte_end? integer
    passages? passage* The best passages, the best first.

    """ + place

  private static let passage = """
    text text
    spans spans Matches, as bytes of the text.
    byte_start integer The first match, or else the passage, in bytes of the stored body.
    byte_end integer
    start integer Where the passage begins in the stored body.
    line_text text The line of the first match, or the passage in it where it is long.
    line_spans spans
    context? context_line* With --context.

    """ + place

  private static let querySummary = """
    qid? text
    query text
    shown integer
    total integer Documents that match.
    documents integer Documents in the index, or in all that were asked.
    indexes? texts The index folders, where several are asked.
    seconds number
    parts query_part* Where nothing was found.
    reason? text Why nothing was found, where the parts do not say so.
    conditions? query_condition* Where nothing was found: what is asked of values.
    documents_meeting? integer Where nothing was found: how many meet all conditions that every document must meet.
    documents_matching? integer Where nothing was found: how many match all but these conditions.
    documents_passing? integer Where nothing was found: how many --filter lets through.
    documents_without_filter? integer Where nothing was found: how many match without --filter.
    signed? texts What was left out because a sign stood before it.
    misread_conditions? misread* What looks like a condition on values and was read as words.
    conditions_as_words? texts Conditions that no document meets, so that all of them were looked for as words.
    unknown_names? texts Names to list documents by that no document has values under.
    nearest? match* Where nothing was found.
    suggestions? suggestion* Queries that may have been meant.
    cursor? text With --sort: what --after takes for the next page.
    """

  private static let stats = """
    index text
    analyzer text
    icu text
    stores_text truth
    fields texts
    generation integer
    documents integer
    deleted integer
    terms integer
    words integer
    bytes integer
    segments segment*
    sections integers-by-name
    """

  private static let token = """
    position integer
    width integer
    kind text
    script text
    start integer
    end integer
    text text
    term text
    """

  private static let problem = "code text\nfile text\noffset? integer\nmessage text"

  private static let checkSummary = """
    problems integer
    generations texts
    files integer
    bytes integer
    segments integer
    documents integer
    terms integer
    postings integer
    positions integer
    compared_documents integer
    unknown_files texts
    notes texts
    """

  private static let leftOut = "file text\nbytes integer\ndocuments integer"
  private static let readAgain = "path text\nlost integer"
  private static let lost = "path text\nid? text"

  private static let repairSummary = """
    problems integer
    dry_run truth
    generation integer
    given_up texts
    new_generation? integer
    documents integer
    lost_documents integer
    lost_documents_unnamed integer
    """

  private static let part = """
    text text
    field? text
    terms texts
    phrase truth
    excluded truth
    documents_all? integer
    documents_any? integer
    pieces piece*
    cause? text
    reason? text
    holds_some? truth
    place? text_place
    suggestion? text
    """

  private static let condition = """
    text text With a minus where documents must not meet it.
    documents? integer How many documents meet it.
    required? truth Whether every document must meet it.
    met? truth Whether the document does.
    values? texts The values that the document has under the name.
    """

  private static let whySummary = """
    query text
    reason? text Why nothing matches, or the document does not.
    documents_meeting? integer How many meet all conditions that every document must meet.
    documents_matching? integer How many match all but these conditions.
    misread_conditions? misread* What looks like a condition on values and was read as words.
    conditions_as_words? texts Conditions that no document meets, so that all of them were looked for as words.
    total? integer
    documents? integer
    nearest? name*
    document? name
    matches? truth
    change? text
    """

  private static let file = """
    index? text The index folder, where several indexes are asked.
    base? text What the path is relative to, where several indexes are asked.
    path text
    format text
    documents integer
    bytes integer
    skipped? text Why it was left out, or what of it.
    charset? text
    charset_by? text What decided on the encoding.
    charset_sure? number How surely, from 0 to 1.
    mojibake? number How much looks as if it had been decoded wrongly before, from 0 to 1.
    """

  private static let finding = """
    part text
    state text info, ok, missing or problem.
    text text
    advice? text
    """

  private static let collection = """
    name text
    path text
    documents? integer Missing where there is no index.
    """

  private static let notIndexed = "document text\nreason text"

  private static let recall = """
    script text
    documents integer
    substrings integer
    found_any? integer
    found_quoted? integer
    found_all? integer
    recall number
    """

  private static let failure = """
    path text
    id? text
    script text
    query text
    form text
    query_terms texts
    field text
    range spans
    text text
    text_terms texts
    """

  private static let verifySummary = """
    seed integer
    documents integer
    sampled integer
    substrings integer
    asked integer
    found integer
    recall number
    """

  private static let build = """
    documents integer
    text_bytes integer
    skipped integer
    seconds number
    docs_per_s number
    mb_per_s number
    index_bytes integer
    store_bytes integer
    index_per_text number
    peak_anonymous_bytes? integer
    """

  private static let bench = """
    mode text
    k integer
    queries integer
    documents integer
    passes integer
    mean_us number
    gmean_us number
    p50_us number
    p90_us number
    p99_us number
    max_us number
    qps number
    qps_all number
    threads integer
    hits integer
    percentiles_us numbers
    by_length length_times*
    """

  private static let evaluation = """
    queries_averaged integer
    queries_judged integer
    queries_with_results integer
    queries_without_relevant integer

    """

  private static let comparison = """
    queries_judged integer
    queries_with_results_a integer
    queries_with_results_b integer
    resamples integer
    seed integer

    """

  private static func measures(_ kind: String) -> String {
    Measure.allCases.map { "\($0.key) \(kind)\n" }.joined()
  }
}
