package dev.pgconvoy.postgres;

import static java.nio.file.StandardCopyOption.ATOMIC_MOVE;
import static java.nio.file.StandardCopyOption.COPY_ATTRIBUTES;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/// New servers for tests, quickly: `initdb` takes longer than the rest of a start, so its result
/// is kept in the module's `target` and copied. Two results are kept and taken in turns, because a
/// copy has the system identifier of its original, and a source and a target must differ in it.
public final class FreshPostgres {

    private static final int ORIGINALS = 2;
    private static final Duration LONGEST_START = Duration.ofMinutes(1);
    private static final Path KEPT = Path.of("target", "fresh-postgres").toAbsolutePath();
    private static final List<Started> STARTED = new ArrayList<>();

    private static int taken;

    private record Started(Path data) {}

    private FreshPostgres() {}

    public static EmbeddedPostgres start() throws IOException {
        return start(Map.of());
    }

    public static EmbeddedPostgres start(Map<String, String> settings) throws IOException {
        removeStopped();
        var data = Files.createTempDirectory("pgconvoy-postgres-").resolve("data");
        var builder = in(data);
        settings.forEach(builder::setServerConfig);
        var server = builder.start();
        remember(data);
        return server;
    }

    /// Keeps its data there; a server that was stopped goes on with what it has. The caller removes the folder.
    public static EmbeddedPostgres.Builder in(Path data) throws IOException {
        if (!Files.exists(data.resolve("PG_VERSION"))) {
            copy(nextOriginal(), data);
        }
        return EmbeddedPostgres.builder()
                .setDataDirectory(data)
                .setCleanDataDirectory(false)
                .setPGStartupWait(LONGEST_START)
                .setServerConfig("fsync", "off");
    }

    private static synchronized Path nextOriginal() throws IOException {
        var original = KEPT.resolve("original-" + taken++ % ORIGINALS);
        if (!Files.exists(original)) {
            make(original);
        }
        return original;
    }

    /// Two processes may do so at once: the first one's is taken.
    private static void make(Path original) throws IOException {
        Files.createDirectories(KEPT);
        var made = Files.createTempDirectory(KEPT, "being-made-");
        var server = EmbeddedPostgres.builder()
                .setDataDirectory(made)
                .setCleanDataDirectory(false)
                .setPGStartupWait(LONGEST_START)
                .start();
        server.close();
        awaitEnd(made); // copies of what was not shut down would begin with a recovery
        try {
            Files.move(made, original, ATOMIC_MOVE);
        } catch (IOException e) {
            remove(made);
            if (!Files.exists(original)) {
                throw e;
            }
        }
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectories(to);
        try (var files = Files.walk(from).skip(1)) {
            for (var file : files.toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), COPY_ATTRIBUTES);
            }
        }
        // PostgreSQL refuses a folder that others can read.
        Files.setPosixFilePermissions(to, Files.getPosixFilePermissions(from));
    }

    private static synchronized void remember(Path data) {
        if (STARTED.isEmpty()) {
            Runtime.getRuntime().addShutdownHook(new Thread(FreshPostgres::removeStopped));
        }
        STARTED.add(new Started(data));
    }

    private static void awaitEnd(Path data) {
        while (runs(data)) {
            LockSupport.parkNanos(Duration.ofMillis(20).toNanos());
        }
    }

    /// As its own file says: the process that started it may have ended long ago.
    private static boolean runs(Path data) {
        try {
            var pid = Files.readAllLines(data.resolve("postmaster.pid")).getFirst();
            return ProcessHandle.of(Long.parseLong(pid.strip())).isPresent();
        } catch (IOException _) {
            return false; // it was shut down
        }
    }

    private static synchronized void removeStopped() {
        var stopped = STARTED.stream().filter(started -> !runs(started.data())).toList();
        for (var started : stopped) {
            remove(started.data().getParent());
        }
        STARTED.removeAll(stopped);
    }

    private static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(java.io.File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
