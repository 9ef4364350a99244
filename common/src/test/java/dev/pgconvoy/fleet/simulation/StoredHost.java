package dev.pgconvoy.fleet.simulation;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.schedule.FleetDecision;
import dev.pgconvoy.fleet.schedule.FleetFact;
import dev.pgconvoy.fleet.schedule.FleetHead;
import dev.pgconvoy.fleet.schedule.Scheduler;
import dev.pgconvoy.fleet.schedule.SchedulerSettings;
import dev.pgconvoy.fleet.schedule.ServerRun;
import dev.pgconvoy.migration.MigrationId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The scheduler alone, with a store in which it keeps what it must not forget, as JSON.
public final class StoredHost implements SchedulerHost {

    private final SchedulerSettings settings;
    private final Map<String, byte[]> plans = new LinkedHashMap<>();
    private final Map<String, byte[]> heads = new LinkedHashMap<>();
    private final Map<String, Map<String, byte[]>> servers = new LinkedHashMap<>();
    private final Map<MigrationId, byte[]> ids = new LinkedHashMap<>();
    private Scheduler scheduler;

    public StoredHost(SchedulerSettings settings) {
        this.settings = settings;
        this.scheduler = restored();
    }

    @Override
    public List<FleetDecision> hear(FleetFact fact, Instant now) {
        var decisions = scheduler.decide(fact, now);
        scheduler
                .takeChangedIds()
                .forEach((id, used) ->
                        used.ifPresentOrElse(one -> ids.put(id, EventJson.write(one)), () -> ids.remove(id)));
        for (var change : scheduler.takeChanges()) {
            if (change.isDeleted()) {
                plans.remove(change.fleet());
                heads.remove(change.fleet());
                servers.remove(change.fleet());
                continue;
            }
            change.plan().ifPresent(plan -> plans.put(change.fleet(), EventJson.write(plan)));
            change.head().ifPresent(head -> heads.put(change.fleet(), EventJson.write(head)));
            var ofFleet = servers.computeIfAbsent(change.fleet(), _ -> new LinkedHashMap<>());
            change.forgotten().forEach(ofFleet::remove);
            change.servers().forEach(run -> ofFleet.put(run.server(), EventJson.write(run)));
        }
        return decisions;
    }

    @Override
    public Optional<Instant> nextChange(Instant now) {
        return scheduler.nextChange(now);
    }

    @Override
    public void kill() {
        scheduler = restored();
    }

    @Override
    public void fork(FleetFact fact, Instant now) {
        restored().decide(fact, now);
    }

    @Override
    public void close() {}

    private Scheduler restored() {
        var next = new Scheduler(settings, RequestHash::of);
        ids.values().forEach(id -> next.restore(read(id, Scheduler.UsedId.class)));
        plans.forEach((fleet, plan) -> next.restore(read(plan, Fleet.class), head(fleet), runs(fleet)));
        return next;
    }

    private FleetHead head(String fleet) {
        return read(Optional.ofNullable(heads.get(fleet)).orElseThrow(), FleetHead.class);
    }

    private List<ServerRun> runs(String fleet) {
        var runs = new ArrayList<ServerRun>();
        servers.getOrDefault(fleet, Map.of()).values().forEach(json -> runs.add(read(json, ServerRun.class)));
        return runs;
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return EventJson.MAPPER.readerFor(type).readValue(json);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
