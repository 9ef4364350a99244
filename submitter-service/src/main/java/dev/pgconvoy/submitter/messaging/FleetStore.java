package dev.pgconvoy.submitter.messaging;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.fleet.Fleet;
import dev.pgconvoy.fleet.schedule.FleetChange;
import dev.pgconvoy.fleet.schedule.FleetHead;
import dev.pgconvoy.fleet.schedule.Scheduler.UsedId;
import dev.pgconvoy.fleet.schedule.ServerRun;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.submitter.application.RunFleets;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.serialization.Serdes;
import org.apache.kafka.streams.state.KeyValueStore;
import org.apache.kafka.streams.state.StoreBuilder;
import org.apache.kafka.streams.state.Stores;

/// All fleets, as they are stored: a record for each plan, for what stands beside it, and
/// for each server, so that a change writes little. And a record for each id that a
/// migration has, as no other one can have it.
final class FleetStore {

    static final String NAME = "fleets";

    private static final String PLAN = "plan";
    private static final String HEAD = "head";
    private static final String SERVER = "server";
    private static final String ID = "id";
    private static final String SEPARATOR = "/";

    private final KeyValueStore<String, byte[]> records;

    FleetStore(KeyValueStore<String, byte[]> records) {
        this.records = records;
    }

    static StoreBuilder<KeyValueStore<String, byte[]>> builder() {
        return Stores.keyValueStoreBuilder(Stores.inMemoryKeyValueStore(NAME), Serdes.String(), Serdes.ByteArray())
                .withLoggingEnabled(
                        Map.of(TopicConfig.MAX_MESSAGE_BYTES_CONFIG, Integer.toString(Topics.LARGEST_DEAD_LETTER)));
    }

    void keep(FleetChange change) {
        change.forgotten().forEach(server -> records.delete(key(SERVER, change.fleet(), server)));
        if (change.isDeleted()) {
            records.delete(key(PLAN, change.fleet()));
            records.delete(key(HEAD, change.fleet()));
            change.servers().forEach(run -> records.delete(key(SERVER, change.fleet(), run.server())));
            return;
        }
        change.plan().ifPresent(plan -> put(plan, PLAN, change.fleet()));
        change.head().ifPresent(head -> put(head, HEAD, change.fleet()));
        change.servers().forEach(run -> put(run, SERVER, change.fleet(), run.server()));
    }

    /// @param used empty for an id that is free again
    void keep(MigrationId id, Optional<UsedId> used) {
        used.ifPresentOrElse(one -> put(one, ID, id.toString()), () -> records.delete(key(ID, id.toString())));
    }

    private void put(Object value, String... key) {
        records.put(key(key), EventJson.write(value));
    }

    private static String key(String... parts) {
        return String.join(SEPARATOR, parts);
    }

    void restore(RunFleets fleets) {
        var plans = new HashMap<String, Fleet>();
        var heads = new HashMap<String, FleetHead>();
        var servers = new HashMap<String, List<ServerRun>>();
        try (var all = records.all()) {
            all.forEachRemaining(entry -> {
                var key = entry.key.split(SEPARATOR, -1);
                switch (key[0]) {
                    case PLAN -> plans.put(key[1], read(entry.value, Fleet.class));
                    case HEAD -> heads.put(key[1], read(entry.value, FleetHead.class));
                    case ID -> fleets.restore(read(entry.value, UsedId.class));
                    default ->
                        servers.computeIfAbsent(key[1], _ -> new ArrayList<>()).add(read(entry.value, ServerRun.class));
                }
            });
        }
        plans.forEach((name, plan) -> Optional.ofNullable(heads.get(name))
                .ifPresent(head -> fleets.restore(plan, head, servers.getOrDefault(name, List.of()))));
    }

    private static <T> T read(byte[] json, Class<T> type) {
        try {
            return EventJson.MAPPER.readerFor(type).readValue(json);
        } catch (IOException _) {
            throw new SerializationException("a value of the store %s is no %s".formatted(NAME, type.getSimpleName()));
        }
    }
}
