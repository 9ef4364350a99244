package dev.pgconvoy.launcher.fleet.rehearsal;

import java.sql.SQLException;
import java.util.Map;
import java.util.Optional;

/// The server that a rehearsal writes to, as the command sees it.
interface RehearsalTarget extends AutoCloseable {

    /// The names of all databases, by OID.
    Map<Long, String> databases() throws SQLException;

    /// The id of the migration whose ledger is in the database, read in a session of this
    /// very database.
    ///
    /// @return empty without a ledger of ours, or when another database has the name by now
    Optional<String> ledgerOwner(long oid, String name) throws SQLException;

    /// Whether anybody's migration to this server runs, by whatever name it has reached it.
    boolean isInUse() throws SQLException;

    /// Drops this database and no other one that has its name by now. Nobody's session is
    /// ended for it.
    void drop(long oid, String name) throws SQLException;

    @Override
    void close();
}
