package dev.pgconvoy.bench.server;

import dev.pgconvoy.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/// A server of our own: made, started, and stopped with the benchmark.
public final class LocalServer implements AutoCloseable {

    public static final String SUPERUSER = "postgres";

    private static final Duration START_LIMIT = Duration.ofSeconds(60);
    private static final Duration STOP_LIMIT = Duration.ofSeconds(60);
    private static final int POLL_MILLIS = 100;

    private final PostgresPrograms installation;
    private final SuperuserCredentials credentials;
    private final ServerPort address;
    private final Process process;
    private final Thread hook = Thread.ofPlatform().unstarted(this::stop);

    private LocalServer(
            PostgresPrograms installation, SuperuserCredentials credentials, ServerPort address, Process process) {
        this.installation = installation;
        this.credentials = credentials;
        this.address = address;
        this.process = process;
        Runtime.getRuntime().addShutdownHook(hook);
    }

    /// Call it from a thread that lives as long as the server: the kernel ends the server with that thread.
    ///
    /// @param folder a new one
    public static LocalServer start(Path folder, PostgresPrograms installation, SuperuserCredentials credentials) {
        var data = initialise(folder, installation, credentials);
        var address = new ServerPort(FreePort.find());
        var arguments = new ArrayList<>(List.of("-D", data.toString()));
        arguments.addAll(ServerSettings.arguments(address.port()));
        var builder =
                new ToolRun(installation.asServer("postgres", arguments), Map.of("LC_ALL", "C", "TZ", "UTC")).builder();
        try {
            var log = folder.resolve("server.log").toFile();
            var process = builder.redirectErrorStream(true).redirectOutput(log).start();
            var server = new LocalServer(installation, credentials, address, process);
            server.awaitReady(log.toPath());
            return server;
        } catch (IOException e) {
            throw new BenchException("The server in %s cannot be started: %s".formatted(folder, e), e);
        }
    }

    private static Path initialise(Path folder, PostgresPrograms installation, SuperuserCredentials credentials) {
        try {
            installation.owned(Files.createDirectories(folder));
            var password = installation.owned(credentials.forInitdb(folder));
            var data = folder.resolve("data");
            new ToolRun(
                            installation.asServer(
                                    "initdb",
                                    List.of(
                                            "--pgdata=" + data,
                                            "--username=" + SUPERUSER,
                                            "--pwfile=" + password,
                                            "--auth=scram-sha-256",
                                            "--encoding=UTF8",
                                            "--locale=C.UTF-8")),
                            Map.of("LC_ALL", "C"))
                    .run();
            Files.delete(password);
            return data;
        } catch (IOException e) {
            throw new BenchException("No server can be made in %s: %s".formatted(folder, e), e);
        }
    }

    private void awaitReady(Path log) {
        var deadline = System.nanoTime() + START_LIMIT.toNanos();
        try {
            while (!isReady()) {
                if (process.waitFor(POLL_MILLIS, TimeUnit.MILLISECONDS) || System.nanoTime() > deadline) {
                    throw new BenchException("A server did not start:%n%s".formatted(Files.readString(log)));
                }
            }
        } catch (InterruptedException | IOException e) {
            throw new BenchException("A server was given up while it started: " + e, e);
        }
    }

    private boolean isReady() {
        try {
            sql("postgres", "SELECT 1");
            return true;
        } catch (BenchException e) {
            return false;
        }
    }

    public ServerPort address() {
        return address;
    }

    public long pid() {
        return process.pid();
    }

    public SuperuserCredentials credentials() {
        return credentials;
    }

    /// What libpq's programs need in their environment to reach a server of ours.
    public Map<String, String> clientEnvironment() {
        return Map.of(
                "PGPASSFILE",
                credentials.passFile().toString(),
                "PGSSLMODE",
                "disable",
                "PGUSER",
                SUPERUSER,
                "PATH",
                installation.bin() + ":" + System.getenv().getOrDefault("PATH", "/usr/bin:/bin"));
    }

    /// @return the rows, columns separated by `|`
    public String sql(String database, String sql) {
        return psql(database, List.of("-c", sql)).output();
    }

    public void script(String database, Path file, Map<String, String> variables) {
        var arguments = new ArrayList<String>();
        variables.forEach((name, value) -> arguments.addAll(List.of("-v", name + "=" + value)));
        arguments.addAll(List.of("-f", file.toString()));
        psql(database, arguments).run();
    }

    private ToolRun psql(String database, List<String> arguments) {
        var line = new ArrayList<>(List.of(installation.program("psql"), "-XAtq", "-v", "ON_ERROR_STOP=1"));
        line.addAll(List.of("-h", ServerPort.HOST, "-p", Integer.toString(address.port()), "-d", database));
        line.addAll(arguments);
        return new ToolRun(line, clientEnvironment());
    }

    /// PostgreSQL's own data generator.
    public void pgbench(String database, int scale) {
        ToolRun.of(
                        installation.program("pgbench"),
                        "--initialize",
                        "--quiet",
                        "--scale=" + scale,
                        "--host=" + ServerPort.HOST,
                        "--port=" + address.port(),
                        database)
                .with(clientEnvironment())
                .run();
    }

    public void createDatabase(String database) {
        sql("postgres", "CREATE DATABASE %s TEMPLATE template0".formatted(database));
    }

    public void dropDatabase(String database) {
        sql("postgres", "DROP DATABASE IF EXISTS %s WITH (FORCE)".formatted(database));
    }

    public boolean hasDatabase(String database) {
        return !sql("postgres", "SELECT 1 FROM pg_database WHERE datname = '%s'".formatted(database))
                .isBlank();
    }

    public long bytesOf(String database) {
        return Long.parseLong(sql("postgres", "SELECT pg_database_size('%s')".formatted(database))
                .strip());
    }

    public void renameDatabase(String database, String name) {
        sql(
                "postgres",
                "SELECT count(pg_terminate_backend(pid)) FROM pg_stat_activity WHERE datname = '%s'"
                        .formatted(database));
        sql("postgres", "ALTER DATABASE %s RENAME TO %s".formatted(database, name));
    }

    public void checkpoint() {
        sql("postgres", "CHECKPOINT");
    }

    @Override
    public void close() {
        stop();
        try {
            Runtime.getRuntime().removeShutdownHook(hook);
        } catch (IllegalStateException e) {
            // The JVM is ending, and the hook stops it.
        }
    }

    /// A fast shutdown, or by force when that takes too long.
    private void stop() {
        try {
            if (process.isAlive()) {
                ToolRun.of("kill", "-INT", Long.toString(process.pid())).run();
                if (!process.waitFor(STOP_LIMIT.toSeconds(), TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            process.destroyForcibly();
        }
    }
}
