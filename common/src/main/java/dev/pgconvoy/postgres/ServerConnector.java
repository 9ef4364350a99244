package dev.pgconvoy.postgres;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.postgres.pooler.OwnSession;
import dev.pgconvoy.postgres.pooler.SharedSessionException;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import java.net.InetAddress;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import org.postgresql.Driver;
import org.postgresql.PGProperty;

/// Opens connections as the endpoint says, resolving its secret at that moment, with the same
/// session settings on every server: what rows look like as text must not depend on a database's or
/// a role's own settings.
///
/// They also keep the code of others out of our statements: nothing but the system's own schema is searched (the
/// temporary one comes last), and queries read tables only, so that nobody gets a view of his own read by us in the
/// place of a table.
public final class ServerConnector {

    /// The server is older than all that can be read. No server says this: we do, once we
    /// are told its version.
    public static final class OldServerException extends SQLException {

        private static final long serialVersionUID = 1;

        private final String version;

        public OldServerException(String version) {
            super(reason(version), FEATURE_NOT_SUPPORTED);
            this.version = version;
        }

        public String reason() {
            return reason(version);
        }

        private static String reason(String version) {
            return "It runs PostgreSQL %s; servers from %s on can be read.".formatted(version, OLDEST);
        }
    }

    private static final String OLDEST = "9.5";
    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    private static final String SESSION = """
            SET ROLE NONE;
            SET statement_timeout = 0;
            SET lock_timeout = 0;
            SET idle_in_transaction_session_timeout = 0;
            SET default_transaction_read_only = off;
            SET search_path = pg_catalog, pg_temp;
            SET client_min_messages = error;
            SET default_transaction_isolation = 'read committed';
            SET default_transaction_deferrable = off;
            SET array_nulls = on;
            SET transform_null_equals = off;
            SET lc_monetary = 'C';
            SET quote_all_identifiers = off;
            SET enable_tidscan = on;
            SET DateStyle = 'ISO, YMD';
            SET IntervalStyle = postgres;
            SET TimeZone = 'UTC';
            SET extra_float_digits = 3;
            SET bytea_output = hex;
            SET xmloption = content;
            SET standard_conforming_strings = on;
            SET synchronize_seqscans = off;
            SET row_security = off;
            SET constraint_exclusion = off;
            SET synchronous_commit = on;
            SET gin_fuzzy_search_limit = 0;
            SET exit_on_error = off;
            """;

    /// What not every version knows, and what only superusers may set. Nothing is read from the catalog: a session that
    /// has just begun would load it first.
    private static final String LATER_SETTINGS = """
            SELECT CASE WHEN pg_catalog.current_setting('idle_session_timeout', true) <> '0'
                        THEN pg_catalog.set_config('idle_session_timeout', '0', false) END,
                   CASE WHEN pg_catalog.current_setting('transaction_timeout', true) <> '0'
                        THEN pg_catalog.set_config('transaction_timeout', '0', false) END,
                   CASE WHEN pg_catalog.current_setting('jit', true) <> 'off'
                        THEN pg_catalog.set_config('jit', 'off', false) END,
                   CASE WHEN pg_catalog.current_setting('restrict_nonsystem_relation_kind', true)
                             <> 'view, foreign-table'
                        THEN pg_catalog.set_config('restrict_nonsystem_relation_kind', 'view, foreign-table', false) END
            """;

    private static final String SUPERUSER_SETTINGS = """
            SELECT CASE WHEN pg_catalog.current_setting('zero_damaged_pages') <> 'off'
                        THEN pg_catalog.set_config('zero_damaged_pages', 'off', false) END,
                   CASE WHEN pg_catalog.current_setting('ignore_checksum_failure') <> 'off'
                        THEN pg_catalog.set_config('ignore_checksum_failure', 'off', false) END,
                   CASE WHEN pg_catalog.current_setting('session_replication_role') <> 'origin'
                        THEN pg_catalog.set_config('session_replication_role', 'origin', false) END
            WHERE pg_catalog.current_setting('is_superuser') = 'on'
            """;

    /// By these a server leaves rows out, or shows false ones, where it should fail.
    private static final String HIDING = """
            SELECT nullif(pg_catalog.concat_ws(', ',
                CASE pg_catalog.current_setting('ignore_checksum_failure') WHEN 'on' THEN 'ignore_checksum_failure' END,
                CASE pg_catalog.current_setting('ignore_system_indexes') WHEN 'on' THEN 'ignore_system_indexes' END,
                CASE pg_catalog.current_setting('zero_damaged_pages') WHEN 'on' THEN 'zero_damaged_pages' END), '')
            """;

    /// How constants in definitions are printed; no value may hold a space.
    private static final String TOOL_SESSION =
            "-c role=none -c statement_timeout=0 -c idle_in_transaction_session_timeout=0"
                    + " -c TimeZone=UTC -c DateStyle=ISO,YMD -c IntervalStyle=postgres -c bytea_output=hex -c lc_monetary=C"
                    + " -c standard_conforming_strings=on";

    /// How a tool of libpq finds out that its server is gone.
    private static final String LIBPQ_KEEPALIVES = "keepalives_idle=%d keepalives_interval=%d keepalives_count=%d"
            .formatted(WatchfulSockets.IDLE_SECONDS, WatchfulSockets.PROBE_SECONDS, WatchfulSockets.PROBES);

    /// Where there is no file. Otherwise libpq looks for certificates and keys in a home folder.
    private static final String NO_FILE = "/dev/null/none";

    private final SecretResolver secrets;
    private final Duration connectTimeout;
    private final TlsMaterials tls;

    public ServerConnector(SecretResolver secrets, Duration connectTimeout, DefaultRoots roots) {
        this.secrets = secrets;
        this.connectTimeout = connectTimeout;
        this.tls = new TlsMaterials(secrets, roots);
    }

    /// Trusts the roots that the configuration of this process names.
    public ServerConnector(SecretResolver secrets, Duration connectTimeout) {
        this(secrets, connectTimeout, DefaultRoots.configured());
    }

    /// A session for our work.
    ///
    /// @param purpose what `pg_stat_activity` shows, after `pgconvoy`
    public Connection open(ServerSide side, ServerEndpoint endpoint, String database, MigrationId id, String purpose) {
        return open(side, endpoint, database, id, purpose, Map.of());
    }

    /// The same with properties of the driver that say how to open its socket.
    public Connection open(
            ServerSide side,
            ServerEndpoint endpoint,
            String database,
            MigrationId id,
            String purpose,
            Map<String, String> driver) {
        var object = "database \"%s\" on %s".formatted(database, endpoint.address());
        try {
            var opened = openInTime(side, endpoint, database, id, purpose, driver, Optional.empty());
            try {
                opened.requireThatDamageShows(object);
                awaitAnswersForEver(opened.session);
                return opened.session;
            } catch (SQLException | RuntimeException e) {
                opened.session.close();
                throw e;
            }
        } catch (ClearTextPasswordException e) {
            throw new MigrationException(
                    new Failure(
                            FailureCode.AUTHENTICATION_FAILED, object, e.reason(), ClearTextPasswordException.REMEDY),
                    e);
        } catch (SharedSessionException e) {
            throw new MigrationException(
                    new Failure(
                            FailureCode.REQUEST_REFUSED, endpoint.address(), e.reason(), SharedSessionException.REMEDY),
                    e);
        } catch (SQLException e) {
            throw LinkFailures.exception(e, endpoint, object);
        }
    }

    /// A session with our settings.
    ///
    /// @param hiding those that hide damage and that could not be changed
    private record Opened(Connection session, Optional<String> hiding) {

        /// Copy and checksum would agree on what both cannot see.
        private void requireThatDamageShows(String object) {
            hiding.ifPresent(names -> {
                throw new MigrationException(
                        FailureCode.REQUEST_REFUSED,
                        object,
                        "Sessions have %s = on, which hides damaged rows instead of failing, and this user may not change it."
                                .formatted(names),
                        "Set it to off, or reset it for the server, the database and the user (ALTER SYSTEM, ALTER DATABASE, ALTER ROLE), and request again under another name.");
            });
        }
    }

    /// The same, for callers who look at the server's answer themselves. They wait for none longer
    /// than for a connection, unless they set another network time-out.
    ///
    /// @throws MigrationException when the server is not allowed or the secret cannot be resolved
    /// @throws ClearTextPasswordException when the server asks for the password in clear text and may not get it so
    /// @throws SharedSessionException when a connection pooler answers
    public Connection openRaw(ServerSide side, ServerEndpoint endpoint, String database, MigrationId id, String purpose)
            throws SQLException {
        return openInTime(side, endpoint, database, id, purpose, Map.of(), Optional.empty()).session;
    }

    /// The same at one of the addresses that the host's name stands for; the server has to prove the name.
    public Connection openRaw(
            ServerSide side,
            ServerEndpoint endpoint,
            String database,
            MigrationId id,
            String purpose,
            InetAddress address)
            throws SQLException {
        return openInTime(side, endpoint, database, id, purpose, Map.of(), Optional.of(address)).session;
    }

    /// What comes now may take long: an index of days is built in one statement. Of a peer that is
    /// gone the kernel tells ([WatchfulSockets]). Whoever waits on a virtual thread is free as soon
    /// as it is interrupted, which closes the socket; the server's side goes on until it notices.
    private static void awaitAnswersForEver(Connection session) throws SQLException {
        session.setNetworkTimeout(Runnable::run, 0);
    }

    /// A session in which no answer is waited for longer than for a connection.
    private Opened openInTime(
            ServerSide side,
            ServerEndpoint endpoint,
            String database,
            MigrationId id,
            String purpose,
            Map<String, String> driver,
            Optional<InetAddress> address)
            throws SQLException {
        var properties = properties(side, endpoint, id, purpose);
        properties.putAll(driver);
        var own = OwnSession.marked(properties);
        var connection = connect(endpoint, database, properties, address);
        try (var statement = connection.createStatement()) {
            requireKnownVersion(connection);
            own.require(connection);
            return new Opened(connection, lastAnswer(statement, settingsFor(connection) + ";" + HIDING));
        } catch (SQLException e) {
            connection.close();
            throw e;
        }
    }

    /// All statements go to the server at once.
    private static Optional<String> lastAnswer(Statement statement, String sql) throws SQLException {
        var answer = Optional.<String>empty();
        for (var rows = statement.execute(sql);
                rows || statement.getUpdateCount() >= 0;
                rows = statement.getMoreResults()) {
            if (rows) {
                try (var row = statement.getResultSet()) {
                    answer = row.next() ? Optional.ofNullable(row.getString(1)) : Optional.empty();
                }
            }
        }
        return answer;
    }

    /// An older server does not know settings that every session of ours begins with.
    private static void requireKnownVersion(Connection connection) throws SQLException {
        var version = connection.getMetaData();
        if (version.getDatabaseMajorVersion() < 9
                || version.getDatabaseMajorVersion() == 9 && version.getDatabaseMinorVersion() < 5) {
            throw new OldServerException(version.getDatabaseProductVersion());
        }
    }

    /// Before 9.6 no name may be asked for that the server does not know.
    private static String settingsFor(Connection connection) throws SQLException {
        var version = connection.getMetaData();
        var mayAsk = version.getDatabaseMajorVersion() > 9 || version.getDatabaseMinorVersion() >= 6;
        return SESSION + (mayAsk ? LATER_SETTINGS + ";" : "") + SUPERUSER_SETTINGS;
    }

    /// The driver gives up a login that takes too long, and leaves its thread at the socket for as long as the server
    /// keeps that open. So the socket is closed then.
    private static Connection connect(
            ServerEndpoint endpoint, String database, Properties properties, Optional<InetAddress> address)
            throws SQLException {
        try (var sockets = LoginSockets.in(properties, address)) {
            var connection = new Driver().connect(url(endpoint, database), properties);
            if (connection == null) {
                throw new IllegalStateException("the driver does not know its own address form");
            }
            sockets.keepOpen();
            return connection;
        } catch (SQLException e) {
            var pooler = SharedSessionException.in(e);
            throw pooler.isPresent()
                    ? pooler.get()
                    : PasswordMethods.of(endpoint).explained(e);
        }
    }

    private static String url(ServerEndpoint endpoint, String database) {
        return "jdbc:postgresql://%s/%s"
                .formatted(
                        endpoint.address(),
                        java.net.URLEncoder.encode(database, java.nio.charset.StandardCharsets.UTF_8)
                                .replace("+", "%20"));
    }

    private Properties properties(ServerSide side, ServerEndpoint endpoint, MigrationId id, String purpose) {
        var properties = new Properties();
        PGProperty.USER.set(properties, endpoint.user());
        PasswordMethods.of(endpoint).driver().ifPresent(methods -> PGProperty.REQUIRE_AUTH.set(properties, methods));
        password(side, endpoint, id)
                .ifPresent(password -> password.use(value -> {
                    PGProperty.PASSWORD.set(properties, value);
                    return value.length();
                }));
        PGProperty.SSL_MODE.set(properties, endpoint.sslMode().text());
        PGProperty.CHANNEL_BINDING.set(properties, channelBinding(endpoint).text());
        TlsSockets.describe(tls.of(side, endpoint, id), properties);
        PGProperty.APPLICATION_NAME.set(properties, "pgconvoy " + purpose);
        PGProperty.CONNECT_TIMEOUT.set(properties, (int) connectTimeout.toSeconds());
        PGProperty.LOGIN_TIMEOUT.set(properties, (int) connectTimeout.toSeconds());
        PGProperty.SOCKET_TIMEOUT.set(properties, (int) connectTimeout.toSeconds());
        PGProperty.ASSUME_MIN_SERVER_VERSION.set(properties, OLDEST);
        PGProperty.PREPARE_THRESHOLD.set(properties, 0);
        // Details of errors hold values of rows, and the messages of exceptions are logged.
        PGProperty.LOG_SERVER_ERROR_DETAIL.set(properties, false);
        return properties;
    }

    private static ChannelBinding channelBinding(ServerEndpoint endpoint) {
        return endpoint.tls().map(TlsOptions::channelBinding).orElse(ChannelBinding.PREFER);
    }

    /// What a libpq tool needs of files to prove the link; without them it does not connect where it has to verify.
    ///
    /// @param newFile makes an empty file that only its owner reads, by the end of its name
    public LibpqFiles libpqFiles(
            ServerSide side, ServerEndpoint endpoint, MigrationId id, Function<String, Path> newFile) {
        return tls.of(side, endpoint, id).write(newFile);
    }

    /// The environment by which libpq tools find the server and its password; nothing of it is an argument.
    public Map<String, String> libpqEnvironment(
            ServerSide side, ServerEndpoint endpoint, String database, MigrationId id) {
        var environment = new java.util.HashMap<String, String>();
        environment.put("PGHOST", endpoint.host());
        environment.put("PGPORT", Integer.toString(endpoint.port()));
        environment.put("PGUSER", endpoint.user());
        environment.put("PGDATABASE", database);
        environment.put("PGSSLMODE", endpoint.sslMode().text());
        environment.put("PGSSLROOTCERT", NO_FILE);
        environment.put("PGSSLCRL", NO_FILE);
        environment.put("PGSSLCERT", NO_FILE);
        environment.put("PGSSLKEY", NO_FILE);
        environment.put("PGCHANNELBINDING", channelBinding(endpoint).text());
        // Encryption by Kerberos would come before TLS, and would prove nothing of what sslMode asks for.
        environment.put("PGGSSENCMODE", "disable");
        environment.put("PGCONNECT_TIMEOUT", Long.toString(connectTimeout.toSeconds()));
        environment.put("PGAPPNAME", "pgconvoy pg_dump");
        environment.put("PGPASSFILE", "/dev/null");
        environment.put("PGOPTIONS", TOOL_SESSION);
        password(side, endpoint, id).ifPresent(password -> environment.put("PGPASSWORD", password.use(value -> value)));
        return environment;
    }

    /// What pg_dump takes as its `--dbname` beside [#libpqEnvironment]. A libpq that cannot refuse to send the
    /// password in clear text does not connect.
    public static String libpqArguments(ServerEndpoint endpoint, PgTools tools) {
        return LIBPQ_KEEPALIVES + PasswordMethods.of(endpoint).libpq(tools);
    }

    /// Found anew each time: what stands there may have been changed, and tokens are valid for an hour.
    private Optional<Secret> password(ServerSide side, ServerEndpoint endpoint, MigrationId id) {
        return secrets.passwordFor(endpoint.passwordUse(id, side), endpoint.password());
    }
}
