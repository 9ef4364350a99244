package dev.pgconvoy.monitor.console;

import com.fasterxml.jackson.databind.util.RawValue;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.MigrationId;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// A list of migrations as it is at one moment, for all who watch it: each row becomes JSON
/// once, however many listen.
public final class WatchedList {

    private final FleetQuery.Page page;
    private final long change;
    private final Instant time;
    private final Map<MigrationId, RawValue> whole = new ConcurrentHashMap<>();
    private final Map<MigrationId, RawValue> counters = new ConcurrentHashMap<>();

    /// @param change all changes up to this number are in it
    WatchedList(FleetQuery.Page page, long change, Instant time) {
        this.page = page;
        this.change = change;
        this.time = time;
    }

    public FleetQuery.Page page() {
        return page;
    }

    public long change() {
        return change;
    }

    Instant time() {
        return time;
    }

    /// @param row of this list
    public RawValue whole(MigrationRow row) {
        return whole.computeIfAbsent(row.id(), _ -> json(row));
    }

    /// @param row of this list
    public RawValue counters(MigrationRow row) {
        return counters.computeIfAbsent(row.id(), _ -> json(row.counters()));
    }

    private static RawValue json(Object value) {
        return new RawValue(new String(EventJson.write(value), StandardCharsets.UTF_8));
    }
}
