package dev.pgconvoy.launcher.training;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.launcher.sample.SampleDatabase;
import dev.pgconvoy.launcher.stack.PostgresProcess;
import dev.pgconvoy.launcher.stack.Stack;
import dev.pgconvoy.launcher.stack.StackDistribution;
import dev.pgconvoy.launcher.stack.aot.AotCache;
import dev.pgconvoy.launcher.stack.aot.AotCaches;
import dev.pgconvoy.launcher.stack.aot.CacheFactory;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Makes the AOT caches that are missing: a launcher that records migrates a small sample between two servers of ours
/// by a stack that records, and each recording becomes a cache.
public final class CacheTraining {

    /// The oldest that is there: every pg_dump reads it.
    private static final int SOURCE_VERSION = 13;
    private static final int TARGET_VERSION = 17;
    private static final BigDecimal SMALL = new BigDecimal("0.01");
    private static final long MIGRATION_MINUTES = 10;
    private static final List<String> SERVICES =
            List.of("preflight-service", "submitter-service", "monitor-service", "copy-worker");

    private final StackDistribution distribution;
    private final LauncherProgram launcher;
    private final Consumer<String> steps;

    /// @param steps told what is being done
    public CacheTraining(StackDistribution distribution, Consumer<String> steps) {
        this.distribution = distribution;
        this.launcher = new LauncherProgram(distribution.modules());
        this.steps = steps;
    }

    /// Of all programs of a command with a stack of its own.
    List<AotCache> caches() {
        var caches = new ArrayList<AotCache>();
        caches.add(launcher.cache(distribution.caches()));
        caches.add(distribution.brokerCache());
        SERVICES.stream().map(distribution::serviceCache).forEach(caches::add);
        return caches;
    }

    public boolean isNeeded() {
        return !caches().stream().allMatch(AotCache::exists);
    }

    /// Does nothing while another process does the same.
    ///
    /// @throws CommandException when a cache cannot be made; every command works without it
    public void run() {
        var folder = distribution.caches().folder();
        try (var lock = TrainingLock.tryTake(folder).orElse(null)) {
            if (lock == null || !isNeeded()) {
                return;
            }
            record();
            var factory = new CacheFactory(folder);
            for (var cache : caches()) {
                steps.accept("making the AOT cache " + cache.name());
                factory.make(cache);
            }
            factory.keepOnly(caches(), LauncherProgram.link(distribution.caches()), caches().getFirst());
        } catch (IOException e) {
            throw CommandException.unusable(
                    "The AOT caches cannot be made in %s: %s. Commands start slower without them."
                            .formatted(folder, FailureReasons.of(e)));
        }
    }

    private void record() throws IOException {
        steps.accept("a training run for the AOT caches");
        try (var stack = Stack.in(StackFolder.temporary(), distribution.withoutCaches())) {
            stack.startAll(List.of(
                    PostgresSettings.of("source", SOURCE_VERSION), PostgresSettings.of("target", TARGET_VERSION)));
            fill(stack.postgres("source"));
            migrate(stack);
        }
    }

    private static void fill(PostgresProcess source) {
        try {
            try (var connection = source.connect("postgres");
                    var statement = connection.createStatement()) {
                statement.execute(
                        "CREATE DATABASE %s TEMPLATE template0 ENCODING 'UTF8'".formatted(SampleDatabase.NAME));
            }
            try (var connection = source.connect(SampleDatabase.NAME)) {
                SampleDatabase.fill(connection, SMALL, _ -> {});
            }
        } catch (SQLException e) {
            throw CommandException.unusable("The sample for the training run could not be made: " + e.getMessage());
        }
    }

    private void migrate(Stack stack) throws IOException {
        var cache = launcher.cache(distribution.caches());
        var command = launcher.command(
                Stream.concat(cache.recordFlags().stream(), Stream.of(AotCaches.recordingProperty()))
                        .toList(),
                "migrate",
                "--source=" + stack.postgres("source").uri(SampleDatabase.NAME),
                "--target=" + stack.postgres("target").uri("postgres"),
                "--source-password=file:" + stack.postgres("source").passwordFile(),
                "--target-password=file:" + stack.postgres("target").passwordFile(),
                "--verify=full");
        cache.keepCommand(command);
        var log = stack.folder().logs().resolve("training.log");
        var process = new ProcessBuilder(command)
                .directory(stack.folder().logs().toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(MIGRATION_MINUTES, TimeUnit.MINUTES) || process.exitValue() != 0) {
                throw CommandException.unusable("The training run for the AOT caches failed. " + text(log));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw CommandException.unusable("The training run for the AOT caches was interrupted.");
        } finally {
            process.destroy();
            // It writes into our folder until it has ended.
            process.onExit()
                    .orTimeout(MIGRATION_MINUTES, TimeUnit.MINUTES)
                    .exceptionally(_ -> process.destroyForcibly())
                    .join();
        }
    }

    private static String text(Path log) throws IOException {
        return "It printed: " + java.nio.file.Files.readString(log).strip();
    }
}
