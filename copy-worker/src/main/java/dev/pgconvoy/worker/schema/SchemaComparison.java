package dev.pgconvoy.worker.schema;

import dev.pgconvoy.migration.Report.Difference;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The objects of two databases, by the tables of contents of their dumps. Definitions can be compared when one server
/// has printed both.
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

    /// Objects that only one of them has.
    ///
    /// @param sameMajor whether both servers are of one major version
    public static List<Difference> missing(
            Collection<TocEntry> source, Collection<TocEntry> target, boolean sameMajor) {
        var expected = definitions(source, sameMajor).keySet();
        var found = definitions(target, sameMajor).keySet();
        return Stream.concat(
                        expected.stream()
                                .filter(object -> !found.contains(object))
                                .map(object -> new Difference(object, KIND, THERE, MISSING)),
                        found.stream()
                                .filter(object -> !expected.contains(object))
                                .map(object -> new Difference(object, KIND, MISSING, THERE)))
                .toList();
    }

    /// The units of objects that both of them have and define in other words.
    public static Set<String> inOtherWords(Collection<TocEntry> source, Collection<TocEntry> target) {
        var found = definitions(target, true);
        var differing = new TreeSet<String>();
        definitions(source, true).forEach((object, definitions) -> {
            var others = found.get(object);
            if (others != null && !others.equals(definitions)) {
                differing.add(object);
            }
        });
        return differing;
    }

    /// Objects that both of them have, as the same server prints them, and whose definitions differ.
    ///
    /// @param objects only these, by their units
    public static List<Difference> changed(
            Collection<TocEntry> source, Collection<TocEntry> target, Set<String> objects) {
        var found = definitions(target, true);
        var differences = new ArrayList<Difference>();
        definitions(source, true).forEach((object, definitions) -> {
            var others = found.get(object);
            if (objects.contains(object) && others != null && !others.equals(definitions)) {
                differences.add(
                        ShownDefinition.isOfSecretKind(object)
                                ? new Difference(object, KIND, "one definition, not shown", "another, not shown")
                                : new Difference(object, KIND, shown(definitions, others), shown(others, definitions)));
            }
        });
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
                && !isOfInitdb(entry)
                && (sameMajor || !BY_VERSION.contains(entry.kind()));
    }

    /// Where a source's schema public has lost its comment, a copy has it again: pg_dump does not
    /// take it away.
    private static boolean isOfInitdb(TocEntry entry) {
        return entry.kind().equals("COMMENT")
                && entry.tag().replace("\"", "").equals("SCHEMA public")
                && entry.definition().contains("IS 'standard public schema'");
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
