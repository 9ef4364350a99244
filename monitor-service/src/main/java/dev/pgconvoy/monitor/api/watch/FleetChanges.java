package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.monitor.api.watch.LiveStreamsResource.Message;
import dev.pgconvoy.monitor.console.FleetOverview;
import dev.pgconvoy.monitor.console.ListedMigrations;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// What one listener of the fleet has not seen yet.
final class FleetChanges implements LiveStreamsResource.Changes {

    private final ListedMigrations fleet;
    private final String start;
    private Optional<Long> seen;
    private Optional<FleetOverview> overview = Optional.empty();

    /// @param start a word of this run of the monitor: numbers of another one mean nothing here
    FleetChanges(ListedMigrations fleet, String start, @Nullable String lastEventId) {
        this.fleet = fleet;
        this.start = start;
        this.seen = EventIds.number(start, lastEventId);
    }

    @Override
    public List<Message> next() {
        var messages = new ArrayList<Message>();
        var changes = seen.flatMap(number -> fleet.changesSince(number, LiveStreamsResource.MOST_ROWS));
        if (changes.isEmpty()) {
            var last = fleet.lastChange();
            seen = Optional.of(last);
            messages.add(new Message("reset", EventIds.of(start, last), Map.of()));
        } else if (changes.get().change() > seen.orElse(0L)) {
            var now = changes.get().change();
            seen = Optional.of(now);
            messages.add(new Message("rows", EventIds.of(start, now), changes.get()));
        }
        var counted = fleet.overview();
        if (overview.filter(known -> isSame(known, counted)).isEmpty()) {
            overview = Optional.of(counted);
            messages.add(new Message("overview", EventIds.of(start, seen.orElse(0L)), counted));
        }
        return messages;
    }

    private static boolean isSame(FleetOverview one, FleetOverview other) {
        return one.states().equals(other.states())
                && one.attention().equals(other.attention())
                && one.deadLetters().equals(other.deadLetters())
                && one.workers().equals(other.workers())
                && one.slotsBusy().equals(other.slotsBusy())
                && one.tasksWaiting().equals(other.tasksWaiting())
                && one.bytesPerSecond() == other.bytesPerSecond();
    }
}
