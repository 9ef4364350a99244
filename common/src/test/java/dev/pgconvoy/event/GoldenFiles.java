package dev.pgconvoy.event;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/// The golden files: what is on the wire, laid out for people.
final class GoldenFiles {

    private static final Path FOLDER = Path.of("src", "test", "resources", "golden");

    private GoldenFiles() {}

    static Path file(String name) {
        return FOLDER.resolve(name + ".json");
    }

    /// With `-Dregenerate=true` the file is written first.
    static String text(String name, byte[] written) throws IOException {
        if (Boolean.getBoolean("regenerate")) {
            Files.createDirectories(FOLDER);
            Files.writeString(file(name), laidOut(written));
        }
        return Files.readString(file(name));
    }

    static String laidOut(byte[] json) throws IOException {
        return EventJson.MAPPER.readTree(json).toPrettyString() + "\n";
    }

    static List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            return files.map(file -> file.getFileName().toString().replaceAll("\\.json$", ""))
                    .sorted()
                    .toList();
        }
    }
}
