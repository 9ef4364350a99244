package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;
import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.toList;
import static java.util.stream.Collectors.toSet;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import dev.pgconvoy.preflight.examination.PreflightSql;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/// Libraries sort texts differently from version to version. Where the source's library has changed, its indexes may be
/// wrong, and unique ones may hold twins that the target refuses. Where the target's is another one, rows may belong to
/// other partitions by range; indexes are built anew there.
final class CollationVersions extends DatabaseCheck<CollationVersions.Row> {

    private static final String SINCE_10 = PreflightSql.read("check/list_collation_versions_pg10");
    private static final String SINCE_15 = PreflightSql.read("check/list_collation_versions_pg15");
    private static final String BEFORE_10 = "SELECT '', '', '', '', '', '', '' WHERE false";
    private static final String THERE = PreflightSql.read("check/list_library_versions_pg10");
    private static final int FIRST_THAT_TELLS = 10;

    enum Kind {
        INDEX,
        PARTITIONS
    }

    /// @param relation quoted where that is needed
    /// @param collation the same; `default` is the database's own
    /// @param provider `c` libc, `i` ICU
    /// @param recorded the version when the collation was made; empty where none is known
    /// @param actual the one that sorts now
    record Row(
            String database,
            Kind kind,
            String relation,
            String collation,
            String provider,
            String locale,
            String recorded,
            String actual) {

        Library library() {
            return new Library(provider, locale);
        }

        boolean hasDrifted() {
            return !recorded.isEmpty() && !recorded.equals(actual);
        }
    }

    record Library(String provider, String locale) {}

    private record Drift(String collation, String recorded, String actual) {}

    @Override
    public String name() {
        return "collation-versions";
    }

    @Override
    protected String question(Examination examination) throws SQLException {
        var version = examination.source().version();
        if (!version.isAtLeast(FIRST_THAT_TELLS)) {
            return BEFORE_10;
        }
        return version.isAtLeast(15) ? SINCE_15 : SINCE_10;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(
                database,
                Kind.valueOf(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getString(5),
                row.getString(6),
                row.getString(7));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) throws SQLException {
        var there = new HashMap<Library, Set<String>>();
        for (var row : rows) {
            if (row.kind == Kind.PARTITIONS && !there.containsKey(row.library())) {
                there.put(row.library(), versions(examination, row.library()));
            }
        }
        return assess(rows, there);
    }

    private static Set<String> versions(Examination examination, Library library) throws SQLException {
        record Version(String provider, String version) {}
        return examination
                .target()
                .query(THERE, row -> new Version(row.getString(1), row.getString(3)), library.locale)
                .stream()
                .filter(version -> version.provider.equals(library.provider))
                .map(Version::version)
                .collect(toSet());
    }

    /// @param there the versions of the target's libraries; none where it tells none
    List<Finding> assess(List<Row> rows, Map<Library, Set<String>> there) {
        var findings = new ArrayList<Finding>();
        rows.stream()
                .filter(Row::hasDrifted)
                .collect(groupingBy(
                        row -> new Drift(row.collation, row.recorded, row.actual),
                        () -> new TreeMap<>(Comparator.comparing(Drift::toString)),
                        toList()))
                .forEach((drift, of) -> findings.add(drifted(drift, of)));
        rows.stream()
                .filter(row -> row.kind == Kind.PARTITIONS && !row.actual.isEmpty())
                .forEach(row -> {
                    var versions = there.getOrDefault(row.library(), Set.of());
                    if (!versions.isEmpty() && !versions.contains(row.actual)) {
                        findings.add(another(row, versions));
                    }
                });
        return findings;
    }

    private Finding drifted(Drift drift, List<Row> rows) {
        var relations = rows.stream().map(Row::relation).toList();
        return Finding.warning(
                name(),
                FindingCode.COLLATION_CHANGED,
                "collation %s in \"%s\"".formatted(drift.collation, rows.getFirst().database),
                "It was made with version %s of its library, and the source sorts with %s now. These may be out of order, and unique ones may hold equal keys that the target refuses: %s."
                        .formatted(drift.recorded, drift.actual, NameListing.of(relations)),
                "On the source, in this database: %s%s"
                        .formatted(
                                rows.stream()
                                        .filter(row -> row.kind == Kind.INDEX)
                                        .map(row -> "REINDEX INDEX %s; ".formatted(row.relation))
                                        .collect(joining()),
                                refresh(drift, rows.getFirst().database)));
    }

    private static String refresh(Drift drift, String database) {
        return drift.collation.equals("default")
                ? "ALTER DATABASE %s REFRESH COLLATION VERSION;".formatted(quoted(database))
                : "ALTER COLLATION %s REFRESH VERSION;".formatted(drift.collation);
    }

    private Finding another(Row row, Set<String> there) {
        return Finding.warning(
                name(),
                FindingCode.COLLATION_CHANGED,
                "table %s in \"%s\"".formatted(row.relation, row.database),
                "It is partitioned by ranges of texts in collation %s, which the source sorts with version %s and the target with %s: rows near a bound may belong to other partitions there, and bounds may overlap."
                        .formatted(row.collation, row.actual, String.join(", ", there)),
                "Choose a target with the source's version of the library, or partition it by a collation that does not change (COLLATE \"C\") first.");
    }
}
