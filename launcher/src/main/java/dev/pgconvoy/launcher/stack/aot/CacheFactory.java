package dev.pgconvoy.launcher.stack.aot;

import dev.pgconvoy.launcher.stack.process.StackException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// Makes caches of recordings. A cache appears whole or not at all.
public record CacheFactory(Path folder) {

    private static final long MINUTES = 10;

    /// Does nothing where there is no recording.
    ///
    /// @throws StackException when the JVM cannot make it
    public void make(AotCache cache) throws IOException {
        if (!cache.isRecorded()) {
            return;
        }
        var unfinished = folder.resolve(cache.name() + ".unfinished");
        var log = folder.resolve(cache.name() + ".log");
        try {
            run(cache.createCommand(unfinished), log);
            if (!Files.isRegularFile(unfinished)) {
                throw new StackException("The JVM did not make %s. %s".formatted(cache.file(), Files.readString(log)));
            }
            Files.move(unfinished, cache.file(), StandardCopyOption.ATOMIC_MOVE);
            Files.deleteIfExists(log);
        } finally {
            Files.deleteIfExists(unfinished);
            cache.deleteRecording();
        }
    }

    private static void run(List<String> command, Path log) throws IOException {
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        try {
            if (!process.waitFor(MINUTES, TimeUnit.MINUTES)) {
                throw new StackException("An AOT cache was not made within %d minutes.".formatted(MINUTES));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new StackException("The making of an AOT cache was interrupted.", e);
        } finally {
            process.destroyForcibly();
        }
    }

    /// Removes the caches of other JDKs and jars.
    ///
    /// @param link leads to the cache `linked` under a name without a fingerprint
    public void keepOnly(List<AotCache> caches, Path link, AotCache linked) throws IOException {
        var kept = new HashSet<Path>();
        caches.forEach(cache -> kept.add(cache.file()));
        try (var files = Files.newDirectoryStream(folder, "*.{aot,aotconf,command,unfinished,log}")) {
            for (var file : files) {
                if (!kept.contains(file)) {
                    Files.deleteIfExists(file);
                }
            }
        }
        if (linked.exists()) {
            Files.createSymbolicLink(link, linked.file().getFileName());
        }
    }
}
