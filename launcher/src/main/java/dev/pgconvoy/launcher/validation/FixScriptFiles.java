package dev.pgconvoy.launcher.validation;

import dev.pgconvoy.failure.RemedyScript.Place;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.view.PrivateFile;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Where the scripts of the remedies are written: in a folder that exists, or beside each other with the same begin of
/// their names.
public record FixScriptFiles(Path source, Path target, Path azure) {

    private static final int PREFACE_LINES = 10;

    public static FixScriptFiles at(Path place) {
        if (Files.isDirectory(place)) {
            return new FixScriptFiles(
                    place.resolve("source.sql"), place.resolve("target.sql"), place.resolve("azure.sh"));
        }
        var begin = String.valueOf(place.getFileName()).replaceFirst("\\.(sql|sh)$", "");
        return new FixScriptFiles(
                place.resolveSibling(begin + "-source.sql"),
                place.resolveSibling(begin + "-target.sql"),
                place.resolveSibling(begin + "-azure.sh"));
    }

    /// Before anything starts. A file that somebody else has written is not replaced.
    public void requireWritable(String flag) {
        Stream.of(source, target, azure).forEach(file -> {
            PrivateFile.requireWritable(flag, file);
            if (!isReplaceable(file)) {
                throw CommandException.usage(
                        "%s: %s exists and is no script of remedies; move it away, or name another place"
                                .formatted(flag, file));
            }
        });
    }

    private static boolean isReplaceable(Path file) {
        if (!Files.isRegularFile(file)) {
            return true;
        }
        try (var lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
            var first = lines.limit(PREFACE_LINES).toList();
            return first.isEmpty() || first.stream().anyMatch(line -> line.endsWith(FixScripts.MARK_OF_OURS));
        } catch (IOException | UncheckedIOException _) {
            return false;
        }
    }

    /// All three, also those with nothing to do: an older one would be taken for new.
    ///
    /// @return a sentence about each
    public List<String> write(Map<Place, String> scripts) {
        return Stream.of(Place.values()).map(place -> write(place, scripts)).toList();
    }

    private String write(Place place, Map<Place, String> scripts) {
        var file = switch (place) {
            case SOURCE -> source;
            case TARGET -> target;
            case AZURE -> azure;
        };
        PrivateFile.write(file, scripts.getOrDefault(place, ""));
        return "the remedies for the %s are in %s".formatted(RemedyPlace.word(place), file);
    }
}
