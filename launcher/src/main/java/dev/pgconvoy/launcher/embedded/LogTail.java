package dev.pgconvoy.launcher.embedded;

import dev.pgconvoy.launcher.exit.FailureReasons;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

/// The end of a log, for a message about a process that is gone.
final class LogTail {

    private static final int LINES = 20;

    private LogTail() {}

    static String of(Path log) {
        try {
            var lines = new String(Files.readAllBytes(log), StandardCharsets.UTF_8)
                    .lines()
                    .toList();
            var tail = lines.subList(Math.max(0, lines.size() - LINES), lines.size());
            return "The end of its log:\n  " + String.join("\n  ", tail);
        } catch (IOException e) {
            return "Its log %s cannot be read: %s".formatted(log, FailureReasons.of(e));
        }
    }
}
