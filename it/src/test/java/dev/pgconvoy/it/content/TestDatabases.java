package dev.pgconvoy.it.content;

import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.TestFork;
import dev.pgconvoy.launcher.sample.SampleDatabase;
import dev.pgconvoy.postgres.Identifiers;
import java.io.File;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/// TestDatabases by name on a server.
public final class TestDatabases {

    private static final int FORCE_SINCE = 13;
    private static final int SUBSCRIPTIONS_SINCE = 10;
    private static final Path LOGS = TestFork.folder("environment").resolve("logs");

    private TestDatabases() {}

    /// `pgbench -i --foreign-keys` where pgbench is at hand, else SQL that makes the same tables.
    ///
    /// @param scale 1 is 100,000 accounts, about 15 MB
    public static void pgbench(RunningServer server, String name, int scale)
            throws SQLException, IOException, InterruptedException {
        create(server, name);
        var process = pgbench(server, name, List.of("-i", "-q", "-s", Integer.toString(scale), "--foreign-keys"));
        if (process == null) {
            SuperuserSql.execute(
                    server,
                    name,
                    SuperuserSql.resource("content/fill_pgbench").replace(":scale", Integer.toString(scale)));
        } else if (process.waitFor() != 0) {
            throw new IllegalStateException("pgbench -i failed: see " + LOGS.resolve("pgbench.log"));
        }
    }

    private static @org.jspecify.annotations.Nullable Process pgbench(
            RunningServer server, String name, List<String> options) throws IOException {
        var builder = new ProcessBuilder("pgbench");
        builder.command().addAll(options);
        builder.environment().putAll(server.libpq(name));
        builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(
                        new File(LOGS.resolve("pgbench.log").toString())));
        try {
            return builder.start();
        } catch (IOException absent) {
            return null;
        }
    }

    /// The launcher's sample database.
    ///
    /// @param scale 1 is about 300 MB
    public static void sample(RunningServer server, String name, String scale) throws SQLException {
        create(server, name);
        try (var connection = server.connect(name)) {
            SampleDatabase.fill(connection, new BigDecimal(scale), _ -> {});
        }
    }

    public static void create(RunningServer server, String name) throws SQLException {
        create(server, name, "UTF8");
    }

    public static void create(RunningServer server, String name, String encoding) throws SQLException {
        drop(server, name);
        SuperuserSql.execute(
                server,
                "postgres",
                "CREATE DATABASE %s TEMPLATE template0 ENCODING '%s'".formatted(Identifiers.quoted(name), encoding));
    }

    public static void drop(RunningServer server, String name) throws SQLException {
        forgetSubscriptions(server, name);
        SuperuserSql.execute(
                server,
                "postgres",
                "DROP DATABASE IF EXISTS %s%s"
                        .formatted(Identifiers.quoted(name), server.major() >= FORCE_SINCE ? " WITH (FORCE)" : ""));
    }

    /// A database that subscribes to something cannot be dropped.
    private static void forgetSubscriptions(RunningServer server, String name) throws SQLException {
        if (server.major() < SUBSCRIPTIONS_SINCE || !names(server).contains(name)) {
            return;
        }
        for (var subscription :
                SuperuserSql.lines(server, name, SuperuserSql.resource("content/forget_subscriptions"))) {
            for (var statement : subscription.split("\n")) {
                SuperuserSql.execute(server, name, statement);
            }
        }
    }

    /// Those of users, by name.
    public static List<String> names(RunningServer server) throws SQLException {
        return SuperuserSql.lines(
                server,
                "postgres",
                "SELECT datname FROM pg_database WHERE NOT datistemplate AND datname <> 'postgres' ORDER BY 1");
    }

    public static boolean hasLedger(RunningServer server, String name) throws SQLException {
        return !SuperuserSql.lines(server, name, "SELECT nspname FROM pg_namespace WHERE nspname LIKE 'pgconvoy%'")
                .isEmpty();
    }

    /// Sessions of ours on a server.
    public static List<String> sessions(RunningServer server) throws SQLException {
        return SuperuserSql.lines(
                server,
                "postgres",
                "SELECT application_name || ': ' || query FROM pg_stat_activity WHERE application_name LIKE 'pgconvoy%'");
    }
}
