package dev.pgconvoy.monitor.api.watch;

import static java.util.Objects.requireNonNull;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.util.RawValue;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.api.watch.LiveStreamsResource.Message;
import dev.pgconvoy.monitor.console.FleetOverview;
import dev.pgconvoy.monitor.console.FleetQuery;
import dev.pgconvoy.monitor.console.ListedMigrations;
import dev.pgconvoy.monitor.console.MigrationRow;
import dev.pgconvoy.monitor.console.WatchedList;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// What one listener has not seen yet of the list that it watches. Bounded by
/// [ByteAllowance]: of a row of which only counters changed, only these are told.
final class FleetChanges implements LiveStreamsResource.Changes {

    private static final int TICKS_BETWEEN_COUNTS = 3;
    private static final int TICKS_BETWEEN_LISTS = 5;

    private final ListedMigrations fleet;
    private final FleetQuery query;
    private final String start;
    private final RowTurns<MigrationId, MigrationRow> turns = new RowTurns<>();
    private final ByteAllowance allowance = new ByteAllowance();
    private Optional<Long> seen;
    private boolean isBegun;
    private Optional<FleetOverview> overview = Optional.empty();
    private int ticksSinceOverview;
    private Optional<ListShape> shape = Optional.empty();
    private int ticksSinceList;

    /// Which rows are where, and how many there are: when that changes, the list is
    /// asked for again.
    private record ListShape(List<MigrationId> ids, int total, Map<String, Integer> states) {

        private static ListShape of(FleetQuery.Page page) {
            return new ListShape(
                    page.migrations().stream().map(MigrationRow::id).toList(), page.total(), page.states());
        }
    }

    /// @param migrations rows that are new here, or of which more than counters changed
    /// @param counters of rows of which nothing else changed
    @JsonInclude(JsonInclude.Include.NON_EMPTY)
    private record RowChanges(List<RawValue> migrations, List<RawValue> counters) {}

    /// @param start a word of this run of the monitor: numbers of another one mean nothing here
    FleetChanges(ListedMigrations fleet, FleetQuery query, String start, @Nullable String lastEventId) {
        this.fleet = fleet;
        this.query = query;
        this.start = start;
        this.seen = EventIds.number(start, lastEventId);
    }

    @Override
    public List<Message> next() {
        allowance.anotherSecond();
        var messages = new ArrayList<Message>();
        var list = fleet.watched(query);
        if (isBegun) {
            shape(list, messages);
        } else {
            begin(list, messages);
        }
        overview(messages);
        rows(list, messages);
        return messages;
    }

    /// Goes on from what was seen, or has the listener ask for the list.
    private void begin(WatchedList list, List<Message> messages) {
        isBegun = true;
        shape = Optional.of(ListShape.of(list.page()));
        var changed = seen.flatMap(fleet::changedSince);
        if (changed.isEmpty()) {
            seen = Optional.of(list.change());
            say("reset", Map.of(), messages);
        } else {
            // Rows that have left the list meanwhile are among no changes.
            say("list", Map.of(), messages);
        }
        var unknown = changed.orElse(Set.of());
        list.page().migrations().stream()
                .filter(row -> !unknown.contains(row.id()))
                .forEach(row -> turns.told(row.id(), row));
    }

    private void shape(WatchedList list, List<Message> messages) {
        ticksSinceList++;
        if (ticksSinceList >= TICKS_BETWEEN_LISTS) {
            var now = ListShape.of(list.page());
            if (shape.filter(now::equals).isEmpty()) {
                shape = Optional.of(now);
                ticksSinceList = 0;
                say("list", Map.of(), messages);
            }
        }
    }

    private void rows(WatchedList list, List<Message> messages) {
        var rows = list.page().migrations().stream()
                .collect(Collectors.toMap(MigrationRow::id, Function.identity(), (one, _) -> one));
        turns.keepOnly(rows.keySet());
        var waiting = turns.inTurn(list.page().migrations().stream()
                .filter(row -> !turns.isTold(row.id(), row))
                .map(MigrationRow::id)
                .toList());
        if (waiting.isEmpty()) {
            seen = Optional.of(list.change());
            return;
        }
        var whole = new ArrayList<RawValue>();
        var counters = new ArrayList<RawValue>();
        var bytes = 0;
        for (var id : waiting) {
            if (!allowance.isLeft(bytes)) {
                break;
            }
            var row = requireNonNull(rows.get(id));
            var isCounted = turns.lastTold(id).filter(row::differsInCounters).isPresent();
            var json = isCounted ? list.counters(row) : list.whole(row);
            (isCounted ? counters : whole).add(json);
            turns.told(id, row);
            bytes += String.valueOf(json.rawValue()).length();
        }
        var told = whole.size() + counters.size();
        if (told == waiting.size()) {
            seen = Optional.of(list.change());
        }
        if (told > 0) {
            say("rows", new RowChanges(whole, counters), messages);
        }
    }

    private void overview(List<Message> messages) {
        ticksSinceOverview++;
        var counted = fleet.overview();
        if (overview.filter(known -> isSame(known, counted)).isEmpty()) {
            overview = Optional.of(counted);
            ticksSinceOverview = 0;
            say("overview", counted, messages);
        }
    }

    /// Counters alone are told less often.
    private boolean isSame(FleetOverview one, FleetOverview other) {
        return one.attention().equals(other.attention())
                && one.deadLetters().equals(other.deadLetters())
                && one.slotsBusy().isPresent() == other.slotsBusy().isPresent()
                && (ticksSinceOverview < TICKS_BETWEEN_COUNTS
                        || one.states().equals(other.states())
                                && one.workers().equals(other.workers())
                                && one.slotsBusy().equals(other.slotsBusy())
                                && one.tasksWaiting().equals(other.tasksWaiting())
                                && one.bytesPerSecond() == other.bytesPerSecond());
    }

    private void say(String name, Object data, List<Message> messages) {
        var message = Message.of(name, EventIds.of(start, seen.orElse(0L)), data);
        messages.add(message);
        allowance.spend(message.bytes());
    }
}
