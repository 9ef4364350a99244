package dev.pgconvoy.it.faults;

import dev.pgconvoy.campaign.SeedRanges;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/// Which runs: `-Dpgconvoy.it.faults.seeds=1-500`, `7`, `3,9,40-60`, `all` (each cell of the table once),
/// `unfilled` (one more of each cell that no run of the file has met in its phase). Without it, those that ever failed
/// and a few more.
final class FaultSeeds {

    private static final String PROPERTY = "pgconvoy.it.faults.seeds";
    private static final String IN_CI = "/faults/seeds-in-ci.txt";
    private static final String ONCE_FAILED = "/faults/seeds-once-failed.txt";

    private FaultSeeds() {}

    static List<Long> wanted(Path runs) throws IOException {
        var property = System.getProperty(PROPERTY, "");
        if (property.isBlank()) {
            var seeds = new ArrayList<>(SeedRanges.parse(resource(ONCE_FAILED)));
            seeds.addAll(SeedRanges.parse(resource(IN_CI)));
            return seeds.stream().distinct().toList();
        }
        if (property.equals("unfilled")) {
            return unfilled(Files.exists(runs) ? Files.readAllLines(runs) : List.of());
        }
        return SeedRanges.parse(property.equals("all") ? "1-" + RunPlan.cellCount() : property);
    }

    /// FaultSeeds that many cells apart are of the same cell, and decide all else anew.
    static List<Long> unfilled(List<String> runs) {
        var records = runs.stream().map(RunRecord::read).toList();
        return LongStream.rangeClosed(1, RunPlan.cellCount())
                .filter(seed -> records.stream().noneMatch(run -> run.phaseSeen() && isOfCell(run, seed)))
                .mapToObj(seed -> seed
                        + RunPlan.cellCount()
                                * records.stream()
                                        .filter(run -> isOfCell(run, seed))
                                        .count())
                .toList();
    }

    private static boolean isOfCell(RunRecord run, long seed) {
        return Math.floorMod(run.seed() - seed, RunPlan.cellCount()) == 0;
    }

    static boolean areChosen() {
        return !System.getProperty(PROPERTY, "").isBlank();
    }

    private static String resource(String name) {
        try (var stream = FaultSeeds.class.getResourceAsStream(name)) {
            if (stream == null) {
                throw new IllegalStateException("there is no " + name);
            }
            var text = new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
            return text.replaceAll("#.*", "");
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
