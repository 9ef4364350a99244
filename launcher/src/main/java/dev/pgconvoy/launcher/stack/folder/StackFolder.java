package dev.pgconvoy.launcher.stack.folder;

import dev.pgconvoy.launcher.exit.FailureReasons;
import dev.pgconvoy.launcher.stack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/// The data of one stack, locked while it is open and readable by its owner only:
/// `kafka/`, a folder for each PostgreSQL server by its name (`source/`, `target/`), `keys/`, `logs/`,
/// `services/` with what each service sets aside while it runs, and `run/` with the process ids.
public final class StackFolder implements AutoCloseable {

    static final String PREFIX = "pgconvoy-stack-";

    private static final String KEYS = "keys";

    private final Path root;
    private final boolean temporary;
    private final FolderLock lock;

    private StackFolder(Path root, boolean temporary, FolderLock lock) {
        this.root = root;
        this.temporary = temporary;
        this.lock = lock;
    }

    /// A folder that stays; made when it is missing.
    ///
    /// @throws StackException when another stack uses it
    public static StackFolder open(Path root) {
        try {
            var folder = privateFolder(root.toAbsolutePath());
            return entered(folder, false);
        } catch (IOException e) {
            throw new StackException(
                    "The folder %s cannot be used: %s. Choose another one with --data."
                            .formatted(root, FailureReasons.of(e)),
                    e);
        }
    }

    /// A new folder that [#close] removes. Those that killed launchers left behind are removed, too.
    public static StackFolder temporary() {
        return temporaryIn(Path.of(System.getProperty("java.io.tmpdir")));
    }

    static StackFolder temporaryIn(Path parent) {
        try {
            var folder = entered(Files.createTempDirectory(parent, PREFIX), true);
            LeftoverProcesses.removeFoldersBeside(folder.root, parent);
            return folder;
        } catch (IOException e) {
            throw new StackException(
                    "No temporary folder can be made in %s: %s.".formatted(parent, FailureReasons.of(e)), e);
        }
    }

    private static StackFolder entered(Path root, boolean temporary) throws IOException {
        var lock = FolderLock.take(root);
        try {
            var folder = new StackFolder(root, temporary, lock);
            LeftoverProcesses.stopProcesses(folder.run());
            return folder;
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
    }

    /// What a client of the broker in a stack needs, as Kafka's own commands read it; there once the broker was
    /// started.
    ///
    /// @param root of a stack that may be another process's
    public static Path clientFileIn(Path root) {
        return clientFile(root.resolve(KEYS));
    }

    public static Path clientFile(Path keys) {
        return keys.resolve("kafka-client.properties");
    }

    public Path root() {
        return root;
    }

    public Path kafka() {
        return part("kafka");
    }

    public Path server(String name) {
        return part(name);
    }

    public Path keys() {
        return part(KEYS);
    }

    public Path logs() {
        return part("logs");
    }

    /// Empty: what an earlier process of this name left is removed.
    public Path service(String name) {
        FileTree.deleteIfThere(root.resolve("services").resolve(name));
        return part("services/" + name);
    }

    public Path run() {
        return part("run");
    }

    private Path part(String name) {
        try {
            return privateFolder(root.resolve(name));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Path privateFolder(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            Files.createDirectories(
                    folder, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        }
        return folder;
    }

    @Override
    public void close() {
        if (temporary) {
            LeftoverProcesses.removeFolder(root);
        }
        lock.close();
    }
}
