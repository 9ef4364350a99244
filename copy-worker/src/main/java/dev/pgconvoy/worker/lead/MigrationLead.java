package dev.pgconvoy.worker.lead;

import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;

/// What a conductor can do with the lead of one migration.
public interface MigrationLead extends AutoCloseable {

    MigrationId id();

    /// @throws IllegalStateException when no epoch has begun
    LeadTerm term();

    /// What sessions of this leader are called.
    String sessionName(String purpose);

    /// Whether the register knows this migration.
    boolean isRegistered() throws SQLException;

    /// Whether the register knows another migration, whose end is not complete then.
    boolean isRegistered(String migrationId) throws SQLException;

    /// The least epoch that may be begun, as far as the target knows: a failover may have taken
    /// later ones from it. Nobody else can begin one as long as the lock is held.
    ///
    /// @throws MigrationException FENCED when the register has another request of this id
    int nextEpoch(String requestHash) throws SQLException;

    /// From now on the caller leads.
    ///
    /// @param attempt how often the migration was handed out
    void begin(LeadTerm next, int attempt) throws SQLException;

    /// @throws MigrationException FENCED when the lease is lost or another epoch leads
    void look() throws SQLException;

    /// The same, but for while a statement runs in the leader's session, which is looked at after it: a database that
    /// is created for minutes keeps the others from nothing.
    void lookUnlessBusy() throws SQLException;

    /// Work that cannot be in a fenced transaction.
    interface Unfenced {
        void run(Connection session) throws SQLException;
    }

    /// Runs it in the leader's session, between two looks.
    void unfenced(Unfenced work) throws SQLException;

    /// The same for a statement.
    void execute(String sql) throws SQLException;

    interface Question<T> {
        T ask(Connection session) throws SQLException;
    }

    /// Asks the leader's session while nothing else is done in it.
    <T> T ask(Question<T> question) throws SQLException;

    /// For questions of who works alone. What is asked beside others goes through [#ask], what changes
    /// something through [#execute] or [#unfenced].
    Connection session();

    /// How the migration ends, when that is decided.
    Optional<DecidedEnd> ending() throws SQLException;

    /// @return what is decided now: this, or what was decided before
    DecidedEnd decide(DecidedEnd wanted) throws SQLException;

    /// What was decided, with a report that tells what was done since.
    void amend(DecidedEnd decided) throws SQLException;

    /// Called before the last steps of a database are done, which may keep us out of it.
    void enterLastSteps(String database) throws SQLException;

    /// Whether the last steps of this database may have been done, by whomever.
    boolean hasEnteredLastSteps(String database) throws SQLException;

    /// Called before what was copied of a database is thrown away.
    void beginAnew(String database) throws SQLException;

    /// Whether this leader or an earlier one has thrown a copy of it away.
    boolean isBegunAnew(String database) throws SQLException;

    /// Runs it in one transaction of the leader's session, while no other migration on this server does the same.
    void alone(Unfenced work) throws SQLException;

    /// Called, in [#alone], before the target's user joins roles for this migration.
    void noteJoinedRoles(List<String> roles) throws SQLException;

    /// Those that this leader and earlier ones have noted. In [#alone].
    List<String> joinedRoles() throws SQLException;

    /// Those that the leaders of other migrations on this server have noted. In [#alone].
    List<String> rolesJoinedByOthers() throws SQLException;

    /// Called, in [#alone], when none of them is needed any more.
    void forgetJoinedRoles() throws SQLException;

    /// The last that is written: nothing of this migration is in the register any more.
    void leave() throws SQLException;

    /// Ends the sessions of older epochs and waits until they are gone. The fences are raised before, so that what is
    /// opened later finds the newer epoch.
    ///
    /// @throws MigrationException CONTENTION when one cannot be ended
    void endOlderSessions() throws SQLException;

    /// Ends all other sessions of this migration on the target and waits until they are gone.
    void endAllSessions() throws SQLException;

    @Override
    void close();
}
