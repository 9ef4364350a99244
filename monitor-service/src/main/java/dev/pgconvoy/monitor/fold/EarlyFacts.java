package dev.pgconvoy.monitor.fold;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.monitor.fold.intake.ArrivedRecord;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.apache.kafka.streams.KeyValue;
import org.apache.kafka.streams.state.KeyValueStore;

/// Facts that overtook the request of their migration wait here for it, a short while and in a bounded number.
final class EarlyFacts {

    static final int MOST_MIGRATIONS = 1_000;
    static final int MOST_PER_MIGRATION = 20;

    /// Of all migrations of this task together, in bytes.
    static final long MOST_TOGETHER = 16L * 1024 * 1024;

    private static final int MOST_BYTES = 1024 * 1024;
    private static final TypeReference<List<Waiting>> WAITING = new TypeReference<>() {};

    private final KeyValueStore<String, byte[]> store;
    private final Duration patience;
    private long together;

    EarlyFacts(KeyValueStore<String, byte[]> store, Duration patience) {
        this.store = store;
        this.patience = patience;
        try (var all = store.all()) {
            all.forEachRemaining(entry -> together += entry.value.length);
        }
    }

    record Waiting(ArrivedRecord arrival, Instant since) {}

    /// @return false when there is no room
    boolean keep(String id, ArrivedRecord arrival, Instant now) {
        var before = store.get(id);
        var waiting = new ArrayList<>(before == null ? List.<Waiting>of() : read(before));
        if (waiting.isEmpty() && store.approximateNumEntries() >= MOST_MIGRATIONS
                || waiting.size() >= MOST_PER_MIGRATION) {
            return false;
        }
        waiting.add(new Waiting(arrival, now));
        var bytes = EventJson.write(waiting);
        var more = bytes.length - (before == null ? 0 : before.length);
        if (bytes.length > MOST_BYTES || together + more > MOST_TOGETHER) {
            return false;
        }
        together += more;
        store.put(id, bytes);
        return true;
    }

    /// Hands out what waited for this migration, in the order of arrival.
    List<ArrivedRecord> claim(String id) {
        var stored = store.get(id);
        if (stored == null) {
            return List.of();
        }
        delete(id, stored);
        return read(stored).stream().map(Waiting::arrival).toList();
    }

    /// Hands out what waited too long.
    List<ArrivedRecord> expired(Instant now) {
        var expired = new ArrayList<ArrivedRecord>();
        try (var all = store.all()) {
            while (all.hasNext()) {
                expire(all.next(), now, expired);
            }
        }
        return expired;
    }

    private void expire(KeyValue<String, byte[]> entry, Instant now, List<ArrivedRecord> expired) {
        var waiting = read(entry.value);
        if (!waiting.getFirst().since().plus(patience).isAfter(now)) {
            waiting.forEach(one -> expired.add(one.arrival()));
            delete(entry.key, entry.value);
        }
    }

    private void delete(String id, byte[] stored) {
        store.delete(id);
        together -= stored.length;
    }

    private static List<Waiting> read(byte[] stored) {
        try {
            return EventJson.MAPPER.readValue(stored, WAITING);
        } catch (IOException e) {
            throw new UncheckedIOException("early facts in the store cannot be read", e);
        }
    }
}
