package dev.pgconvoy.worker.lead;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.LeaderLock;
import dev.pgconvoy.postgres.OwnSchema;
import dev.pgconvoy.worker.WorkerSql;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// The rows of `pgconvoy_lead.migration` in the maintenance database of the target: one for each migration that is led.
/// Each call is a transaction of its own on an auto-commit session. The schema is there as long as it has rows.
final class LeadRegister {

    private static final String CREATE = WorkerSql.read("lead/create");
    private static final String TAKE = WorkerSql.read("lead/take");

    /// Held while the schema is made or dropped, so that nobody finds half of it.
    private static final String ALONE = "SELECT pg_catalog.pg_advisory_xact_lock(%d, 0)".formatted(LeaderLock.CLASS);

    private final Connection session;

    LeadRegister(Connection session) {
        this.session = session;
    }

    /// @param attempt how often the migration had been handed out when its leader took it
    /// @param ending how the migration ends, when that is decided
    record Entry(String requestHash, int epoch, int attempt, Optional<DecidedEnd> ending) {}

    /// @throws MigrationException REQUEST_REFUSED when the schema is somebody else's
    Optional<Entry> read(MigrationId id) throws SQLException {
        return read(id.toString());
    }

    /// @throws MigrationException REQUEST_REFUSED when the schema is somebody else's
    Optional<Entry> read(String id) throws SQLException {
        return OwnSchema.LEAD.read(
                session,
                "SELECT request_hash, epoch, attempt, ending FROM pgconvoy_lead.migration WHERE id = ?",
                row -> new Entry(row.getString(1), row.getInt(2), row.getInt(3), ending(row.getString(4))),
                id);
    }

    private static Optional<DecidedEnd> ending(@Nullable String text) {
        return Optional.ofNullable(text).map(DecidedEnd::of);
    }

    /// The least epoch that whoever has the lock may begin, as far as this server knows.
    ///
    /// @throws MigrationException FENCED when the row is another request's; PERMISSION_DENIED when this user
    /// could not begin it, REQUEST_REFUSED when the schema is somebody else's: to be known before a begin is
    /// said, after which no failure can be announced without a lead
    int nextEpoch(MigrationId id, String requestHash) throws SQLException {
        requireRightToCreate();
        OwnSchema.LEAD.requireOurs(session); // also without a table in it
        var entry = read(id);
        if (entry.filter(known -> !known.requestHash().equals(requestHash)).isPresent()) {
            throw new MigrationException(
                    FailureCode.FENCED, id.toString(), "Another request of this name is being served.", "");
        }
        return entry.map(Entry::epoch).orElse(0) + 1;
    }

    private void requireRightToCreate() throws SQLException {
        try (var statement = session.createStatement();
                var row = statement.executeQuery("""
                    SELECT pg_catalog.has_database_privilege(current_user, pg_catalog.current_database(), 'CREATE'),
                           pg_catalog.format('GRANT CREATE ON DATABASE %I TO %I',
                                             pg_catalog.current_database(), current_user)""")) {
            row.next();
            if (!row.getBoolean(1)) {
                throw new MigrationException(
                        FailureCode.PERMISSION_DENIED,
                        "database \"%s\" on the target".formatted(session.getCatalog()),
                        "The user may not create the schema pgconvoy_lead in it, which says who leads a migration.",
                        row.getString(2));
            }
        }
    }

    /// @throws MigrationException FENCED when it is not the next one any more
    void begin(LeadTerm term, int attempt) throws SQLException {
        transaction(() -> {
            try (var statement = session.createStatement()) {
                statement.execute(ALONE);
                statement.execute(CREATE);
            }
            OwnSchema.LEAD.hold(session, "ROW EXCLUSIVE"); // CREATE … IF NOT EXISTS takes whatever is there
            try (var insert = session.prepareStatement(TAKE)) {
                bind(insert, term);
                insert.setInt(4, attempt);
                try (var row = insert.executeQuery()) {
                    if (!row.next()) {
                        throw fenced(term.id());
                    }
                }
            }
            return term;
        });
    }

    /// Decides how the migration ends, unless that is decided.
    ///
    /// @return what is decided now
    /// @throws MigrationException FENCED when another epoch leads
    DecidedEnd decide(LeadTerm term, DecidedEnd wanted) throws SQLException {
        try (var update = session.prepareStatement("""
                UPDATE pgconvoy_lead.migration SET ending = coalesce(ending, ?)
                WHERE id = ? AND request_hash = ? AND epoch = ? RETURNING ending""")) {
            update.setString(1, wanted.text());
            update.setString(2, term.id().toString());
            update.setString(3, term.requestHash());
            update.setInt(4, term.epoch());
            try (var row = update.executeQuery()) {
                if (!row.next()) {
                    throw fenced(term.id());
                }
                return DecidedEnd.of(row.getString(1));
            }
        }
    }

    /// Puts another text in the place of the end that is decided.
    ///
    /// @throws MigrationException FENCED when another epoch leads
    void amend(LeadTerm term, DecidedEnd amended) throws SQLException {
        try (var update = session.prepareStatement("""
                UPDATE pgconvoy_lead.migration SET ending = ?
                WHERE id = ? AND request_hash = ? AND epoch = ? AND ending IS NOT NULL""")) {
            update.setString(1, amended.text());
            update.setString(2, term.id().toString());
            update.setString(3, term.requestHash());
            update.setInt(4, term.epoch());
            requireOne(update.executeUpdate(), term);
        }
    }

    /// From now on a database that keeps us out may be one whose last steps were done.
    ///
    /// @throws MigrationException FENCED when another epoch leads
    void enterLastSteps(LeadTerm term, String database) throws SQLException {
        note(term, "last_steps", List.of(database));
    }

    boolean hasEnteredLastSteps(LeadTerm term, String database) throws SQLException {
        return noted(term, "last_steps").contains(database);
    }

    /// From now on the copy of a database is one that was begun anew.
    ///
    /// @throws MigrationException FENCED when another epoch leads
    void beginAnew(LeadTerm term, String database) throws SQLException {
        note(term, "begun_anew", List.of(database));
    }

    boolean isBegunAnew(LeadTerm term, String database) throws SQLException {
        return noted(term, "begun_anew").contains(database);
    }

    /// From now on the target's user may be a member of these roles for this migration. In [#alone].
    ///
    /// @throws MigrationException FENCED when another epoch leads
    void noteJoinedRoles(LeadTerm term, List<String> roles) throws SQLException {
        note(term, "joined_roles", roles);
    }

    /// In [#alone].
    List<String> joinedRoles(LeadTerm term) throws SQLException {
        return roles("=", term);
    }

    /// Those that the user may be a member of for other migrations. In [#alone].
    List<String> rolesJoinedByOthers(LeadTerm term) throws SQLException {
        return roles("<>", term);
    }

    private List<String> roles(String whose, LeadTerm term) throws SQLException {
        try (var query = session.prepareStatement("""
                SELECT DISTINCT role FROM pgconvoy_lead.migration, pg_catalog.unnest(joined_roles) AS role
                WHERE id %s ? ORDER BY role""".formatted(whose))) {
            query.setString(1, term.id().toString());
            var roles = new ArrayList<String>();
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    roles.add(rows.getString(1));
                }
            }
            return roles;
        }
    }

    /// From now on this migration needs none of them. In [#alone].
    ///
    /// @throws MigrationException FENCED when another epoch leads
    void forgetJoinedRoles(LeadTerm term) throws SQLException {
        try (var update = session.prepareStatement("""
                UPDATE pgconvoy_lead.migration SET joined_roles = '{}'
                WHERE id = ? AND request_hash = ? AND epoch = ?""")) {
            bind(update, term);
            requireOne(update.executeUpdate(), term);
        }
    }

    /// In one transaction, while no other migration on this server does the same, begins or ends.
    void alone(Work work) throws SQLException {
        transaction(() -> {
            try (var statement = session.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '5s'");
                statement.execute(ALONE);
            }
            OwnSchema.LEAD.hold(session, "ROW EXCLUSIVE");
            work.run();
            return work;
        });
    }

    interface Work {
        void run() throws SQLException;
    }

    private void note(LeadTerm term, String column, List<String> names) throws SQLException {
        try (var update = session.prepareStatement("""
                UPDATE pgconvoy_lead.migration
                SET %1$s = ARRAY(SELECT pg_catalog.unnest(%1$s) UNION SELECT pg_catalog.unnest(?::text[]))
                WHERE id = ? AND request_hash = ? AND epoch = ?""".formatted(column))) {
            update.setArray(1, session.createArrayOf("text", names.toArray()));
            update.setString(2, term.id().toString());
            update.setString(3, term.requestHash());
            update.setInt(4, term.epoch());
            requireOne(update.executeUpdate(), term);
        }
    }

    private List<String> noted(LeadTerm term, String column) throws SQLException {
        return OwnSchema.LEAD
                .read(
                        session,
                        "SELECT %s FROM pgconvoy_lead.migration WHERE id = ?".formatted(column),
                        row -> List.of((String[]) row.getArray(1).getArray()),
                        term.id().toString())
                .orElse(List.of());
    }

    /// Forgets the migration: its end is complete.
    ///
    /// @throws MigrationException FENCED when another epoch leads
    void remove(LeadTerm term) throws SQLException {
        transaction(() -> {
            try (var statement = session.createStatement()) {
                statement.execute(ALONE);
            }
            try (var delete = session.prepareStatement(
                    "DELETE FROM pgconvoy_lead.migration WHERE id = ? AND request_hash = ? AND epoch = ?")) {
                bind(delete, term);
                requireOne(delete.executeUpdate(), term);
            }
            try (var statement = session.createStatement();
                    var left = statement.executeQuery("SELECT FROM pgconvoy_lead.migration LIMIT 1")) {
                if (left.next()) {
                    return term;
                }
            }
            try (var statement = session.createStatement()) {
                statement.execute("SET LOCAL lock_timeout = '5s'; DROP SCHEMA pgconvoy_lead CASCADE");
            }
            return term;
        });
    }

    /// @throws MigrationException FENCED when another epoch leads, or the migration has ended
    void look(LeadTerm term) throws SQLException {
        if (read(term.id())
                .filter(entry ->
                        entry.epoch() == term.epoch() && entry.requestHash().equals(term.requestHash()))
                .isEmpty()) {
            throw fenced(term.id());
        }
    }

    /// @throws MigrationException FENCED when another epoch or another request leads; not when nobody does any more
    void requireNoOther(LeadTerm term) throws SQLException {
        if (read(term.id())
                .filter(entry ->
                        entry.epoch() != term.epoch() || !entry.requestHash().equals(term.requestHash()))
                .isPresent()) {
            throw fenced(term.id());
        }
    }

    private static void bind(PreparedStatement statement, LeadTerm term) throws SQLException {
        statement.setString(1, term.id().toString());
        statement.setString(2, term.requestHash());
        statement.setInt(3, term.epoch());
    }

    private static void requireOne(int rows, LeadTerm term) {
        if (rows != 1) {
            throw fenced(term.id());
        }
    }

    private static MigrationException fenced(MigrationId id) {
        return new MigrationException(
                FailureCode.FENCED, id.toString(), "Another conductor leads this migration, or it has ended.", "");
    }

    private interface Transaction<T> {
        T run() throws SQLException;
    }

    private <T> T transaction(Transaction<T> work) throws SQLException {
        session.setAutoCommit(false);
        try {
            var result = work.run();
            session.commit();
            return result;
        } catch (SQLException | RuntimeException e) {
            session.rollback();
            throw e;
        } finally {
            session.setAutoCommit(true);
        }
    }
}
