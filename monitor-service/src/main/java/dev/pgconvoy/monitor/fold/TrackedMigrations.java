package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.monitor.fold.intake.RecordSizeLimits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiConsumer;
import org.apache.kafka.streams.state.KeyValueStore;
import org.jspecify.annotations.Nullable;

/// The store of this task's migrations, by id.
record TrackedMigrations(KeyValueStore<String, byte[]> store) {

    @Nullable
    TrackedMigration find(String id) {
        var stored = store.get(id);
        return stored == null ? null : TrackedMigration.read(stored);
    }

    /// @return false, and nothing is kept, when it is too large
    boolean save(String id, TrackedMigration tracked) {
        var bytes = tracked.bytes();
        if (bytes.length
                > (tracked.migration().isFinal() ? RecordSizeLimits.LARGEST_VALUE : RecordSizeLimits.LARGEST_RUNNING)) {
            return false;
        }
        store.put(id, bytes);
        return true;
    }

    /// @return the ids of those that have ended and not changed since, which are kept no longer
    List<String> forgetEnded(Instant before) {
        var ended = new ArrayList<String>();
        forEach((id, tracked) -> {
            if (tracked.migration().isFinal()
                    && tracked.migration().dossier().changedAt().isBefore(before)) {
                ended.add(id);
            }
        });
        ended.forEach(store::delete);
        return ended;
    }

    void forEach(BiConsumer<String, TrackedMigration> visitor) {
        try (var all = store.all()) {
            all.forEachRemaining(entry -> visitor.accept(entry.key, TrackedMigration.read(entry.value)));
        }
    }
}
