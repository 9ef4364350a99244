package dev.pgconvoy.worker.schema;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.toMap;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.Report.Difference;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// Where objects lie that have a tablespace of their own: tablespaces are folders of a
/// machine, so that the target's are named by the request. What it does not name lies
/// where the target's database does, and is told.
///
/// @param names of the target's tablespaces by the source's
public record MappedTablespaces(Map<String, String> names) {

    private static final Set<String> MOVED = Set.of("TABLE", "MATERIALIZED VIEW");
    private static final Set<String> BUILT = Set.of("INDEX", "CONSTRAINT");
    private static final String OF_DATABASE = """
            SELECT t.spcname FROM pg_catalog.pg_database AS d JOIN pg_catalog.pg_tablespace AS t ON t.oid = d.dattablespace
            WHERE d.datname = pg_catalog.current_database()""";
    private static final String ALTER = "ALTER %s IF EXISTS %s SET TABLESPACE %s";

    public MappedTablespaces {
        names = Map.copyOf(names);
    }

    /// Where the database of this session lies on the target; empty where the target puts it.
    public String ofDatabase(Connection source) throws SQLException {
        return names.getOrDefault(lies(source), "");
    }

    private static String lies(Connection session) throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery(OF_DATABASE)) {
            return row.next() ? row.getString(1) : "";
        }
    }

    /// Statements for tables that are there and empty.
    public List<String> moves(List<TocEntry> entries) {
        return entries.stream()
                .filter(entry -> MOVED.contains(entry.kind()))
                .flatMap(entry -> Optional.ofNullable(names.get(entry.tablespace())).stream()
                        .map(name ->
                                ALTER.formatted(entry.kind(), entry.relation().quoted(), quoted(name))))
                .toList();
    }

    /// The same pieces, whose indexes are built where they belong.
    public SchemaPieces of(SchemaPieces pieces) {
        return names.isEmpty()
                ? pieces
                : pieces.withBuilds(pieces.builds().stream().map(this::built).toList());
    }

    private TocEntry built(TocEntry entry) {
        var name = names.get(entry.tablespace());
        return name == null || !BUILT.contains(entry.kind())
                ? entry
                : entry.withDefinition(
                        "SET LOCAL default_tablespace = %s;\n%s\nSET LOCAL default_tablespace TO DEFAULT;"
                                .formatted(quoted(name), ended(entry.definition())));
    }

    private static String ended(String definition) {
        return definition.strip().endsWith(";") ? definition.strip() : definition.strip() + ";";
    }

    /// Objects that both databases have and that lie elsewhere on the target than the request
    /// says. What it says nothing of may lie anywhere: whoever moves it afterwards has not
    /// changed the copy.
    ///
    /// @param target a session of the target's database
    public List<Difference> differences(Collection<TocEntry> expected, Collection<TocEntry> found, Connection target)
            throws SQLException {
        var home = lies(target);
        var places = placed(found).collect(toMap(TocEntry::unit, TocEntry::tablespace, (one, _) -> one));
        return placed(expected)
                .flatMap(entry -> {
                    var wanted = names.get(entry.tablespace());
                    var there = places.get(entry.unit());
                    return wanted == null || there == null
                            ? Stream.of()
                            : difference(entry.unit(), wanted, there, home).stream();
                })
                .toList();
    }

    /// What lies in no tablespace of its own lies where its database does.
    private static Optional<Difference> difference(String unit, String wanted, String found, String home) {
        var there = found.isEmpty() ? home : found;
        return there.equals(wanted) ? Optional.empty() : Optional.of(new Difference(unit, "tablespace", wanted, there));
    }

    private static Stream<TocEntry> placed(Collection<TocEntry> entries) {
        return entries.stream().filter(entry -> MOVED.contains(entry.kind()) || BUILT.contains(entry.kind()));
    }

    /// One for each tablespace that the request does not name.
    public List<Finding> notes(List<TocEntry> entries) {
        return placed(entries)
                .map(TocEntry::tablespace)
                .filter(name -> !name.isEmpty() && !names.containsKey(name))
                .collect(groupingBy(name -> name, TreeMap::new, counting()))
                .entrySet()
                .stream()
                .map(unmapped -> Finding.warning(
                        "tablespaces",
                        FindingCode.TABLESPACE_NOT_MAPPED,
                        "tablespace \"%s\"".formatted(unmapped.getKey()),
                        "%d tables and indexes lie in it at the source; on the target they lie in the tablespace of their database."
                                .formatted(unmapped.getValue()),
                        "Move them on the target (ALTER TABLE … SET TABLESPACE …, ALTER INDEX …), or name its tablespace before the next migration (--map-tablespace %s=…)."
                                .formatted(unmapped.getKey())))
                .toList();
    }
}
