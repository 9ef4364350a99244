package dev.pgconvoy.launcher.stack.folder;

import dev.pgconvoy.launcher.stack.process.PidFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// What launchers left behind that were killed where the kernel does not end their children with them.
final class LeftoverProcesses {

    private static final Duration GRACE = Duration.ofSeconds(10);
    /// A younger folder may be about to be locked.
    private static final Duration SETTLED = Duration.ofSeconds(10);

    private LeftoverProcesses() {}

    /// Ends every process that a file in `run` tells of; the caller holds the folder's lock.
    static void stopProcesses(Path run) throws IOException {
        for (var file : list(run, "*.pid")) {
            PidFile.read(file).ifPresent(LeftoverProcesses::stop);
            Files.deleteIfExists(file);
        }
    }

    private static void stop(PidFile told) {
        told.process().ifPresent(process -> {
            told.signal().send(process);
            if (!ended(process)) {
                process.destroyForcibly();
                ended(process);
            }
        });
    }

    private static boolean ended(ProcessHandle process) {
        try {
            process.onExit().get(GRACE.toMillis(), TimeUnit.MILLISECONDS);
            return true;
        } catch (TimeoutException | ExecutionException e) {
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }

    /// Removes temporary folders of launchers that no longer run.
    static void removeFoldersBeside(Path own, Path parent) throws IOException {
        var now = Files.getLastModifiedTime(own.resolve(FolderLock.FILE));
        for (var folder : list(parent, StackFolder.PREFIX + "*")) {
            try {
                if (!folder.equals(own) && isSettled(folder.resolve(FolderLock.FILE), now)) {
                    remove(folder);
                }
            } catch (IOException | UncheckedIOException e) {
                // Another launcher removes it, too, or it is another user's.
            }
        }
    }

    private static boolean isSettled(Path lock, FileTime now) throws IOException {
        return Files.isRegularFile(lock)
                && Files.isWritable(lock)
                && Files.getLastModifiedTime(lock).toInstant().plus(SETTLED).isBefore(now.toInstant());
    }

    private static void remove(Path folder) throws IOException {
        var taken = FolderLock.tryTake(folder);
        if (taken.isEmpty()) {
            return;
        }
        try (var _ = taken.get()) {
            stopProcesses(folder.resolve("run"));
            removeFolder(folder);
        }
    }

    /// The lock file goes last: a folder that still has it is found and removed by a later launcher.
    static void removeFolder(Path folder) {
        try {
            for (var part : list(folder, "*")) {
                if (!part.endsWith(FolderLock.FILE)) {
                    FileTree.delete(part);
                }
            }
            FileTree.delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> list(Path folder, String glob) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (var files = Files.newDirectoryStream(folder, glob)) {
            return java.util.stream.StreamSupport.stream(files.spliterator(), false)
                    .toList();
        }
    }
}
