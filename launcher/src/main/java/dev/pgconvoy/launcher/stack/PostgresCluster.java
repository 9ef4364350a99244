package dev.pgconvoy.launcher.stack;

import dev.pgconvoy.launcher.stack.folder.FileTree;
import dev.pgconvoy.launcher.stack.process.ChildProcess;
import dev.pgconvoy.launcher.stack.process.ProcessCommand;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.launcher.stack.process.StopSignal;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// One server's data folder and the programs that work on it. The caller holds the stack's lock, so
/// whatever server runs here already was left by a launcher that is gone.
///
/// @param folder holds `data`
/// @param log of the programs and the server
record PostgresCluster(PostgresSettings settings, PostgresBinaries binaries, Path folder, Path log) {

    private static final int SCRAM_SINCE = 10;
    private static final Duration INIT_LIMIT = Duration.ofSeconds(60);
    static final Duration STOP_LIMIT = Duration.ofSeconds(30);

    private Path data() {
        return folder.resolve("data");
    }

    /// Makes the cluster on the first start, and checks on later ones that it is of this version.
    void prepare(SuperuserPassword password) {
        if (!Files.exists(data())) {
            initialise(password);
        }
        var found = read(data().resolve("PG_VERSION")).strip();
        if (!found.split("\\.", 2)[0].equals(Integer.toString(settings.major()))) {
            throw new StackException(
                    "%s holds the data of PostgreSQL %s, and version %d was asked for: ask for %s, or choose another folder."
                            .formatted(data(), found, settings.major(), found));
        }
        stopStale();
    }

    private void initialise(SuperuserPassword password) {
        var unfinished = folder.resolve("unfinished");
        FileTree.deleteIfThere(unfinished);
        run(
                "initdb",
                INIT_LIMIT,
                "--pgdata=" + unfinished,
                "--username=" + PostgresProcess.SUPERUSER,
                "--pwfile=" + password.file(),
                "--auth=" + (settings.major() >= SCRAM_SINCE ? "scram-sha-256" : "md5"),
                "--encoding=UTF8",
                "--locale=C");
        try {
            Files.move(unfinished, data());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// A server that a killed launcher left behind, told by `postmaster.pid`.
    private void stopStale() {
        var pidFile = data().resolve("postmaster.pid");
        if (!Files.exists(pidFile)) {
            return;
        }
        if (postmaster(pidFile).isPresent()) {
            stopFast();
        } else {
            // Its id may belong to somebody else by now, and then PostgreSQL would not start.
            delete(pidFile);
        }
    }

    private Optional<ProcessHandle> postmaster(Path pidFile) {
        return read(pidFile)
                .lines()
                .findFirst()
                .map(line -> Long.parseLong(line.strip()))
                .flatMap(ProcessHandle::of)
                .filter(ProcessHandle::isAlive)
                .filter(process -> process.info().command().orElse("postgres").endsWith("postgres"));
    }

    void stopFast() {
        run("pg_ctl", STOP_LIMIT, "stop", "--pgdata=" + data(), "--mode=fast", "--wait");
    }

    private void run(String program, Duration limit, String... arguments) {
        var line = new ArrayList<String>();
        line.add(binaries.program(program));
        line.addAll(List.of(arguments));
        ChildProcess.run(command(settings.name() + "-" + program, line), limit);
    }

    /// The server itself. Ports and sizes are arguments: they hold whatever the folder's own settings say.
    ProcessCommand server(int port) {
        var line = new ArrayList<>(List.of(binaries.program("postgres"), "-D", data().toString()));
        for (var setting : List.of(
                "listen_addresses=127.0.0.1",
                "port=" + port,
                "unix_socket_directories=",
                "max_connections=300",
                "shared_buffers=128MB",
                "max_wal_size=4GB",
                "fsync=on",
                "logging_collector=off")) {
            line.add("-c");
            line.add(setting);
        }
        return command(settings.name(), line);
    }

    private ProcessCommand command(String name, List<String> line) {
        return new ProcessCommand(
                name, line, false, Map.of("LC_ALL", "C", "TZ", "UTC"), Map.of(), StopSignal.INT, true, log);
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static void delete(Path file) {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
