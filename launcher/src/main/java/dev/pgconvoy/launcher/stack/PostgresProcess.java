package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.ChildProcess;
import dev.pgconvoy.launcher.stack.process.LogFile;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.launcher.stack.settings.FreePorts;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.ServerSide;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Optional;
import java.util.Properties;

/// A PostgreSQL server with durable data and a superuser who needs a password (SCRAM), also from this machine.
public final class PostgresProcess extends StackMember {

    public static final String SUPERUSER = "postgres";

    private static final String HOST = "127.0.0.1";
    private static final Duration GRACE = Duration.ofSeconds(10);
    private static final String CONNECT_SECONDS = "5";

    private final PostgresCluster cluster;
    private final SuperuserPassword password;
    private final int port;

    private PostgresProcess(ChildProcess child, PostgresCluster cluster, SuperuserPassword password, int port) {
        super(cluster.settings().name(), child, Optional.empty());
        this.cluster = cluster;
        this.password = password;
        this.port = port;
    }

    static PostgresProcess launch(PostgresSettings settings, StackFolder folder, StackDistribution distribution) {
        var binaries = PostgresBinaries.unpacked(distribution.server(settings.major()), settings.major());
        var log = LogFile.fresh(folder.logs(), settings.name()).path();
        var cluster = new PostgresCluster(settings, binaries, folder.server(settings.name()), log);
        var password = SuperuserPassword.in(folder.keys(), settings.name());
        cluster.prepare(password);
        var port = FreePorts.take(settings.port(), settings.name());
        return new PostgresProcess(ChildProcess.start(cluster.server(port), folder.run()), cluster, password, port);
    }

    public int port() {
        return port;
    }

    public int major() {
        return cluster.settings().major();
    }

    public Secret password() {
        return password.read();
    }

    /// For a `file:` reference to the password.
    public Path passwordFile() {
        return password.file();
    }

    /// The superuser's login, whichever side of a migration this server is.
    public PasswordUse use(ServerSide side) {
        return new PasswordUse("", side, HOST, port, SUPERUSER);
    }

    /// Without a password: `postgresql://postgres@127.0.0.1:port/database`.
    public String uri(String database) {
        return "postgresql://%s@%s:%d/%s".formatted(SUPERUSER, HOST, port, database);
    }

    public String jdbcUrl(String database) {
        return "jdbc:postgresql://%s:%d/%s".formatted(HOST, port, database);
    }

    /// As the superuser.
    public Connection connect(String database) throws SQLException {
        var properties = new Properties();
        properties.setProperty("user", SUPERUSER);
        password().use(value -> properties.setProperty("password", value));
        properties.setProperty("loginTimeout", CONNECT_SECONDS);
        properties.setProperty("connectTimeout", CONNECT_SECONDS);
        return DriverManager.getConnection(jdbcUrl(database), properties);
    }

    /// In order even while clients are connected; their transactions are rolled back.
    @Override
    void signalStop() {
        try {
            cluster.stopFast();
        } catch (StackException e) {
            // It has just ended, or does not end: then the grace and SIGKILL follow, and its log says why.
            child().signal();
        }
    }

    @Override
    Duration grace() {
        return GRACE;
    }

    @Override
    void awaitReady() {
        child().awaitReady(this::accepts, cluster.settings().startLimit());
    }

    private boolean accepts() {
        try (var connection = connect("postgres")) {
            return connection.isValid(1);
        } catch (SQLException e) {
            return false;
        }
    }
}
