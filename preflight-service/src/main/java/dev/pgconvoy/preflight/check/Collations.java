package dev.pgconvoy.preflight.check;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// The locales of databases and collations, and the server's own collations that columns name, must be there on the
/// target: they come from its operating system.
final class Collations extends DatabaseCheck<Collations.Row> {

    /// The provider of databases came with 15, that of collations with 10.
    private static final String USED = """
            SELECT 'locale', locale, 'database'
            FROM pg_database AS d CROSS JOIN LATERAL (VALUES (d.datcollate), (d.datctype)) AS of (locale)
            WHERE d.datname = current_database()
            UNION
            SELECT 'locale', locale, format('collation %I.%I', n.nspname, c.collname)
            FROM pg_collation AS c
            JOIN pg_namespace AS n ON n.oid = c.collnamespace
            CROSS JOIN LATERAL (VALUES (c.collcollate), (c.collctype)) AS of (locale)
            WHERE n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
              AND coalesce(to_jsonb(c) ->> 'collprovider', 'c') = 'c'
            UNION
            SELECT 'collation', c.collname, ''
            FROM pg_collation AS c
            WHERE c.collnamespace = 'pg_catalog'::regnamespace
              AND c.oid IN (
                  SELECT attcollation FROM pg_attribute
                  UNION SELECT typcollation FROM pg_type
                  UNION SELECT unnest(indcollation::oid[]) FROM pg_index)
            ORDER BY 1, 2, 3
            """;

    private static final String THERE = "SELECT collname, collcollate, collctype FROM pg_collation";

    private static final Set<String> EVERYWHERE = Set.of("C", "POSIX");

    private static final Pattern ENCODING = Pattern.compile("\\.([^@]*)");

    /// @param kind `locale` or `collation`
    /// @param user what needs the locale
    record Row(String database, String kind, String name, String user) {}

    @Override
    public String name() {
        return "collations";
    }

    @Override
    protected String question(Examination examination) {
        return USED;
    }

    @Override
    protected Row read(String database, ResultSet row) throws SQLException {
        return new Row(database, row.getString(1), row.getString(2), row.getString(3));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) throws SQLException {
        var there =
                examination
                        .target()
                        .query(THERE, row -> Stream.of(row.getString(1), row.getString(2), row.getString(3)))
                        .stream()
                        .flatMap(names -> names)
                        .filter(name -> name != null)
                        .collect(Collectors.toSet());
        return assess(rows, there);
    }

    List<Finding> assess(List<Row> rows, Collection<String> there) {
        var locales = there.stream().map(Collations::plain).collect(Collectors.toSet());
        return rows.stream()
                .filter(row -> !EVERYWHERE.contains(row.name))
                .filter(row ->
                        row.kind.equals("locale") ? !locales.contains(plain(row.name)) : !there.contains(row.name))
                .map(row -> row.kind.equals("locale") ? unknown(row) : missing(row))
                .toList();
    }

    private Finding unknown(Row row) {
        return Finding.warning(
                name(),
                FindingCode.LOCALE_UNKNOWN,
                "locale %s in \"%s\"".formatted(row.name, row.database),
                "The target does not list it, and the %s needs it.".formatted(row.user),
                "Install the locale there, or make sure that it is there; otherwise creating it fails.");
    }

    private Finding missing(Row row) {
        return Finding.error(
                name(),
                FindingCode.COLLATION_MISSING,
                "collation %s in \"%s\"".formatted(row.name, row.database),
                "Columns or indexes use it, and the target does not have it.",
                "Install its locale there and run pg_import_system_collations in template0 and the maintenance database, or change the columns.");
    }

    /// The same locale is written in several ways: `de_DE.UTF-8`, `de_DE.utf8`.
    private static String plain(String locale) {
        return ENCODING.matcher(locale)
                .replaceFirst(found -> "." + found.group(1).replace("-", ""))
                .toLowerCase(Locale.ROOT);
    }
}
