package dev.pgconvoy.convention;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The sources of all modules, as they are on disk.
final class SourceTree {

    private static final Path ROOT = Path.of("..");

    private SourceTree() {}

    static List<Path> javaFiles() {
        return filesUnder("src", ".java");
    }

    /// What the services ask servers.
    static List<Path> sqlFiles() {
        return filesUnder("src/main/resources/sql", ".sql");
    }

    static String glossary() {
        return text(ROOT.resolve("docs/glossary.md"));
    }

    static String text(Path file) {
        try {
            return Files.readString(file, UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<Path> filesUnder(String folder, String ending) {
        try (var modules = Files.list(ROOT)) {
            return modules.map(module -> module.resolve(folder))
                    .filter(Files::isDirectory)
                    .flatMap(sources -> files(sources, ending))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static Stream<Path> files(Path folder, String ending) {
        try (var files = Files.walk(folder)) {
            return files.filter(file -> file.toString().endsWith(ending)).toList().stream();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
