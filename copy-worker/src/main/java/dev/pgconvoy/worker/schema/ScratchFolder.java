package dev.pgconvoy.worker.schema;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The folder for archives of this process. They hold schemas, never rows; what a killed worker left is
/// removed by the next one.
public final class ScratchFolder {

    private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));
    private static final Pattern NAME = Pattern.compile("pgconvoy-worker-(\\d+)");
    private static final Path OURS =
            TEMPORARY.resolve("pgconvoy-worker-" + ProcessHandle.current().pid());

    private ScratchFolder() {}

    static Path newFile(String suffix) {
        try {
            return Files.createTempFile(Files.createDirectories(OURS), "schema-", suffix);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes the folders of processes that are gone, and what an earlier process with our number left.
    public static void clean() {
        try (var folders = Files.list(TEMPORARY)) {
            folders.filter(ScratchFolder::isAbandoned).forEach(ScratchFolder::remove);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Removes our own folder.
    public static void close() {
        remove(OURS);
    }

    private static boolean isAbandoned(Path folder) {
        var name = NAME.matcher(folder.getFileName().toString());
        return name.matches()
                && (folder.equals(OURS)
                        || ProcessHandle.of(Long.parseLong(name.group(1))).isEmpty());
    }

    private static void remove(Path folder) {
        try (Stream<Path> files = Files.exists(folder) ? Files.list(folder) : Stream.empty()) {
            for (var file : files.toList()) {
                Files.deleteIfExists(file);
            }
            Files.deleteIfExists(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("The folder %s cannot be removed".formatted(folder), e);
        }
    }
}
