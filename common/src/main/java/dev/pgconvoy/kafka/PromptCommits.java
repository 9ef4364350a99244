package dev.pgconvoy.kafka;

import java.time.Duration;
import java.util.function.LongSupplier;

/// Asks for a commit as soon as something was said that others wait for, instead of at the end of the commit interval;
/// while much is said, not every time.
///
/// Not thread-safe: it belongs to one processor.
public final class PromptCommits {

    private static final long EVERY_MILLIS = Duration.ofMillis(25).toMillis();

    private final Runnable commit;
    private final LongSupplier millis;
    private long askedAt = Long.MIN_VALUE / 2;

    /// @param commit asks the processor's context for it
    /// @param millis the processor's time
    public PromptCommits(Runnable commit, LongSupplier millis) {
        this.commit = commit;
        this.millis = millis;
    }

    public void ask() {
        var now = millis.getAsLong();
        if (now - askedAt >= EVERY_MILLIS) {
            askedAt = now;
            commit.run();
        }
    }
}
