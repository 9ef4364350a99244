package dev.pgconvoy.launcher.training;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Optional;

/// One training at a time in a folder of caches. The lock ends with its process.
record TrainingLock(FileChannel channel) implements AutoCloseable {

    static Optional<TrainingLock> tryTake(Path folder) throws IOException {
        Files.createDirectories(folder);
        var channel = FileChannel.open(folder.resolve(".lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
        if (channel.tryLock() == null) {
            channel.close();
            return Optional.empty();
        }
        return Optional.of(new TrainingLock(channel));
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
