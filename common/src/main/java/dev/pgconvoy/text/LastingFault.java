package dev.pgconvoy.text;

import java.time.Duration;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/// Bounds what a log gets of a fault that is met again and again while it lasts, such as a broker
/// that is away: a line when it begins, then one a minute, and one when it is over. One that comes
/// and goes is told once a minute, too.
public final class LastingFault {

    private static final Duration BETWEEN_LINES = Duration.ofMinutes(1);

    private final LongSupplier nanoTime;
    private long toldAt;
    private boolean wasTold;
    private boolean hasEndToTell;

    public LastingFault() {
        this(System::nanoTime);
    }

    /// @param nanoTime a monotonic clock
    public LastingFault(LongSupplier nanoTime) {
        this.nanoTime = nanoTime;
    }

    /// @param log what writes a line
    public void met(String line, Consumer<String> log) {
        if (isToTell()) {
            log.accept(line);
        }
    }

    private synchronized boolean isToTell() {
        var now = nanoTime.getAsLong();
        if (wasTold && now - toldAt < BETWEEN_LINES.toNanos()) {
            return false;
        }
        wasTold = true;
        toldAt = now;
        hasEndToTell = true;
        return true;
    }

    /// To be called as often as there is no fault.
    ///
    /// @param log what writes a line
    public void over(String line, Consumer<String> log) {
        if (takeEnd()) {
            log.accept(line);
        }
    }

    private synchronized boolean takeEnd() {
        var was = hasEndToTell;
        hasEndToTell = false;
        return was;
    }
}
