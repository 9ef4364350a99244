package dev.pgconvoy.launcher.training;

import dev.pgconvoy.launcher.stack.StackDistribution;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/// Starts a training behind a command that has ended: with the lowest priority, in a session of its own, so that
/// neither the end of the terminal nor Ctrl-C meets it. It ends by itself.
public final class BackgroundTraining {

    /// What `./pgconvoy` takes this process for.
    public static final String COMMAND = "train";

    private static final List<String> UNOBTRUSIVE = List.of("setsid", "nice", "-n", "19");
    private static final File NOTHING = new File("/dev/null");
    private static final String LOG = "training.txt";

    /// Of the user's services: the training's own tell nobody and export nothing.
    private static final List<String> SETTINGS_OF_SERVICES = List.of("PGCONVOY_", "QUARKUS_", "OTEL_");

    /// Where pg_dump and pg_restore are.
    private static final String PROGRAMS = "PGCONVOY_PG_BIN";

    /// One that does not succeed is not tried again behind every command.
    private static final Duration BETWEEN_TRIES = Duration.ofHours(1);

    private BackgroundTraining() {}

    /// Where it is not possible, later commands start as slowly as this one did.
    public static void startIfNeeded(StackDistribution distribution) {
        var folder = distribution.caches().folder();
        if (!distribution.caches().areUsed()
                || !Files.isWritable(folder.getParent())
                || isTriedLately(folder.resolve(LOG))
                || !new CacheTraining(distribution, _ -> {}).isNeeded()) {
            return;
        }
        var command = new ArrayList<>(UNOBTRUSIVE);
        command.addAll(new LauncherProgram(distribution.modules()).command(List.of(), COMMAND));
        try {
            Files.createDirectories(folder);
            var builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(NOTHING)
                    .redirectErrorStream(true)
                    .redirectOutput(folder.resolve(LOG).toFile());
            builder.environment().keySet().removeIf(BackgroundTraining::isKeptFromTraining);
            builder.start();
        } catch (IOException _) {
            // No setsid or nice here, or a folder that may not be written to.
        }
    }

    static boolean isKeptFromTraining(String variable) {
        return !variable.equals(PROGRAMS) && SETTINGS_OF_SERVICES.stream().anyMatch(variable::startsWith);
    }

    static boolean isTriedLately(Path log) {
        try {
            var tried = Files.getLastModifiedTime(log).toInstant();
            return Instant.now().isBefore(tried.plus(BETWEEN_TRIES));
        } catch (IOException _) {
            return false; // there is none
        }
    }
}
