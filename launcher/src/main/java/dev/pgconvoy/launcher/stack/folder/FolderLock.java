package dev.pgconvoy.launcher.stack.folder;

import dev.pgconvoy.launcher.stack.process.StackException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// One stack to a folder. The operating system releases the lock of a killed launcher.
///
/// POSIX locks belong to the process and end when it closes the file anywhere, so who holds what inside this process is
/// kept apart.
final class FolderLock implements AutoCloseable {

    static final String FILE = "lock";
    private static final Set<Path> HELD_HERE = ConcurrentHashMap.newKeySet();

    private final Path file;
    private final FileChannel channel;

    private FolderLock(Path file, FileChannel channel) {
        this.file = file;
        this.channel = channel;
    }

    static FolderLock take(Path folder) {
        return tryTake(folder)
                .orElseThrow(() -> new StackException(
                        "The folder %s is in use by %s: stop that one, or choose another folder with --data."
                                .formatted(folder, holder(folder))));
    }

    static Optional<FolderLock> tryTake(Path folder) {
        try {
            var file = folder.toRealPath().resolve(FILE);
            if (!HELD_HERE.add(file)) {
                return Optional.empty();
            }
            var lock = lock(file);
            if (lock.isEmpty()) {
                HELD_HERE.remove(file);
            }
            return lock;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Optional<FolderLock> lock(Path file) throws IOException {
        var channel = FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        channel.truncate(0);
        channel.write(
                ByteBuffer.wrap(Long.toString(ProcessHandle.current().pid()).getBytes(StandardCharsets.US_ASCII)));
        return Optional.of(new FolderLock(file, channel));
    }

    private static String holder(Path folder) {
        try {
            var file = folder.toRealPath().resolve(FILE);
            return HELD_HERE.contains(file) ? "this very process" : "process " + Files.readString(file);
        } catch (IOException e) {
            return "another process";
        }
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } finally {
            HELD_HERE.remove(file);
        }
    }
}
