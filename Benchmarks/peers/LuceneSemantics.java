import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.TreeSet;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.DirectoryReader;
import org.apache.lucene.index.IndexReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.index.Term;
import org.apache.lucene.queries.spans.SpanNearQuery;
import org.apache.lucene.queries.spans.SpanQuery;
import org.apache.lucene.queries.spans.SpanTermQuery;
import org.apache.lucene.search.BooleanClause.Occur;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.FuzzyQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.MatchAllDocsQuery;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TermQuery;
import org.apache.lucene.search.WildcardQuery;
import org.apache.lucene.store.ByteBuffersDirectory;
import org.apache.lucene.store.MMapDirectory;

/**
 * What Lucene finds for queries of every kind. See semantics.py.
 *
 * <pre>
 * answer DOCUMENTS QUERIES OUTPUT      a text a line; a tree a line; the numbers of documents that match
 * time   DIRECTORY QUERIES PASSES      microseconds a line: the best of all passes, best 10
 * count  DIRECTORY QUERIES             documents a line; -1 where Lucene may have left out words
 * </pre>
 *
 * A tree is written in front: {@code (and (word a) (phrase b c) (order 3 a b) (prefix ab))}.
 */
public final class LuceneSemantics {
  private static final String BODY = "body";
  /** What a Boolean query holds at most. */
  private static final int MOST_WORDS = 1024;

  public static void main(String[] arguments) throws Exception {
    if (arguments[0].equals("time")) {
      time(arguments);
    } else if (arguments[0].equals("count")) {
      count(arguments);
    } else {
      answer(arguments);
    }
  }

  private static void answer(String[] arguments) throws Exception {
    ByteBuffersDirectory directory = new ByteBuffersDirectory();
    try (IndexWriter writer =
        new IndexWriter(directory, new IndexWriterConfig(new WhitespaceAnalyzer()))) {
      int number = 0;
      for (String line : lines(arguments[1])) {
        Document document = new Document();
        document.add(new StringField("id", Integer.toString(number++), Field.Store.YES));
        document.add(new TextField(BODY, line, Field.Store.NO));
        writer.addDocument(document);
      }
    }
    try (IndexReader reader = DirectoryReader.open(directory);
        PrintWriter output = new PrintWriter(arguments[3], StandardCharsets.UTF_8)) {
      IndexSearcher searcher = new IndexSearcher(reader);
      for (String line : lines(arguments[2])) {
        TreeSet<Integer> found = new TreeSet<>();
        for (ScoreDoc hit : searcher.search(query(line), reader.maxDoc()).scoreDocs) {
          found.add(Integer.parseInt(reader.storedFields().document(hit.doc).get("id")));
        }
        output.println(String.join(" ", found.stream().map(String::valueOf).toList()));
      }
    }
  }

  private static void count(String[] arguments) throws Exception {
    try (IndexReader reader = DirectoryReader.open(new MMapDirectory(Path.of(arguments[1])))) {
      IndexSearcher searcher = new IndexSearcher(reader);
      for (String line : lines(arguments[2])) {
        Query query = query(line);
        boolean isCut = query instanceof FuzzyQuery
            && searcher.rewrite(query) instanceof BooleanQuery words
            && words.clauses().size() >= MOST_WORDS;
        System.out.println(isCut ? -1 : searcher.count(query));
      }
    }
  }

  private static void time(String[] arguments) throws Exception {
    int passes = Integer.parseInt(arguments[3]);
    List<Query> queries = new ArrayList<>();
    for (String line : lines(arguments[2])) {
      queries.add(query(line));
    }
    long[] best = new long[queries.size()];
    Arrays.fill(best, Long.MAX_VALUE);
    try (IndexReader reader = DirectoryReader.open(new MMapDirectory(Path.of(arguments[1])))) {
      IndexSearcher searcher = new IndexSearcher(reader);
      // Without a cache, as `search` has none of answers.
      searcher.setQueryCache(null);
      for (int pass = 0; pass < passes; pass++) {
        for (int number = 0; number < best.length; number++) {
          long start = System.nanoTime();
          searcher.search(queries.get(number), 10);
          best[number] = Math.min(best[number], System.nanoTime() - start);
        }
      }
    }
    for (long time : best) {
      System.out.println(time / 1000.0);
    }
  }

  private static List<String> lines(String path) throws Exception {
    return Files.readAllLines(Path.of(path), StandardCharsets.UTF_8);
  }

  private static Query query(String line) {
    String spaced = line.replace("(", " ( ").replace(")", " ) ").trim();
    return tree(new ArrayDeque<>(List.of(spaced.split("\\s+"))));
  }

  private static Query tree(Deque<String> tokens) {
    tokens.pop();
    String kind = tokens.pop();
    List<String> words = new ArrayList<>();
    List<Query> inner = new ArrayList<>();
    while (!tokens.peek().equals(")")) {
      if (tokens.peek().equals("(")) {
        inner.add(tree(tokens));
      } else {
        words.add(tokens.pop());
      }
    }
    tokens.pop();
    return switch (kind) {
      case "word" -> new TermQuery(new Term(BODY, words.get(0)));
      case "phrase" -> new PhraseQuery(BODY, words.toArray(String[]::new));
      case "order", "near" -> {
        int slop = Integer.parseInt(words.get(0));
        SpanQuery[] spans = words.stream().skip(1)
            .map(word -> (SpanQuery) new SpanTermQuery(new Term(BODY, word)))
            .toArray(SpanQuery[]::new);
        yield new SpanNearQuery(spans, slop, kind.equals("order"));
      }
      case "prefix" -> new PrefixQuery(new Term(BODY, words.get(0)));
      case "wildcard" -> new WildcardQuery(new Term(BODY, words.get(0)));
      case "fuzzy" -> new FuzzyQuery(
          new Term(BODY, words.get(1)), Integer.parseInt(words.get(0)), 0, MOST_WORDS, true);
      // As many words as Lucene keeps if it is not told otherwise.
      case "fuzzy50" -> new FuzzyQuery(
          new Term(BODY, words.get(1)), Integer.parseInt(words.get(0)));
      case "everything" -> new MatchAllDocsQuery();
      case "without" -> new BooleanQuery.Builder()
          .add(inner.get(0), Occur.MUST).add(inner.get(1), Occur.MUST_NOT).build();
      default -> {
        BooleanQuery.Builder builder = new BooleanQuery.Builder();
        for (Query query : inner) {
          builder.add(query, kind.equals("and") ? Occur.MUST : Occur.SHOULD);
        }
        if (kind.equals("least")) {
          builder.setMinimumNumberShouldMatch(Integer.parseInt(words.get(0)));
        }
        yield builder.build();
      }
    };
  }
}
