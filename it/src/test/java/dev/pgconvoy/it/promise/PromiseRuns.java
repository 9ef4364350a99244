package dev.pgconvoy.it.promise;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The file of all runs, a line each, so that a campaign can be gone on with. Of a seed
/// that was run again the last line counts.
final class PromiseRuns {

    private final Path file;
    private Set<Long> before;

    private PromiseRuns(Path file, Set<Long> before) {
        this.file = file;
        this.before = before;
    }

    static PromiseRuns in(Path file) throws IOException {
        Files.createDirectories(file.toAbsolutePath().getParent());
        var runs = new PromiseRuns(file, Set.of());
        runs.before = runs.records().stream().map(PromiseRecord::seed).collect(Collectors.toSet());
        return runs;
    }

    void forget() throws IOException {
        Files.deleteIfExists(file);
        before = Set.of();
    }

    /// Whether the file had it in the beginning.
    boolean has(long seed) {
        return before.contains(seed);
    }

    synchronized void add(PromiseRecord record) throws IOException {
        Files.writeString(
                file,
                record.json() + "\n",
                StandardCharsets.UTF_8,
                StandardOpenOption.CREATE,
                StandardOpenOption.APPEND);
    }

    /// In the order of their seeds.
    synchronized List<PromiseRecord> records() throws IOException {
        if (!Files.exists(file)) {
            return List.of();
        }
        try (var lines = Files.lines(file)) {
            return lines
                    .filter(line -> !line.isBlank())
                    .map(PromiseRecord::read)
                    .collect(Collectors.toMap(PromiseRecord::seed, record -> record, (_, later) -> later, TreeMap::new))
                    .values()
                    .stream()
                    .toList();
        }
    }
}
