package dev.pgconvoy.launcher.stack.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;

/// One process' output; the one before is kept beside it.
public record LogFile(Path path) {

    private static final int LAST_LINES = 20;
    private static final int LAST_BYTES = 16 * 1024;

    public static LogFile fresh(Path logs, String name) {
        var file = logs.resolve(name + ".log");
        try {
            if (Files.exists(file)) {
                Files.move(file, logs.resolve(name + ".previous.log"), StandardCopyOption.REPLACE_EXISTING);
            }
            return new LogFile(OwnersFile.make(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The last lines, indented, and where the rest is.
    String tail() {
        var text = end().strip();
        if (text.isEmpty()) {
            return "It wrote nothing to %s.".formatted(path);
        }
        var lines = text.lines().toList();
        var last = lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size());
        return "The end of %s:%n  %s".formatted(path, String.join(System.lineSeparator() + "  ", last));
    }

    private String end() {
        try (var channel = Files.newByteChannel(path)) {
            channel.position(Math.max(0, channel.size() - LAST_BYTES));
            var bytes = java.nio.ByteBuffer.allocate(LAST_BYTES);
            while (bytes.hasRemaining() && channel.read(bytes) >= 0) {
                continue;
            }
            return new String(bytes.array(), 0, bytes.position(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            return "";
        }
    }
}
