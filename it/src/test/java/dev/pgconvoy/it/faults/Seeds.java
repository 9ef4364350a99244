package dev.pgconvoy.it.faults;

import java.util.ArrayList;
import java.util.List;

/// Which runs: `-Dpgconvoy.it.faults.seeds=1-500`, `7`, `3,9,40-60`, `all` (each cell of the table once). Without it,
/// those that ever failed and a few more.
final class Seeds {

    private static final String PROPERTY = "pgconvoy.it.faults.seeds";
    private static final String IN_CI = "/faults/seeds-in-ci.txt";
    private static final String ONCE_FAILED = "/faults/seeds-once-failed.txt";

    private Seeds() {}

    static List<Long> wanted() {
        var property = System.getProperty(PROPERTY, "");
        if (property.isBlank()) {
            var seeds = new ArrayList<>(parse(resource(ONCE_FAILED)));
            seeds.addAll(parse(resource(IN_CI)));
            return seeds.stream().distinct().toList();
        }
        return parse(property.equals("all") ? "1-" + RunPlan.cellCount() : property);
    }

    static boolean areChosen() {
        return !System.getProperty(PROPERTY, "").isBlank();
    }

    static List<Long> parse(String text) {
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

    private static String resource(String name) {
        try (var stream = Seeds.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + name);
            }
            var text = new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return text.replaceAll("#.*", "");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
