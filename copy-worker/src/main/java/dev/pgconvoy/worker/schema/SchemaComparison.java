package dev.pgconvoy.worker.schema;

import dev.pgconvoy.migration.Report.Difference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The objects of two databases, by the tables of contents of their dumps. Servers of one major version write an object
/// in the same words, so its definition is compared; those of two do not, so only that it is there.
public final class SchemaComparison {

    private static final String KIND = "schema";
    private static final String THERE = "there";
    private static final String MISSING = "missing";
    private static final int LONGEST_SHOWN = 500;

    /// What every version has its own way with, or what is no object of the database's own.
    private static final Set<String> UNCOMPARED = Set.of(
            "ENCODING",
            "STDSTRINGS",
            "SEARCHPATH",
            "DATABASE",
            "DATABASE PROPERTIES",
            "ACL",
            "DEFAULT ACL",
            "SECURITY LABEL",
            "SEQUENCE SET",
            "TABLE DATA",
            "MATERIALIZED VIEW DATA",
            "BLOB",
            "BLOBS",
            "BLOB METADATA",
            "BLOB COMMENTS",
            "SUBSCRIPTION",
            "PROCEDURAL LANGUAGE");

    /// Whose very names depend on the version.
    private static final Set<String> BY_VERSION = Set.of("DEFAULT", "COMMENT", "SCHEMA", "CAST", "INDEX ATTACH");

    private static final Set<String> TABLES = Set.of("TABLE", "FOREIGN TABLE");

    private SchemaComparison() {}

    /// @param sameMajor whether both servers are of one major version
    public static List<Difference> compare(
            Collection<TocEntry> source, Collection<TocEntry> target, boolean sameMajor) {
        var expected = definitions(source, sameMajor);
        var found = definitions(target, sameMajor);
        var differences = new ArrayList<Difference>();
        expected.forEach((object, definitions) -> {
            var other = found.get(object);
            if (other == null) {
                differences.add(new Difference(object, KIND, THERE, MISSING));
            } else if (sameMajor && !other.equals(definitions)) {
                differences.add(
                        ShownDefinition.isOfSecretKind(object)
                                ? new Difference(object, KIND, "one definition, not shown", "another, not shown")
                                : new Difference(object, KIND, shown(definitions, other), shown(other, definitions)));
            }
        });
        found.keySet().stream()
                .filter(object -> !expected.containsKey(object))
                .forEach(object -> differences.add(new Difference(object, KIND, MISSING, THERE)));
        return differences;
    }

    private static Map<String, List<String>> definitions(Collection<TocEntry> entries, boolean sameMajor) {
        return entries.stream()
                .filter(entry -> isCompared(entry, sameMajor))
                .collect(Collectors.groupingBy(
                        TocEntry::unit,
                        TreeMap::new,
                        Collectors.collectingAndThen(
                                Collectors.mapping(SchemaComparison::words, Collectors.toList()),
                                definitions -> definitions.stream().sorted().toList())));
    }

    /// The columns of a table that inherits may come in another order.
    private static String words(TocEntry entry) {
        return TABLES.contains(entry.kind())
                ? entry.definition()
                        .lines()
                        .map(line -> line.strip().replaceFirst(",$", ""))
                        .sorted()
                        .collect(Collectors.joining("\n"))
                : entry.definition().strip();
    }

    /// The schema public and what initdb makes differ between versions; extensions bring their own.
    private static boolean isCompared(TocEntry entry, boolean sameMajor) {
        return !UNCOMPARED.contains(entry.kind())
                && !(entry.kind().equals("EXTENSION") && entry.tag().equals("plpgsql"))
                && !(entry.kind().equals("SCHEMA") && entry.tag().equals("public"))
                && !(entry.kind().equals("COMMENT") && entry.tag().startsWith("EXTENSION "))
                && (sameMajor || !BY_VERSION.contains(entry.kind()));
    }

    /// From the first line that differs.
    private static String shown(List<String> definitions, List<String> others) {
        var lines = String.join("\n", definitions).lines().toList();
        var otherLines = Set.copyOf(String.join("\n", others).lines().toList());
        var text = ShownDefinition.masked(lines.stream()
                .filter(line -> !otherLines.contains(line))
                .map(String::strip)
                .collect(Collectors.joining(" ")));
        return text.length() <= LONGEST_SHOWN ? text : text.substring(0, LONGEST_SHOWN) + "…";
    }
}
