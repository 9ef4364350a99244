package dev.pgconvoy.launcher.view;

import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The terminal behind standard output, asked by the system's own programs.
public final class TerminalScreen {

    private static final int COLUMNS = 80;
    private static final int ROWS = 24;
    private static final Duration ASK_AGAIN = Duration.ofSeconds(2);
    private static final Duration LONGEST_ANSWER = Duration.ofSeconds(2);
    private static final int MOST_ANSWER = 100;

    private int columns = COLUMNS;
    private int rows = ROWS;
    private long askedAt;
    private boolean asked;

    /// Whether standard output is a terminal that can move its cursor.
    public static boolean isTerminal() {
        var kind = System.getenv("TERM");
        return kind != null
                && !kind.equals("dumb")
                && run(new ProcessBuilder("test", "-t", "1").redirectOutput(Redirect.INHERIT))
                        .isPresent();
    }

    ProgressView view(BarGlyphs glyphs) {
        var now = System.nanoTime();
        if (!asked || now - askedAt > ASK_AGAIN.toNanos()) {
            asked = true;
            askedAt = now;
            ask();
        }
        return new ProgressView(columns, rows, glyphs);
    }

    private void ask() {
        var terminal = new File("/dev/tty");
        var size = run(new ProcessBuilder("stty", "size").redirectInput(Redirect.from(terminal)))
                .map(text -> text.strip().split(" "))
                .filter(numbers -> numbers.length == 2);
        rows = size.map(numbers -> positive(numbers[0], ROWS)).orElse(ROWS);
        columns = size.map(numbers -> positive(numbers[1], COLUMNS)).orElseGet(TerminalScreen::columnsOfEnvironment);
    }

    private static int columnsOfEnvironment() {
        return positive(Optional.ofNullable(System.getenv("COLUMNS")).orElse(""), COLUMNS);
    }

    static int positive(String text, int otherwise) {
        try {
            var number = Integer.parseInt(text);
            return number > 0 ? number : otherwise;
        } catch (NumberFormatException _) {
            return otherwise;
        }
    }

    private static Optional<String> run(ProcessBuilder builder) {
        try {
            var process = builder.redirectError(Redirect.DISCARD).start();
            if (!process.waitFor(LONGEST_ANSWER.toMillis(), TimeUnit.MILLISECONDS)) {
                process.destroyForcibly();
                return Optional.empty();
            }
            var said = new String(process.getInputStream().readNBytes(MOST_ANSWER), StandardCharsets.US_ASCII);
            return process.exitValue() == 0 ? Optional.of(said) : Optional.empty();
        } catch (IOException _) {
            return Optional.empty();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return Optional.empty();
        }
    }
}
