package dev.pgconvoy.preflight.check;

import static java.util.Objects.requireNonNull;
import static java.util.stream.Collectors.counting;
import static java.util.stream.Collectors.groupingBy;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.NameListing;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;

/// A server may have been built for longer names than the target: the target cuts them off, and two may become one.
final class LongNames extends DatabaseCheck<LongNames.Row> {

    private static final String LIMIT = "SELECT current_setting('max_identifier_length')::int";
    /// A name that is cut off between two characters is up to three bytes shorter than the
    /// limit: it may then equal one that is not too long itself.
    private static final String NAMES = """
            SELECT 'relation in ' || quote_ident(n.nspname), c.relname
            FROM pg_class AS c JOIN pg_namespace AS n ON n.oid = c.relnamespace
            WHERE c.oid >= 16384 AND octet_length(c.relname::text) > %1$d - 4
            UNION ALL
            SELECT 'column of ' || a.attrelid::regclass, a.attname
            FROM pg_attribute AS a
            WHERE a.attrelid >= 16384 AND NOT a.attisdropped AND octet_length(a.attname::text) > %1$d - 4
            ORDER BY 1, 2
            """;
    private static final String NONE = "SELECT '', '' WHERE false";

    /// @param place in which names must differ
    record Row(String database, String place, String name, int limit) {

        boolean isTooLong() {
            return name.getBytes(StandardCharsets.UTF_8).length > limit;
        }

        /// As the target cuts it.
        String cut() {
            var length = name.length();
            while (name.substring(0, length).getBytes(StandardCharsets.UTF_8).length > limit) {
                length = name.offsetByCodePoints(length, -1);
            }
            return name.substring(0, length);
        }
    }

    @Override
    public String name() {
        return "long-names";
    }

    @Override
    protected String question(Examination examination) throws SQLException {
        var there = limit(examination);
        var here = examination.source().query(LIMIT, row -> row.getInt(1)).getFirst();
        return here <= there ? NONE : NAMES.formatted(there);
    }

    private static int limit(Examination examination) throws SQLException {
        return examination.target().query(LIMIT, row -> row.getInt(1)).getFirst();
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1), row.getString(2), 0);
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) throws SQLException {
        if (rows.isEmpty()) {
            return List.of();
        }
        var limit = limit(examination);
        return assess(rows.stream()
                .map(row -> new Row(row.database, row.place, row.name, limit))
                .toList());
    }

    List<Finding> assess(List<Row> rows) {
        var tooLong = rows.stream().filter(Row::isTooLong).toList();
        if (tooLong.isEmpty()) {
            return List.of();
        }
        record Place(String place, String cut) {}
        var sameName = rows.stream().collect(groupingBy(row -> new Place(row.place, row.cut()), counting()));
        var twins = tooLong.stream()
                .filter(row -> requireNonNull(sameName.get(new Place(row.place, row.cut()))) > 1)
                .toList();
        var told = NameListing.of((twins.isEmpty() ? tooLong : twins)
                .stream()
                        .map(row -> "\"%s\" (%s)".formatted(row.name, row.place))
                        .toList());
        var remedy =
                "Rename them on the source to at most %d bytes (ALTER … RENAME TO …).".formatted(rows.getFirst().limit);
        return List.of(
                twins.isEmpty()
                        ? Finding.warning(
                                name(),
                                FindingCode.LONG_NAMES,
                                rows.getFirst().database,
                                "The target cuts these names off: %s.".formatted(told),
                                remedy)
                        : Finding.error(
                                name(),
                                FindingCode.LONG_NAMES,
                                rows.getFirst().database,
                                "The target cuts these names off, and then they equal others: %s.".formatted(told),
                                remedy));
    }
}
