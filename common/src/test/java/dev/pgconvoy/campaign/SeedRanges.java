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
}
