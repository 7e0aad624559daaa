import java.io.BufferedReader;
import java.io.PrintWriter;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexOptions;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.BoostQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.TopDocs;
import org.apache.lucene.search.TopScoreDocCollectorManager;
import org.apache.lucene.search.similarities.BM25Similarity;
import org.apache.lucene.store.MMapDirectory;

/**
 * Lucene on tokens separated by spaces. See README.md.
 *
 * <pre>
 * index  TOKENS DIRECTORY MEGABYTES
 * answer DIRECTORY QUERIES MODE LIMIT OUTPUT     id TAB count TAB scores
 * time   DIRECTORY QUERIES MODE LIMIT top|all|count WARMUPS PASSES
 * </pre>
 */
public final class LucenePeer {
  private static final String BODY = "body";

  public static void main(String[] arguments) throws Exception {
    switch (arguments[0]) {
      case "index" -> index(Path.of(arguments[1]), Path.of(arguments[2]),
          Double.parseDouble(arguments[3]));
      case "answer" -> answer(arguments);
      case "time" -> time(arguments);
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void index(Path tokens, Path directory, double megabytes) throws Exception {
    List<String> lines = Files.readAllLines(tokens, StandardCharsets.UTF_8);
    IndexWriterConfig config = new IndexWriterConfig(new WhitespaceAnalyzer())
        .setOpenMode(IndexWriterConfig.OpenMode.CREATE)
        .setRAMBufferSizeMB(megabytes)
        .setUseCompoundFile(false);
    FieldType type = new FieldType();
    type.setIndexOptions(IndexOptions.DOCS_AND_FREQS_AND_POSITIONS);
    type.setTokenized(true);
    type.freeze();
    long wall = System.nanoTime();
    long cpu = processTime();
    try (MMapDirectory files = new MMapDirectory(directory);
        IndexWriter writer = new IndexWriter(files, config)) {
      for (String line : lines) {
        int tab = line.indexOf('\t');
        Document document = new Document();
        document.add(new StoredField("id", line.substring(0, tab)));
        document.add(new Field(BODY, line.substring(tab + 1), type));
        writer.addDocument(document);
      }
      writer.forceMerge(1);
      writer.commit();
    }
    report(wall, cpu);
  }

  private static long processTime() {
    return ((com.sun.management.OperatingSystemMXBean)
        ManagementFactory.getOperatingSystemMXBean()).getProcessCpuTime();
  }

  private static void report(long wall, long cpu) {
    System.out.printf("{\"wall_s\": %.3f, \"cpu_s\": %.3f}%n",
        (System.nanoTime() - wall) / 1e9, (processTime() - cpu) / 1e9);
  }

  private static IndexSearcher searcher(DirectoryReader reader) {
    IndexSearcher searcher = new IndexSearcher(reader);
    searcher.setSimilarity(new BM25Similarity(1.2f, 0.75f));
    searcher.setQueryCache(null);
    return searcher;
  }

  private static Map<String, Query> queries(Path file, String mode) throws Exception {
    Map<String, Query> queries = new LinkedHashMap<>();
    try (BufferedReader reader = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
      for (String line; (line = reader.readLine()) != null; ) {
        int tab = line.indexOf('\t');
        queries.put(line.substring(0, tab), query(line.substring(tab + 1).split(" "), mode));
      }
    }
    return queries;
  }

  private static Query query(String[] words, String mode) {
    if (mode.equals("phrase")) return new PhraseQuery(BODY, words);
    Map<String, Integer> counts = new LinkedHashMap<>();
    for (String word : words) counts.merge(word, 1, Integer::sum);
    BooleanQuery.Builder builder = new BooleanQuery.Builder();
    counts.forEach((word, count) -> {
      Query term = new TermQuery(new Term(BODY, word));
      builder.add(count == 1 ? term : new BoostQuery(term, count),
          mode.equals("and") ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD);
    });
    return builder.build();
  }

  private static void answer(String[] arguments) throws Exception {
    int limit = Integer.parseInt(arguments[4]);
    try (MMapDirectory files = new MMapDirectory(Path.of(arguments[1]));
        DirectoryReader reader = DirectoryReader.open(files);
        PrintWriter output = new PrintWriter(arguments[5], StandardCharsets.UTF_8)) {
      if (reader.leaves().size() != 1) throw new IllegalStateException("more than one segment");
      IndexSearcher searcher = searcher(reader);
      for (var entry : queries(Path.of(arguments[2]), arguments[3]).entrySet()) {
        TopDocs found = searcher.search(
            entry.getValue(), new TopScoreDocCollectorManager(limit, null, limit));
        StringBuilder line = new StringBuilder(entry.getKey());
        line.append('\t').append(searcher.count(entry.getValue())).append('\t');
        for (ScoreDoc hit : found.scoreDocs) line.append(hit.score).append(' ');
        output.println(line.toString().strip());
      }
    }
  }

  private static void time(String[] arguments) throws Exception {
    int limit = Integer.parseInt(arguments[4]);
    boolean counts = arguments[5].equals("count");
    int threshold = arguments[5].equals("all") ? Integer.MAX_VALUE : limit;
    int warmups = Integer.parseInt(arguments[6]);
    int passes = Integer.parseInt(arguments[7]);
    try (MMapDirectory files = new MMapDirectory(Path.of(arguments[1]));
        DirectoryReader reader = DirectoryReader.open(files)) {
      IndexSearcher searcher = searcher(reader);
      List<Query> queries =
          new ArrayList<>(queries(Path.of(arguments[2]), arguments[3]).values());
      long[] best = new long[queries.size()];
      Arrays.fill(best, Long.MAX_VALUE);
      long hits = 0;
      for (int pass = 0; pass < warmups + passes; pass++) {
        for (int number = 0; number < best.length; number++) {
          long start = System.nanoTime();
          long found = counts
              ? searcher.count(queries.get(number))
              : searcher.search(queries.get(number),
                  new TopScoreDocCollectorManager(limit, null, threshold)).scoreDocs.length;
          long duration = System.nanoTime() - start;
          if (pass == 0) hits += found;
          if (pass >= warmups) best[number] = Math.min(best[number], duration);
        }
      }
      Arrays.sort(best);
      System.out.printf("{\"mean_us\": %.2f, \"p99_us\": %.2f, \"hits\": %d}%n",
          Arrays.stream(best).average().orElse(0) / 1e3,
          best[(best.length * 99 + 99) / 100 - 1] / 1e3, hits);
    }
  }
}
