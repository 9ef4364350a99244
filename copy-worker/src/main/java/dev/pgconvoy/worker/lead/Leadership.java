package dev.pgconvoy.worker.lead;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.LeaderLock;
import dev.pgconvoy.worker.WorkerSql;
import dev.pgconvoy.worker.lease.Lease;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/// The leader session of a migration: an auto-commit session in the maintenance database of the target that holds the
/// migration's lock, and the only one through which databases are created, renamed and dropped. The next leader ends it
/// before it begins an epoch of its own, so what runs here between two looks at the register is never a former
/// leader's.
///
/// First [#contend], then [#begin] once it is known that the migration has not ended. Every leader session
/// begins an epoch of its own, also when the same conductor tries again: what it had sent before is an
/// older epoch's. The databases of the migration share it: what must not be divided is done by one of them at a time.
public final class Leadership implements MigrationLead {

    private static final String LIST_SESSIONS = WorkerSql.read("lead/list_sessions");
    private static final Duration LONGEST_WAIT = Duration.ofSeconds(20);
    private static final Duration LIVELY = Duration.ofSeconds(4);
    /// An idle session ends within a few milliseconds; what takes longer is
    /// looked at less often.
    private static final Duration FIRST_PAUSE = Duration.ofMillis(2);

    private static final Duration LONGEST_PAUSE = Duration.ofMillis(20);

    private final Connection session;
    private final LeadRegister register;
    private final MigrationId id;
    private final Lease lease;
    private @Nullable LeadTerm term;
    private volatile boolean busy;

    private Leadership(Connection session, MigrationId id, Lease lease) {
        this.session = session;
        this.register = new LeadRegister(session);
        this.id = id;
        this.lease = lease;
    }

    /// What the name of a leader session says before it has an epoch.
    public static String candidate(MigrationId id) {
        return SessionName.ofCandidate(id);
    }

    /// Whether the migration has been handed out again since, and somebody has led it for that. Asked
    /// before the lock is taken, which would end a living leader's session.
    public static boolean isSuperseded(Connection session, MigrationId id, int attempt) throws SQLException {
        return new LeadRegister(session)
                .read(id)
                .filter(entry -> entry.attempt() > attempt)
                .isPresent();
    }

    /// Whether somebody leads the migration and has been heard of a moment ago: by its own session, or by its
    /// [LeadHeartbeat]. One that was suspended, or whose machine is gone, has not.
    public static boolean isLedByTheLiving(Connection session, MigrationId id) throws SQLException {
        try (var statement = session.createStatement();
                var rows = statement.executeQuery("""
                        SELECT FROM pg_catalog.pg_locks AS leader
                        JOIN pg_catalog.pg_stat_activity AS a
                          ON a.pid = leader.pid OR starts_with(a.application_name, 'pgconvoy %s %s e')
                        WHERE %s AND leader.pid <> pg_catalog.pg_backend_pid()
                          AND a.state_change > pg_catalog.clock_timestamp() - interval '%d milliseconds'
                        """.formatted(
                                LeadHeartbeat.PURPOSE,
                                SessionName.key(id),
                                LeaderLock.condition(id.toString()),
                                LIVELY.toMillis()))) {
            return rows.next();
        }
    }

    /// Takes the lock, and changes nothing else.
    ///
    /// @param former under which the caller has led this migration; empty for a newcomer. When the register
    /// does not know the migration any more, its end is complete, and the history says whether it was
    /// announced.
    /// @throws MigrationException FENCED when somebody else has led since
    public static Leadership contend(Connection session, MigrationId id, Lease lease, Optional<LeadTerm> former)
            throws SQLException {
        var leadership = new Leadership(session, id, lease);
        leadership.requireLease();
        if (former.isPresent()) {
            leadership.register.requireNoOther(former.get());
        }
        LockTakeover.take(session, id);
        if (former.isPresent()) {
            leadership.register.requireNoOther(former.get());
        }
        return leadership;
    }

    @Override
    public synchronized boolean isRegistered() throws SQLException {
        return register.read(id).isPresent();
    }

    @Override
    public synchronized boolean isRegistered(String migrationId) throws SQLException {
        return register.read(migrationId).isPresent();
    }

    @Override
    public synchronized int nextEpoch(String requestHash) throws SQLException {
        return register.nextEpoch(id, requestHash);
    }

    @Override
    public synchronized void begin(LeadTerm next, int attempt) throws SQLException {
        requireLease();
        register.begin(next, attempt);
        assume(next);
    }

    private void assume(LeadTerm begun) throws SQLException {
        term = begun;
        session.setClientInfo("ApplicationName", "pgconvoy " + SessionName.of("leader", begun));
    }

    @Override
    public MigrationId id() {
        return id;
    }

    @Override
    public String sessionName(String purpose) {
        return term == null ? SessionName.ofCandidate(id) : SessionName.of(purpose, term);
    }

    @Override
    public LeadTerm term() {
        var begun = term;
        if (begun == null) {
            throw new IllegalStateException("no epoch has begun");
        }
        return begun;
    }

    @Override
    public synchronized void look() throws SQLException {
        requireLease();
        register.look(term());
    }

    @Override
    public void lookUnlessBusy() throws SQLException {
        requireLease();
        if (!busy) {
            look();
        }
    }

    private void requireLease() {
        if (lease.isLost()) {
            throw new MigrationException(
                    FailureCode.FENCED, id.toString(), "The lease of this migration was lost.", "");
        }
    }

    @Override
    public synchronized void unfenced(Unfenced work) throws SQLException {
        look();
        busy = true;
        try {
            work.run(session);
        } finally {
            busy = false;
        }
        look();
    }

    @Override
    public void execute(String sql) throws SQLException {
        unfenced(with -> {
            try (var statement = with.createStatement()) {
                statement.execute(sql);
            }
        });
    }

    @Override
    public synchronized <T> T ask(Question<T> question) throws SQLException {
        return question.ask(session);
    }

    @Override
    public Connection session() {
        return session;
    }

    @Override
    public synchronized Optional<DecidedEnd> ending() throws SQLException {
        return register.read(id).flatMap(LeadRegister.Entry::ending);
    }

    @Override
    public synchronized DecidedEnd decide(DecidedEnd wanted) throws SQLException {
        requireLease();
        return register.decide(term(), wanted);
    }

    @Override
    public synchronized void amend(DecidedEnd decided) throws SQLException {
        requireLease();
        register.amend(term(), decided);
    }

    @Override
    public synchronized void enterLastSteps(String database) throws SQLException {
        requireLease();
        register.enterLastSteps(term(), database);
    }

    @Override
    public synchronized boolean hasEnteredLastSteps(String database) throws SQLException {
        return register.hasEnteredLastSteps(term(), database);
    }

    @Override
    public synchronized void beginAnew(String database) throws SQLException {
        requireLease();
        register.beginAnew(term(), database);
    }

    @Override
    public synchronized boolean isBegunAnew(String database) throws SQLException {
        return register.isBegunAnew(term(), database);
    }

    @Override
    public synchronized void noteJoinedRoles(List<String> roles) throws SQLException {
        requireLease();
        register.noteJoinedRoles(term(), roles);
    }

    @Override
    public synchronized List<String> joinedRoles() throws SQLException {
        return register.joinedRoles(term());
    }

    @Override
    public synchronized List<String> rolesJoinedByOthers() throws SQLException {
        return register.rolesJoinedByOthers(term());
    }

    @Override
    public synchronized void forgetJoinedRoles() throws SQLException {
        requireLease();
        register.forgetJoinedRoles(term());
    }

    @Override
    public synchronized void alone(Unfenced work) throws SQLException {
        requireLease();
        register.alone(() -> work.run(session));
    }

    @Override
    public synchronized void leave() throws SQLException {
        requireLease();
        register.remove(term());
    }

    @Override
    public synchronized void endOlderSessions() throws SQLException {
        endSessions(term().epoch() - 1);
    }

    @Override
    public synchronized void endAllSessions() throws SQLException {
        endSessions(term().epoch());
    }

    private void endSessions(int newest) throws SQLException {
        var until = System.nanoTime() + LONGEST_WAIT.toNanos();
        var pause = FIRST_PAUSE.toNanos();
        for (var left = terminate(newest); !left.isEmpty(); left = terminate(newest)) {
            if (System.nanoTime() - until > 0) {
                throw SessionInTheWay.contention(id, "Sessions of this migration", left);
            }
            LockSupport.parkNanos(pause);
            pause = Math.min(2 * pause, LONGEST_PAUSE.toNanos());
        }
    }

    private List<SessionInTheWay> terminate(int newest) throws SQLException {
        var found = new ArrayList<SessionInTheWay>();
        try (var query = session.prepareStatement(LIST_SESSIONS)) {
            query.setString(1, SessionName.key(id));
            query.setLong(2, newest);
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    found.add(new SessionInTheWay(rows.getInt(1), rows.getString(2), rows.getString(3)));
                }
            }
        }
        for (var other : found) {
            other.end(session);
        }
        return found;
    }

    @Override
    public void close() {
        try {
            session.close();
        } catch (SQLException _) {
            // It is gone, and the lock with it.
        }
    }
}
