package dev.pgconvoy.monitor.live;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.migration.MigrationId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// The events of migrations, a bounded number of each: the first ones and the last ones. The migration that has said
/// nothing for longest is forgotten first.
@Singleton
public final class EventLog {

    static final int FIRST = 20;
    static final int LAST = 80;
    static final int MOST_MIGRATIONS = 2_000;

    /// @param leftOut how many there were between the first and the last ones
    public record Events(List<LoggedEvent> events, long leftOut) {}

    private static final class OfMigration {
        private final List<LoggedEvent> first = new ArrayList<>();
        private final Deque<LoggedEvent> last = new ArrayDeque<>();
        private long leftOut;
        private String state = "";
        private Instant heardAt = Instant.MIN;

        private void add(LoggedEvent event, Instant now) {
            heardAt = now;
            if (event.topic().equals(EventType.SUBSTATE_CHANGED.topic())) {
                if (event.what().equals(state)) {
                    return; // only counters changed
                }
                state = event.what();
            }
            if (first.size() < FIRST) {
                first.add(event);
                return;
            }
            last.add(event);
            if (last.size() > LAST) {
                last.remove();
                leftOut++;
            }
        }
    }

    private final Map<MigrationId, OfMigration> logs = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<MigrationId, OfMigration> eldest) {
            return size() > MOST_MIGRATIONS;
        }
    };

    synchronized void clear() {
        logs.clear();
    }

    /// @param now it counts from when it is heard: what was said long ago may belong to a request
    /// that is not folded yet
    synchronized void add(MigrationId id, LoggedEvent event, Instant now) {
        logs.computeIfAbsent(id, _ -> new OfMigration()).add(event, now);
    }

    /// Forgets those of which nothing was heard since then and that are not wanted any more.
    synchronized void forget(Predicate<MigrationId> unwanted, Instant before) {
        logs.entrySet().removeIf(entry -> entry.getValue().heardAt.isBefore(before) && unwanted.test(entry.getKey()));
    }

    /// In the order of their times.
    public synchronized Events of(MigrationId id) {
        var log = logs.get(id);
        if (log == null) {
            return new Events(List.of(), 0);
        }
        var all = new ArrayList<>(log.first);
        all.addAll(log.last);
        all.sort(Comparator.comparing(LoggedEvent::time));
        return new Events(List.copyOf(all), log.leftOut);
    }
}
