package dev.pgconvoy.worker.plan;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.schema.TocEntry;
import java.util.ArrayDeque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Functions of users that may read tables. What is computed by one, an index or a generated column, is computed from
/// the rows that those tables have at that moment: too early it is wrong, and nobody says so.
///
/// A function may read tables when its definition has a word of a query, or names a function that may.
final class TableReadingCode {

    private static final Pattern QUERY = Pattern.compile("\\b(?:from|table|execute)\\b", Pattern.CASE_INSENSITIVE);
    private static final Pattern NO_QUERY = Pattern.compile(
            "\\b(?:extract|substring|trim|overlay)\\s*+\\([^()]*?\\bfrom\\b|\\bdistinct\\s++from\\b",
            Pattern.CASE_INSENSITIVE);
    private static final Pattern WORD = Pattern.compile("[\\w$]++", Pattern.UNICODE_CHARACTER_CLASS);
    private static final Pattern QUOTED = Pattern.compile("\"((?:[^\"]|\"\")++)\"");

    private static final String GENERATED = " GENERATED ALWAYS AS (";
    private static final String EXCLUDES = " EXCLUDE USING ";

    private final Map<Integer, TocEntry> entries;
    private final Map<String, List<TocEntry>> functions;
    private final Map<Integer, List<TocEntry>> named = new HashMap<>();

    TableReadingCode(Map<Integer, TocEntry> entries) {
        this.entries = entries;
        this.functions = entries.values().stream()
                .filter(entry -> entry.kind().equals("FUNCTION"))
                .collect(Collectors.groupingBy(TableReadingCode::nameOf));
    }

    /// @param function tagged with its arguments
    private static String nameOf(TocEntry function) {
        var arguments = function.tag().indexOf('(');
        return folded(arguments < 0 ? function.tag() : function.tag().substring(0, arguments));
    }

    private static String folded(String name) {
        return name.toLowerCase(Locale.ROOT);
    }

    /// Tables with a generated column that such a function computes.
    Stream<TableName> computed() {
        return entries.values().stream()
                .filter(entry ->
                        entry.kind().equals("TABLE") && entry.definition().contains(GENERATED) && isRunBy(entry))
                .map(entry -> new TableName(entry.namespace(), entry.tag()));
    }

    /// Whether a table, an index, a constraint or statistics run such a function.
    boolean isRunBy(TocEntry made) {
        var seen = new HashSet<Integer>();
        var open = new ArrayDeque<>(usedBy(made));
        if (made.definition().contains(EXCLUDES)) {
            open.addAll(namedIn(made)); // the archive does not say what its index depends on
        }
        while (!open.isEmpty()) {
            var code = open.remove();
            if (!seen.add(code.dumpId())) {
                continue;
            }
            if (code.kind().equals("FUNCTION")) {
                if (hasQuery(code)) {
                    return true;
                }
                open.addAll(named.computeIfAbsent(code.dumpId(), _ -> namedIn(code)));
            } else {
                open.addAll(usedBy(code));
            }
        }
        return false;
    }

    private static boolean hasQuery(TocEntry function) {
        return QUERY.matcher(function.definition()).find()
                && QUERY.matcher(NO_QUERY.matcher(function.definition()).replaceAll(""))
                        .find();
    }

    /// An operator and a cast run functions, too.
    private List<TocEntry> usedBy(TocEntry entry) {
        return entry.dependencies().stream()
                .map(entries::get)
                .filter(Objects::nonNull)
                .filter(used -> switch (used.kind()) {
                    case "FUNCTION", "OPERATOR", "CAST" -> true;
                    default -> false;
                })
                .toList();
    }

    private List<TocEntry> namedIn(TocEntry entry) {
        var words = WORD.matcher(entry.definition()).results().map(MatchResult::group);
        var quoted = QUOTED.matcher(entry.definition())
                .results()
                .map(name -> name.group(1).replace("\"\"", "\""));
        return Stream.concat(words, quoted)
                .map(TableReadingCode::folded)
                .distinct()
                .flatMap(name -> functions.getOrDefault(name, List.of()).stream())
                .toList();
    }
}
