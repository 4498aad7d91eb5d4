import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.apache.lucene.analysis.core.WhitespaceAnalyzer;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.memory.MemoryIndex;
import org.apache.lucene.search.BooleanClause;
import org.apache.lucene.search.BooleanQuery;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.PhraseQuery;
import org.apache.lucene.search.PrefixQuery;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.TermQuery;

/**
 * Luwak's method on plain Lucene: each text becomes a MemoryIndex, and only queries that share a rare
 * word with it are asked. Reads queries ("AND|OR", tab, phrases) and texts (words already in lower case),
 * one a line; writes the numbers of the queries that hold for each text after the warm-up, then the CPU
 * nanoseconds of one such text.
 */
public final class LuceneMemory {
    private static final String FIELD = "body";
    private final List<Query> queries = new ArrayList<>();
    private final Map<String, List<Integer>> byWord = new HashMap<>();
    private final Map<String, List<Integer>> byPrefix = new HashMap<>();
    private final Set<Integer> prefixLengths = new HashSet<>();
    private final Map<String, Integer> frequency = new HashMap<>();

    private static Query phrase(String text) {
        if (text.endsWith("*")) {
            return new PrefixQuery(new Term(FIELD, text.substring(0, text.length() - 1)));
        }
        String[] words = text.split(" ");
        return words.length == 1 ? new TermQuery(new Term(FIELD, text)) : new PhraseQuery(FIELD, words);
    }

    /** The rarest word of a phrase, among the texts of the warm-up. */
    private String rarest(String phrase) {
        return Arrays.stream(phrase.split(" "))
            .min((a, b) -> Integer.compare(frequency.getOrDefault(a, 0), frequency.getOrDefault(b, 0))).get();
    }

    private void add(String line) {
        String[] parts = line.split("\t");
        boolean every = parts[0].equals("AND");
        BooleanQuery.Builder builder = new BooleanQuery.Builder();
        List<String> phrases = List.of(parts).subList(1, parts.length);
        for (String each : phrases) {
            builder.add(phrase(each), every ? BooleanClause.Occur.MUST : BooleanClause.Occur.SHOULD);
        }
        int number = queries.size();
        queries.add(phrases.size() == 1 ? phrase(phrases.get(0)) : builder.build());
        List<String> keys = new ArrayList<>();
        for (String each : phrases) {
            keys.add(rarest(each));
        }
        if (every) {
            keys = List.of(keys.stream()
                .min((a, b) -> Integer.compare(frequency.getOrDefault(a, 0), frequency.getOrDefault(b, 0))).get());
        }
        for (String key : new HashSet<>(keys)) {
            if (key.endsWith("*")) {
                String prefix = key.substring(0, key.length() - 1);
                prefixLengths.add(prefix.length());
                byPrefix.computeIfAbsent(prefix, k -> new ArrayList<>()).add(number);
            } else {
                byWord.computeIfAbsent(key, k -> new ArrayList<>()).add(number);
            }
        }
    }

    private Set<Integer> matched(String text, WhitespaceAnalyzer analyzer) throws IOException {
        Set<Integer> worth = new HashSet<>();
        for (String word : new HashSet<>(Arrays.asList(text.split(" ")))) {
            worth.addAll(byWord.getOrDefault(word, List.of()));
            for (int length : prefixLengths) {
                if (word.length() >= length) {
                    worth.addAll(byPrefix.getOrDefault(word.substring(0, length), List.of()));
                }
            }
        }
        MemoryIndex index = new MemoryIndex();
        index.addField(FIELD, text, analyzer);
        IndexSearcher searcher = index.createSearcher();
        searcher.setQueryCache(null);
        Set<Integer> found = new TreeSet<>();
        for (int number : worth) {
            if (searcher.count(queries.get(number)) > 0) {
                found.add(number);
            }
        }
        return found;
    }

    public static void main(String[] arguments) throws IOException {
        LuceneMemory peer = new LuceneMemory();
        List<String> texts = Files.readAllLines(Path.of(arguments[1]), StandardCharsets.UTF_8);
        int measured = Integer.parseInt(arguments[2]);
        List<String> known = texts.subList(0, texts.size() - measured);
        for (String text : known) {
            for (String word : new HashSet<>(Arrays.asList(text.split(" ")))) {
                peer.frequency.merge(word, 1, Integer::sum);
            }
        }
        try (BufferedReader reader = Files.newBufferedReader(Path.of(arguments[0]), StandardCharsets.UTF_8)) {
            reader.lines().forEach(peer::add);
        }
        WhitespaceAnalyzer analyzer = new WhitespaceAnalyzer();
        for (String text : known) {
            peer.matched(text, analyzer);
        }
        java.lang.management.ThreadMXBean threads = java.lang.management.ManagementFactory.getThreadMXBean();
        List<Set<Integer>> answers = new ArrayList<>();
        long start = threads.getCurrentThreadCpuTime();
        for (String text : texts.subList(known.size(), texts.size())) {
            answers.add(peer.matched(text, analyzer));
        }
        long spent = threads.getCurrentThreadCpuTime() - start;
        for (Set<Integer> each : answers) {
            System.out.println(each.toString().replaceAll("[\\[\\],]", ""));
        }
        System.out.println(spent / measured);
    }
}
