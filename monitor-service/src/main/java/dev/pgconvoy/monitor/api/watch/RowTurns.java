package dev.pgconvoy.monitor.api.watch;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;

/// The rows that one listener was told of, as they were then. Not all that changed fits
/// into its share of a second, so the row that was told longest ago comes first: else rows
/// that change all the time would keep the others from ever being told.
final class RowTurns<K, R> {

    /// The one that was told longest ago first.
    private final LinkedHashMap<K, R> told = new LinkedHashMap<>();

    void told(K key, R row) {
        told.putLast(key, row);
    }

    Optional<R> lastTold(K key) {
        return Optional.ofNullable(told.get(key));
    }

    boolean isTold(K key, R row) {
        return row.equals(told.get(key));
    }

    /// @param changed the keys of rows that are to be told
    /// @return the same, those that were never told first
    List<K> inTurn(Collection<K> changed) {
        var waiting = new LinkedHashSet<>(changed);
        var order = new ArrayList<K>(waiting.size());
        waiting.stream().filter(key -> !told.containsKey(key)).forEach(order::add);
        told.keySet().stream().filter(waiting::contains).forEach(order::add);
        return order;
    }

    void keepOnly(Collection<K> keys) {
        told.keySet().retainAll(keys);
    }

    void clear() {
        told.clear();
    }

    int size() {
        return told.size();
    }
}
