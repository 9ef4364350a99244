package dev.pgconvoy.postgres;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// A schema on the target in which we keep what a migration must not forget. Users who may create schemas in that
/// database can make one of this name before we come. Its triggers, views and expressions would run as our user,
/// so that nothing in it is read or written before we know that all of it is as we make it.
///
/// What belongs to our user cannot be changed by others afterwards. So all of it is looked at once; later it is enough
/// that the schema and its tables are the same rows of the catalog.
public enum OwnSchema {
    /// In the maintenance database: who leads which migration.
    LEAD(
            "pgconvoy_lead",
            "If migrations of that user run, wait until they have ended. Otherwise, as the owner or a superuser:"
                    + " ALTER SCHEMA pgconvoy_lead RENAME TO pgconvoy_lead_foreign, or name another maintenanceDatabase.",
            Map.of(
                    "migration",
                    "id text, request_hash text, epoch integer, attempt integer, ending text,"
                            + " last_steps text[], begun_anew text[], joined_roles text[],"
                            + " taken_at timestamp with time zone")),
    /// In each database that is copied: what is done of it.
    LEDGER(
            "pgconvoy_ledger",
            "Go on as the target user who made this copy; or drop the database, or let it be overwritten (--overwrite,"
                    + " overwriteDbsInTarget).",
            Map.of(
                    "migration",
                    "singleton boolean, id text, request_hash text, epoch integer, source text, scope text,"
                            + " source_snapshot text, divided boolean",
                    "large_table",
                    "table_name text, pages bigint",
                    "unit",
                    "unit text, epoch integer, rows bigint, bytes bigint, millis bigint, target_rows bigint,"
                            + " source_checksum text, target_checksum text, notes text,"
                            + " done_at timestamp with time zone",
                    "part",
                    "table_name text, number integer, of integer, rows text",
                    "foreign_key",
                    "schema_name text, table_name text, other_schema text, other_name text,"
                            + " constraint_name text, definition text, comment text",
                    "last_step",
                    "position integer, unit text, object text, sql text",
                    "last_step_position_seq",
                    "last_value bigint, log_cnt bigint, is_called boolean",
                    "outcome",
                    "singleton boolean, text text",
                    "since_crash",
                    "alive boolean",
                    "sequence",
                    "schema_name text, sequence_name text, last_value bigint, called boolean, increment bigint,"
                            + " cycles boolean, least bigint, greatest bigint"));

    private static final String FIND_FOREIGN = read();

    /// The schema and whatever is in it, relations with the transaction that wrote their row:
    /// whoever puts another in its place, gives it away or gives it a trigger, a rule or a column
    /// writes the row anew. Superusers are trusted as owners for as long as they are superusers.
    private static final String IDENTITY = """
            SELECT pg_catalog.concat_ws(' ', d.oid, n.oid, n.xmin,
                (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.oid = n.nspowner),
                (SELECT pg_catalog.string_agg(pg_catalog.concat(o.objid, ':', c.xmin, r.rolsuper), ' ' ORDER BY o.objid)
                 FROM pg_catalog.pg_depend AS o
                 LEFT JOIN pg_catalog.pg_class AS c
                     ON c.oid = o.objid AND o.classid = 'pg_catalog.pg_class'::pg_catalog.regclass
                 LEFT JOIN pg_catalog.pg_roles AS r ON r.oid = c.relowner
                 WHERE o.refclassid = 'pg_catalog.pg_namespace'::pg_catalog.regclass AND o.refobjid = n.oid))
            FROM pg_catalog.pg_namespace AS n
            JOIN pg_catalog.pg_database AS d ON d.datname = pg_catalog.current_database()
            WHERE n.nspname = ?
            """;

    private static final int MOST_TRUSTED = 10_000;
    private static final Set<Trusted> TRUSTED = ConcurrentHashMap.newKeySet();

    /// The schema, the table: nothing of ours is here.
    private static final Set<String> NOT_THERE = Set.of("3F000", "42P01");

    /// No right to it, or nothing that can be locked.
    private static final String NO_TABLE_FOR_US = "42";

    private final String schema;
    private final String remedy;
    private final Map<String, String> columns;

    OwnSchema(String schema, String remedy, Map<String, String> columns) {
        this.schema = schema;
        this.remedy = remedy;
        this.columns = columns;
    }

    /// The first thing in it that is not as we make it.
    ///
    /// @param object the schema, or a relation in it, quoted
    public record Foreign(String schema, String object, String owner, String problem, String remedy) {

        public String message() {
            return "pgconvoy keeps its own state in a schema %s, and the one that is there is not as pgconvoy makes it. See %s of user %s: %s. Code of others could run in our user's name, so that we do not use it."
                    .formatted(schema, object, quoted(owner), problem);
        }
    }

    /// What was found to be as we make it.
    private record Trusted(String url, String user, String schema, String identity) {}

    /// Empty when all of it is as we make it, or when there is none.
    public Optional<Foreign> foreign(Connection session) throws SQLException {
        var before = identity(session);
        if (before.isEmpty() || TRUSTED.contains(before.get())) {
            return Optional.empty();
        }
        var foreign = firstForeign(session);
        if (foreign.isEmpty() && identity(session).equals(before)) {
            if (TRUSTED.size() >= MOST_TRUSTED) {
                TRUSTED.clear();
            }
            TRUSTED.add(before.get());
        }
        return foreign;
    }

    private Optional<Trusted> identity(Connection session) throws SQLException {
        try (var query = session.prepareStatement(IDENTITY)) {
            query.setString(1, schema);
            try (var row = query.executeQuery()) {
                var server = session.getMetaData();
                return row.next()
                        ? Optional.of(new Trusted(server.getURL(), server.getUserName(), schema, row.getString(1)))
                        : Optional.empty();
            }
        }
    }

    private Optional<Foreign> firstForeign(Connection session) throws SQLException {
        try (var query = session.prepareStatement(FIND_FOREIGN)) {
            query.setString(1, schema);
            query.setArray(2, session.createArrayOf("text", columns.keySet().toArray()));
            query.setArray(3, session.createArrayOf("text", columns.values().toArray()));
            try (var row = query.executeQuery()) {
                return row.next()
                        ? Optional.of(new Foreign(schema, row.getString(1), row.getString(2), row.getString(3), remedy))
                        : Optional.empty();
            }
        }
    }

    /// Reads a row.
    @FunctionalInterface
    public interface RowReader<R> {
        R read(ResultSet row) throws SQLException;
    }

    /// Reads the first row of the table `migration`, in a transaction that holds the table while we look whether all
    /// of the schema is as we make it: nobody can put another one in its place between the look and the query.
    ///
    /// @param session with auto-commit
    /// @return empty also when there is no such table
    /// @throws MigrationException REQUEST_REFUSED when something is not as we make it
    public <R> Optional<R> read(Connection session, String query, RowReader<R> reader, String... parameters)
            throws SQLException {
        session.setAutoCommit(false);
        try {
            hold(session, "ACCESS SHARE");
            try (var select = session.prepareStatement(query)) {
                for (var number = 1; number <= parameters.length; number++) {
                    select.setString(number, parameters[number - 1]);
                }
                try (var row = select.executeQuery()) {
                    return row.next() ? Optional.of(reader.read(row)) : Optional.empty();
                }
            }
        } catch (SQLException e) {
            if (NOT_THERE.contains(String.valueOf(e.getSQLState()))) {
                return Optional.empty();
            }
            throw e;
        } finally {
            session.rollback(); // nothing was written
            session.setAutoCommit(true);
        }
    }

    /// Locks the table `migration` until the transaction ends, and looks at all of the schema.
    ///
    /// @param mode of the lock, such as `ROW EXCLUSIVE`
    /// @throws MigrationException REQUEST_REFUSED when something is not as we make it
    public void hold(Connection transaction, String mode) throws SQLException {
        try (var statement = transaction.createStatement()) {
            statement.execute("LOCK TABLE %s.migration IN %s MODE".formatted(schema, mode));
        } catch (SQLException e) {
            var state = String.valueOf(e.getSQLState());
            if (state.startsWith(NO_TABLE_FOR_US) && !NOT_THERE.contains(state)) {
                transaction.rollback();
                requireOurs(transaction);
            }
            throw e;
        }
        requireOurs(transaction);
    }

    /// @throws MigrationException REQUEST_REFUSED when something is not as we make it
    public void requireOurs(Connection session) throws SQLException {
        var foreign = foreign(session);
        if (foreign.isPresent()) {
            var found = foreign.get();
            throw new MigrationException(
                    FailureCode.REQUEST_REFUSED,
                    "schema %s in database \"%s\" on the target".formatted(schema, session.getCatalog()),
                    found.message(),
                    found.remedy());
        }
    }

    private static String read() {
        try (var sql = OwnSchema.class.getResourceAsStream("find_foreign.sql")) {
            if (sql == null) {
                throw new IllegalStateException("find_foreign.sql is not in the class path");
            }
            return new String(sql.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
