package dev.pgconvoy.fleet.schedule;

import dev.pgconvoy.fleet.MigrationWindow;
import dev.pgconvoy.fleet.WindowCalendar;
import dev.pgconvoy.fleet.WindowCalendar.Opening;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// When a window is open. The last answer is kept, as time mostly goes forward.
final class OpenTimes {

    private final MigrationWindow window;
    private final WindowCalendar calendar;
    private Optional<Instant> askedFrom = Optional.empty();
    private Optional<Opening> known = Optional.empty();

    OpenTimes(MigrationWindow window) {
        this.window = window;
        this.calendar = new WindowCalendar(window);
    }

    boolean isOpenAt(Instant time) {
        return at(time).filter(opening -> opening.contains(time)).isPresent();
    }

    /// Whether a migration may begin: it has to end in time where the window does not wait for it. One that no opening
    /// is long enough for may begin whenever it is open.
    boolean admits(Instant time, Duration expected) {
        return at(time).filter(opening -> opening.contains(time))
                .filter(opening -> window.onClose() == MigrationWindow.OnClose.FINISH
                        || expected.compareTo(window.duration()) > 0
                        || expected.compareTo(opening.leftAt(time)) <= 0)
                .isPresent();
    }

    boolean cancelsWhatRuns(Instant time) {
        return window.onClose() == MigrationWindow.OnClose.CANCEL && !isOpenAt(time);
    }

    /// When it next opens or closes; empty when it never opens again.
    Optional<Instant> changesAfter(Instant time) {
        return at(time).map(opening -> opening.contains(time) ? opening.until() : opening.from());
    }

    String name() {
        return window.name();
    }

    private Optional<Opening> at(Instant time) {
        if (askedFrom.isEmpty()
                || time.isBefore(askedFrom.get())
                || known.filter(opening -> !time.isBefore(opening.until())).isPresent()) {
            known = calendar.at(time);
            askedFrom = Optional.of(time);
        }
        return known;
    }
}
