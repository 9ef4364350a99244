package dev.pgconvoy.preflight.check;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.filter.FilterRules;
import dev.pgconvoy.preflight.examination.DatabaseCheck;
import dev.pgconvoy.preflight.examination.Examination;
import dev.pgconvoy.preflight.examination.PreflightSql;
import dev.pgconvoy.preflight.examination.ServerSession;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The locales of databases and collations, and the server's own collations that columns and other objects name, must
/// be there on the target: they come from its operating system and its libraries.
final class Collations extends DatabaseCheck<Collations.Row> {

    private static final String USED = PreflightSql.read("check/list_collations");
    private static final String THERE = PreflightSql.read("check/list_own_collations");

    /// The server looks a locale up for this parameter as it does for a database. Nothing is written, and it lasts as
    /// long as the statement.
    private static final String LOOK_UP = "SELECT set_config('lc_monetary', ?, true)";

    private static final String NO_SUCH_LOCALE = "22023";
    private static final Set<String> EVERYWHERE = Set.of("C", "POSIX");
    /// Columns of the system's own tables use some of them, in every database.
    private static final Set<String> OF_EVERY_SERVER = Set.of("default", "C", "POSIX");

    enum Kind {
        LOCALE_OF_DATABASE,
        ICU_OF_DATABASE,
        LOCALE_OF_COLLATION,
        ICU_OF_COLLATION,
        /// The server's own, which something names.
        COLLATION
    }

    /// @param name of the locale or of the server's own collation
    /// @param schema of the collation that users made; empty where there is none
    /// @param made that collation
    /// @param encoding of the database, by the number that all servers give it
    record Row(String database, Kind kind, String name, String schema, String made, int encoding) {

        boolean needsLocale() {
            return kind == Kind.LOCALE_OF_DATABASE || kind == Kind.LOCALE_OF_COLLATION;
        }

        boolean needsCollation() {
            return !needsLocale() && !(kind == Kind.COLLATION && OF_EVERY_SERVER.contains(name));
        }
    }

    record Own(String name, int encoding) {
        static final int ANY = -1;
    }

    /// What the target has.
    record There(Set<String> locales, Set<Own> collations, boolean icu) {

        boolean has(Row row) {
            return switch (row.kind) {
                case LOCALE_OF_DATABASE, LOCALE_OF_COLLATION ->
                    EVERYWHERE.contains(row.name) || locales.contains(row.name);
                case ICU_OF_DATABASE, ICU_OF_COLLATION -> icu;
                case COLLATION ->
                    OF_EVERY_SERVER.contains(row.name)
                            || collations.contains(new Own(row.name, Own.ANY))
                            || collations.contains(new Own(row.name, row.encoding));
            };
        }
    }

    private record Listed(Own collation, boolean ofIcu) {}

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
        return new Row(
                database,
                Kind.valueOf(row.getString(1)),
                row.getString(2),
                row.getString(3),
                row.getString(4),
                row.getInt(5));
    }

    @Override
    protected List<Finding> assess(Examination examination, List<Row> rows) throws SQLException {
        var rules = new FilterRules(examination.request().options().filters());
        var moving = rows.stream()
                .filter(row -> row.schema.isEmpty() || rules.includesSchema(row.schema))
                .toList();
        return assess(moving, there(examination.target(), moving));
    }

    private static There there(ServerSession target, List<Row> rows) throws SQLException {
        var listed = rows.stream().anyMatch(Row::needsCollation)
                ? target.query(THERE, row -> new Listed(new Own(row.getString(1), row.getInt(2)), row.getBoolean(3)))
                : List.<Listed>of();
        return new There(
                locales(target, rows),
                listed.stream().map(Listed::collation).collect(Collectors.toSet()),
                listed.stream().anyMatch(Listed::ofIcu));
    }

    private static Set<String> locales(ServerSession target, List<Row> rows) throws SQLException {
        var found = new HashSet<String>();
        for (var locale : rows.stream().filter(Row::needsLocale).map(Row::name).collect(Collectors.toSet())) {
            if (isThere(target, locale)) {
                found.add(locale);
            }
        }
        return found;
    }

    private static boolean isThere(ServerSession target, String locale) throws SQLException {
        try {
            target.query(LOOK_UP, row -> row.getString(1), locale);
            return true;
        } catch (SQLException e) {
            if (NO_SUCH_LOCALE.equals(e.getSQLState())) {
                return false;
            }
            throw e;
        }
    }

    List<Finding> assess(List<Row> rows, There there) {
        return rows.stream().filter(row -> !there.has(row)).map(this::missing).toList();
    }

    private Finding missing(Row row) {
        return switch (row.kind) {
            case LOCALE_OF_DATABASE ->
                Finding.error(
                        name(),
                        FindingCode.DATABASE_LOCALE_MISSING,
                        "locale %s of \"%s\"".formatted(row.name, row.database),
                        "The target's operating system does not have it, so that the database cannot be created.",
                        "Install it on the target's machine (Debian: localedef; then restart PostgreSQL), or choose a target that has it.");
            case ICU_OF_DATABASE ->
                Finding.error(
                        name(),
                        FindingCode.DATABASE_LOCALE_MISSING,
                        "locale provider ICU of \"%s\"".formatted(row.database),
                        "The target was built without ICU, so that the database cannot be created.",
                        "Choose a target that was built with ICU.");
            case LOCALE_OF_COLLATION ->
                madeByUsers(
                        row,
                        "The target's operating system does not have its locale %s, so that it cannot be created."
                                .formatted(row.name),
                        "Install the locale on the target's machine (Debian: localedef; then restart PostgreSQL)");
            case ICU_OF_COLLATION ->
                madeByUsers(
                        row,
                        "It is of ICU, and the target was built without it.",
                        "Choose a target that was built with ICU");
            case COLLATION ->
                Finding.error(
                        name(),
                        FindingCode.COLLATION_MISSING,
                        "collation %s in \"%s\"".formatted(quoted(row.name), row.database),
                        "Columns, indexes or other objects use it, and the target does not have it for the encoding of this database.",
                        "Install its locale on the target's machine and run SELECT pg_import_system_collations('pg_catalog'); in template0 and the maintenance database, or change what uses it.");
        };
    }

    private Finding madeByUsers(Row row, String message, String remedy) {
        var collation = "%s.%s".formatted(quoted(row.schema), quoted(row.made));
        return Finding.error(
                name(),
                FindingCode.COLLATION_LOCALE_MISSING,
                "collation %s in \"%s\"".formatted(collation, row.database),
                message,
                "%s; or DROP COLLATION %s; on the source if nothing needs it.".formatted(remedy, collation));
    }
}
