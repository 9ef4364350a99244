package dev.pgconvoy.text;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Bounds how many lines about records of others a log gets: whoever writes records that are refused must not fill a
/// disk with it. Of each kind the first lines of a minute are written, then one that says that more are left out, and
/// with the first of a later minute how many these were. The metrics count all of them.
public final class LogLimit {

    static final int LINES = 10;
    static final Duration PERIOD = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private final Map<String, Written> kinds = new HashMap<>();

    private static final class Written {
        private long sinceNanos;
        private long lines;
    }

    public LogLimit() {
        this(System::nanoTime);
    }

    LogLimit(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// @param kind one of a few, such as the name of a topic: nothing of a record's content
    /// @param log what writes a line
    public void write(String kind, String line, Consumer<String> log) {
        for (var allowed : allowed(kind, line)) {
            log.accept(allowed);
        }
    }

    private synchronized List<String> allowed(String kind, String line) {
        var now = nanoTime.getAsLong();
        var written = kinds.computeIfAbsent(kind, _ -> new Written());
        var lines = new ArrayList<String>();
        if (written.lines == 0 || now - written.sinceNanos >= PERIOD.toNanos()) {
            if (written.lines > LINES) {
                lines.add("%d lines like these were left out (%s)".formatted(written.lines - LINES, kind));
            }
            written.sinceNanos = now;
            written.lines = 0;
        }
        written.lines++;
        if (written.lines <= LINES) {
            lines.add(line);
        } else if (written.lines == LINES + 1) {
            lines.add(
                    "More lines like these are left out for up to %d seconds (%s)".formatted(PERIOD.toSeconds(), kind));
        }
        return lines;
    }
}
