package dev.pgconvoy.worker.ledger;

import static dev.pgconvoy.postgres.Identifiers.literal;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.lead.LeadTerm;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Who may write, as each target database knows it. Used by conductors, each call a transaction of its own on an
/// auto-commit session.
public final class Fence {

    /// No conductor has this epoch: once set, nobody writes any more.
    public static final int CLOSED = Integer.MAX_VALUE;

    private static final String CREATE = WorkerSql.read("ledger/create");
    private static final String FORGET_PROOFS = WorkerSql.read("ledger/forget_proofs");
    private static final String LIST_WRITERS = WorkerSql.read("ledger/list_writers");
    private static final String LOCK_NOT_AVAILABLE = "55P03";
    private static final String NOT_ALLOWED = "42501";
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(10);

    private Fence() {}

    /// What the ledger of a database says of itself.
    public record Owner(String migrationId, String requestHash, int epoch, CopyOrigin origin, String sourceSnapshot) {
        public boolean is(MigrationId id) {
            return migrationId.equals(id.toString());
        }

        public boolean isClosed() {
            return epoch == CLOSED;
        }
    }

    /// @param sourceSnapshot the state of the source that is copied, for whoever goes on with the copy
    public static void create(Connection target, LeadTerm term, CopyOrigin origin, String sourceSnapshot)
            throws SQLException {
        try (var statement = target.createStatement()) {
            statement.execute(CREATE);
        }
        try (var statement = target.prepareStatement("""
                INSERT INTO pgconvoy_ledger.migration (id, request_hash, epoch, source, scope, source_snapshot)
                VALUES (?, ?, ?, ?, ?, ?)""")) {
            statement.setString(1, term.id().toString());
            statement.setString(2, term.requestHash());
            statement.setInt(3, term.epoch());
            statement.setString(4, origin.source());
            statement.setString(5, origin.scope());
            statement.setString(6, sourceSnapshot);
            statement.executeUpdate();
        }
    }

    /// Empty when the database has no ledger, or one that is not as we make it: somebody else's.
    public static Optional<Owner> owner(Connection target) throws SQLException {
        if (OwnSchema.LEDGER.foreign(target).isPresent()) {
            return Optional.empty();
        }
        return OwnSchema.LEDGER.read(
                target,
                "SELECT id, request_hash, epoch, source, scope, source_snapshot FROM pgconvoy_ledger.migration",
                row -> new Owner(
                        row.getString(1),
                        row.getString(2),
                        row.getInt(3),
                        new CopyOrigin(row.getString(4), row.getString(5)),
                        row.getString(6)));
    }

    /// Takes over from every older epoch of this migration, or finds that it leads already; transactions of
    /// older epochs are ended first.
    ///
    /// @return false when a newer conductor was here, or the fence is closed
    public static boolean raise(Connection target, LeadTerm term) throws SQLException {
        return update(
                target,
                "",
                "UPDATE pgconvoy_ledger.migration SET epoch = %d WHERE id = %s AND request_hash = %s AND epoch <= %d"
                        .formatted(
                                term.epoch(),
                                literal(term.id().toString()),
                                literal(term.requestHash()),
                                term.epoch()));
    }

    /// Nobody of this migration writes any more, nor will; transactions that could are ended first. A fence
    /// that is closed, or a newer leader's, stays as it is.
    public static void close(Connection target, LeadTerm term) throws SQLException {
        update(
                target,
                "",
                "UPDATE pgconvoy_ledger.migration SET epoch = %d WHERE id = %s AND request_hash = %s AND epoch <= %d"
                        .formatted(CLOSED, literal(term.id().toString()), literal(term.requestHash()), term.epoch()));
    }

    /// Takes over from another migration, one that is over: its transactions are ended first, also when its fence is
    /// closed. What it has copied counts as copied by this one; what it has compared and decided does not, because
    /// source, target and what is wanted may have changed since.
    ///
    /// @return false when somebody else was faster
    public static boolean adopt(Connection target, Owner from, LeadTerm term) throws SQLException {
        return update(
                target,
                FORGET_PROOFS,
                "UPDATE pgconvoy_ledger.migration SET id = %s, request_hash = %s, epoch = %d WHERE id = %s AND epoch = %d"
                        .formatted(
                                literal(term.id().toString()),
                                literal(term.requestHash()),
                                term.epoch(),
                                literal(from.migrationId()),
                                from.epoch()));
    }

    /// @param afterwards what follows in the same transaction, once no other transaction holds the fence
    private static boolean update(Connection target, String afterwards, String sql) throws SQLException {
        var until = System.nanoTime() + LONGEST_WAIT.toNanos();
        while (true) {
            try {
                return updateAtOnce(target, afterwards, sql);
            } catch (SQLException e) {
                if (!LOCK_NOT_AVAILABLE.equals(e.getSQLState())) {
                    throw e;
                }
                endWriters(target, System.nanoTime() - until > 0);
            }
        }
    }

    private static boolean updateAtOnce(Connection target, String afterwards, String sql) throws SQLException {
        target.setAutoCommit(false);
        try (var statement = target.createStatement()) {
            statement.execute("SET LOCAL lock_timeout = '200ms'");
            OwnSchema.LEDGER.hold(target, "ROW EXCLUSIVE");
            var isUpdated = statement.executeUpdate(sql) == 1;
            if (isUpdated && !afterwards.isEmpty()) {
                statement.execute(afterwards);
            }
            target.commit();
            return isUpdated;
        } finally {
            target.rollback(); // nothing, once it is committed
            target.setAutoCommit(true);
        }
    }

    private static void endWriters(Connection target, boolean enough) throws SQLException {
        for (var writer : writers(target)) {
            try (var statement = target.createStatement()) {
                statement.execute("SELECT pg_catalog.pg_terminate_backend(%d)".formatted(writer.pid()));
            } catch (SQLException e) {
                if (!NOT_ALLOWED.equals(e.getSQLState())) {
                    throw e;
                }
                if (enough) {
                    throw writer.isInTheWayOf(target.getCatalog());
                }
            }
        }
        if (enough) {
            throw new MigrationException(
                    FailureCode.CONTENTION,
                    "database \"%s\"".formatted(target.getCatalog()),
                    "Transactions hold the ledger pgconvoy_ledger and do not end although we ended their sessions.",
                    "Look for prepared transactions and hanging sessions: SELECT * FROM pg_prepared_xacts, pg_stat_activity.");
        }
    }

    /// A session whose transaction holds the fence.
    private record Writer(int pid, String user, String application) {
        MigrationException isInTheWayOf(String database) {
            return new MigrationException(
                    FailureCode.CONTENTION,
                    "database \"%s\"".formatted(database),
                    "A transaction of user %s (pid %d, %s) holds the ledger pgconvoy_ledger, and we may not end it."
                            .formatted(user, pid, application.isEmpty() ? "no application name" : application),
                    "End it on the target: SELECT pg_terminate_backend(%d).".formatted(pid));
        }
    }

    private static List<Writer> writers(Connection target) throws SQLException {
        try (var statement = target.createStatement();
                var rows = statement.executeQuery(LIST_WRITERS)) {
            var writers = new ArrayList<Writer>();
            while (rows.next()) {
                writers.add(new Writer(rows.getInt(1), rows.getString(2), rows.getString(3)));
            }
            return writers;
        }
    }
}
