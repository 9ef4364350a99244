package dev.pgconvoy.campaign;

import java.util.ArrayList;
import java.util.List;

/// Seeds as a person writes them: `1-500`, `7`, `3, 9, 40-60`, one a line.
public final class SeedRanges {

    private SeedRanges() {}

    public static List<Long> parse(String text) {
        var seeds = new ArrayList<Long>();
        for (var part : text.split("[,\\s]+")) {
            if (part.isEmpty()) {
                continue;
            }
            var ends = part.split("-", 2);
            var first = Long.parseLong(ends[0]);
            var last = ends.length == 1 ? first : Long.parseLong(ends[1]);
            for (var seed = first; seed <= last; seed++) {
                seeds.add(seed);
            }
        }
        return seeds;
    }

    /// As [#parse] reads them.
    ///
    /// @param seeds in their order
    public static String text(List<Long> seeds) {
        var ranges = new ArrayList<String>();
        for (var from = 0; from < seeds.size(); ) {
            var to = from;
            while (to + 1 < seeds.size() && seeds.get(to + 1) == seeds.get(to) + 1) {
                to++;
            }
            ranges.add(
                    from == to ? "%d".formatted(seeds.get(from)) : "%d-%d".formatted(seeds.get(from), seeds.get(to)));
            from = to + 1;
        }
        return String.join(", ", ranges);
    }
}
