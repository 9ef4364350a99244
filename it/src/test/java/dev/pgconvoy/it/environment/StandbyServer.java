package dev.pgconvoy.it.environment;

import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.pgconvoy.it.content.SuperuserSql;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A streaming standby of a server, made by `pg_basebackup`. Skips the test where that program is missing.
///
/// @param server the standby
public record StandbyServer(RunningServer server, Process process, Path data) implements AutoCloseable {

    private static final Path PROGRAMS = Path.of("/usr/lib/postgresql");
    private static final Duration STARTED = Duration.ofSeconds(60);

    public static StandbyServer of(RunningServer primary) throws IOException, InterruptedException {
        var programs = PROGRAMS.resolve(Integer.toString(primary.major())).resolve("bin");
        assumeTrue(Files.isExecutable(programs.resolve("pg_basebackup")), "there is no pg_basebackup");
        var data = Files.createTempDirectory(Path.of("target").toAbsolutePath(), "standby-");
        run(
                primary,
                List.of(
                        programs.resolve("pg_basebackup").toString(),
                        "-R",
                        "-X",
                        "stream",
                        "-c",
                        "fast",
                        "-D",
                        data.toString()));
        var port = freePort();
        var process = start(programs, data, port);
        var standby = new StandbyServer(
                new RunningServer("standby", primary.major(), "127.0.0.1", port, primary.passwordFile()),
                process,
                data);
        await("the standby serves")
                .atMost(STARTED)
                .ignoreExceptions()
                .until(() -> SuperuserSql.lines(standby.server, "postgres", "SELECT pg_is_in_recovery()")
                        .contains("t"));
        return standby;
    }

    /// The settings of the primary that a standby may not fall short of are in its copy of the folder only when they
    /// were not arguments.
    private static Process start(Path programs, Path data, int port) throws IOException {
        var line = new ArrayList<String>();
        if (Integer.valueOf(0).equals(Files.getAttribute(Path.of("/proc/self"), "unix:uid"))) {
            // PostgreSQL refuses root.
            line.addAll(List.of("unshare", "--user"));
        }
        line.addAll(List.of(programs.resolve("postgres").toString(), "-D", data.toString()));
        for (var setting : List.of(
                "listen_addresses=127.0.0.1", "port=" + port, "unix_socket_directories=", "max_connections=300")) {
            line.addAll(List.of("-c", setting));
        }
        return new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(data.resolveSibling("standby.log").toFile())
                .start();
    }

    private static void run(RunningServer primary, List<String> line) throws IOException, InterruptedException {
        var builder = new ProcessBuilder(line).redirectErrorStream(true);
        builder.environment().putAll(primary.libpq("postgres"));
        builder.environment().remove("PGDATABASE");
        builder.environment().remove("PGOPTIONS");
        var process = builder.start();
        var said = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IllegalStateException(String.join(" ", line) + ": " + said);
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    @Override
    public void close() throws IOException {
        new ProcessBuilder("kill", "-INT", Long.toString(process.pid()))
                .start()
                .onExit()
                .join();
        process.onExit().join();
        try (var files = Files.walk(data)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
