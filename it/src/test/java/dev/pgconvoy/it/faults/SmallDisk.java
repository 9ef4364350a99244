package dev.pgconvoy.it.faults;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// A file system of its own below one folder, small enough to be filled. Only who may mount has one; for everybody else
/// the folder is an ordinary one, and no disk is ever full.
record SmallDisk(Path folder, boolean canBeFilled) implements AutoCloseable {

    private static final String SIZE = "1500m";
    private static final String LIMIT = "30";
    private static final String FILLER = "filler";
    private static final int CHUNK = 1 << 20;

    /// @param folder empty
    static SmallDisk at(Path folder) throws IOException, InterruptedException {
        var mounted = run("mount", "-t", "tmpfs", "-o", "size=" + SIZE + ",mode=0700", "tmpfs", folder.toString());
        return new SmallDisk(folder, mounted);
    }

    /// What a process that was killed has left there.
    static void unmount(Path folder) throws IOException, InterruptedException {
        if (Files.exists(folder)) {
            run("umount", "-l", folder.toString());
        }
    }

    /// Nobody can write more than a few bytes until [#empty].
    ///
    /// @param left so many bytes stay free
    void fill(long left) throws IOException {
        if (!canBeFilled) {
            throw new IOException("a disk can be filled only by a user who may mount one");
        }
        try (var file = FileChannel.open(
                folder.resolve(FILLER),
                StandardOpenOption.CREATE,
                StandardOpenOption.WRITE,
                StandardOpenOption.APPEND)) {
            var chunk = ByteBuffer.allocate(CHUNK);
            while (Files.getFileStore(folder).getUsableSpace() > left) {
                chunk.clear()
                        .limit((int) Math.min(CHUNK, Files.getFileStore(folder).getUsableSpace()));
                file.write(chunk);
            }
        } catch (IOException isFull) {
            // Somebody else wrote at the same time.
        }
    }

    void empty() throws IOException {
        Files.deleteIfExists(folder.resolve(FILLER));
    }

    /// Without its files: the servers have ended.
    @Override
    public void close() throws IOException {
        try {
            if (canBeFilled && !run("umount", "-l", folder.toString())) {
                throw new IOException("%s cannot be unmounted".formatted(folder));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static boolean run(String... command) throws IOException, InterruptedException {
        var line = new ArrayList<>(List.of("timeout", LIMIT));
        line.addAll(List.of(command));
        var process = new ProcessBuilder(line)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        return process.waitFor(Long.parseLong(LIMIT) + 1, TimeUnit.SECONDS) && process.exitValue() == 0;
    }
}
