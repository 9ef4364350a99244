package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.BenchException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;

/// Removes folders with their content.
final class FolderRemoval {

    private FolderRemoval() {}

    static void remove(Path folder) {
        try (var files = Files.walk(folder)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            throw new BenchException("%s cannot be removed: %s".formatted(folder, e), e);
        }
    }
}
