package dev.pgconvoy.worker.target;

import static dev.pgconvoy.postgres.Identifiers.quoted;

import dev.pgconvoy.failure.ServerErrorText;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.postgres.ReadableRelations;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.wire.WireSession;
import java.sql.Connection;
import java.sql.SQLException;
import org.jboss.logging.Logger;

/// An empty database on the target, encoded and sorted like another one there, which is dropped when it is closed.
public final class ScratchDatabase implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ScratchDatabase.class);

    private final ServerConnector connector;
    private final ServerEndpoint target;
    private final MigrationId id;
    private final String purpose;
    private final String name;
    private final DatabaseDdl ddl;

    private ScratchDatabase(
            ServerConnector connector,
            ServerEndpoint target,
            MigrationId id,
            String purpose,
            String name,
            DatabaseDdl ddl) {
        this.connector = connector;
        this.target = target;
        this.id = id;
        this.purpose = purpose;
        this.name = name;
        this.ddl = ddl;
    }

    /// Runs CREATE DATABASE and DROP DATABASE in a session of another database.
    public interface DatabaseDdl {
        void execute(String sql) throws SQLException;
    }

    /// @param purpose what sessions in it are called
    /// @param like a session in the database that it is to be like
    public static ScratchDatabase create(
            ServerConnector connector,
            ServerEndpoint target,
            MigrationId id,
            String purpose,
            String name,
            Connection like,
            DatabaseDdl ddl)
            throws SQLException {
        var scratch = new ScratchDatabase(connector, target, id, purpose, name, ddl);
        scratch.drop();
        ddl.execute("CREATE DATABASE %s TEMPLATE template0 %s"
                .formatted(
                        quoted(name),
                        DatabaseLocale.of(like).options(like.getMetaData().getDatabaseMajorVersion())));
        return scratch;
    }

    public String name() {
        return name;
    }

    public WireSession open() throws SQLException {
        var session = WireSession.open(connector, ServerSide.TARGET, target, name, id, purpose);
        try {
            ReadableRelations.allowAll(session.jdbc());
            return session;
        } catch (SQLException | RuntimeException e) {
            session.close();
            throw e;
        }
    }

    private void drop() throws SQLException {
        ddl.execute("DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(quoted(name)));
    }

    @Override
    public void close() {
        try {
            drop();
        } catch (SQLException e) {
            LOG.warnf(
                    "The database \"%s\" on %s could not be dropped: %s",
                    name, target.address(), ServerErrorText.of(e));
        }
    }
}
