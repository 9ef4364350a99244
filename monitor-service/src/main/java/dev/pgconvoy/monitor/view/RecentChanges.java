package dev.pgconvoy.monitor.view;

import dev.pgconvoy.migration.MigrationId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Which migrations changed in which order, each one once: who was away for a while gets each of them in its latest
/// state. A bounded number is remembered.
public final class RecentChanges {

    static final int MOST = 20_000;

    private final LinkedHashMap<MigrationId, Long> changes = new LinkedHashMap<>();
    private long last;
    private long forgottenUpTo;

    /// @param upTo the number of the last change that they show
    public record Since(List<MigrationId> ids, long upTo) {}

    synchronized void happened(MigrationId id) {
        changes.remove(id);
        changes.put(id, ++last);
        if (changes.size() > MOST) {
            forgottenUpTo = changes.pollFirstEntry().getValue();
        }
    }

    public synchronized long last() {
        return last;
    }

    /// Those that changed after that change, the earliest first.
    ///
    /// @return empty when some of them are not remembered any more, or the number is none of ours
    public synchronized Optional<Since> since(long change, int most) {
        if (change < forgottenUpTo || change > last) {
            return Optional.empty();
        }
        var later = new ArrayList<Map.Entry<MigrationId, Long>>();
        for (var entry : changes.sequencedEntrySet().reversed()) {
            if (entry.getValue() <= change) {
                break;
            }
            later.add(entry);
        }
        var first = later.reversed().stream().limit(most).toList();
        return Optional.of(new Since(
                first.stream().map(Map.Entry::getKey).toList(),
                first.isEmpty() ? change : first.getLast().getValue()));
    }
}
