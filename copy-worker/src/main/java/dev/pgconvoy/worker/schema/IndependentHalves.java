package dev.pgconvoy.worker.schema;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;

/// Entries of an archive in two parts that can be restored at the same time: nothing in one needs anything in the
/// other. Each keeps the archive's order.
public record IndependentHalves(List<TocEntry> first, List<TocEntry> second) {

    public static IndependentHalves of(List<TocEntry> entries) {
        var first = new ArrayList<Integer>();
        var second = new ArrayList<Integer>();
        for (var group : groups(entries)) {
            (first.size() + group.size() / 2 < entries.size() / 2 ? first : second).addAll(group);
        }
        return new IndependentHalves(inOrder(entries, first), inOrder(entries, second));
    }

    private static List<TocEntry> inOrder(List<TocEntry> entries, List<Integer> positions) {
        return positions.stream()
                .sorted(Comparator.naturalOrder())
                .map(entries::get)
                .toList();
    }

    /// The positions of what is connected by dependencies, however indirectly.
    private static Iterable<List<Integer>> groups(List<TocEntry> entries) {
        var positions = new HashMap<Integer, Integer>();
        entries.forEach(entry -> positions.put(entry.dumpId(), positions.size()));
        var leaders = IntStream.range(0, entries.size()).toArray();
        for (var position = 0; position < leaders.length; position++) {
            for (var needed : entries.get(position).dependencies()) {
                var other = positions.get(needed);
                if (other != null) {
                    leaders[leader(leaders, position)] = leader(leaders, other);
                }
            }
        }
        var groups = new LinkedHashMap<Integer, List<Integer>>();
        for (var position = 0; position < leaders.length; position++) {
            groups.computeIfAbsent(leader(leaders, position), _ -> new ArrayList<>())
                    .add(position);
        }
        return groups.values();
    }

    private static int leader(int[] leaders, int position) {
        var leader = position;
        while (leaders[leader] != leader) {
            leaders[leader] = leaders[leaders[leader]];
            leader = leaders[leader];
        }
        return leader;
    }
}
