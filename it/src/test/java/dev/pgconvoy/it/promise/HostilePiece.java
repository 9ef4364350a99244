package dev.pgconvoy.it.promise;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/// Something that a database of users may have and that makes it hard to move, from `resources/promise`.
///
/// A file holds several: each begins with a line `-- piece: NAME`. Its statements run in the
/// database at the source; what comes after `-- at source:` or `-- at target:` runs in `postgres`
/// of that server, in the order of the file, and what comes after `-- meanwhile at source:` in a
/// session in the database that stays open. `:role` is a role that only this run has, `:db` the
/// database, both quoted, and `:name` the database's name as a literal.
///
/// @param encoding that the database must have
/// @param options of the request, members of JSON
/// @param closes whether nobody can work in the database afterwards: then it comes last
/// @param alone whether the run must not meet others, because it concerns the whole server
/// @param movesRoles whether the request is to move the roles, too
/// @param steps by their place
record HostilePiece(
        String name,
        Optional<String> encoding,
        Optional<String> options,
        boolean closes,
        boolean alone,
        boolean movesRoles,
        Map<Place, String> steps) {

    enum Place {
        SOURCE_SERVER("at source"),
        TARGET_SERVER("at target"),
        DATABASE("in database"),
        MEANWHILE("meanwhile at source");

        private final String words;

        Place(String words) {
            this.words = words;
        }
    }

    private static final Path FOLDER = Path.of("src", "test", "resources", "promise");
    private static final Pattern BEGIN = Pattern.compile("(?m)^-- piece: ");
    private static final Pattern HEADER = Pattern.compile("^-- (encoding|options|closes|alone|moves roles): ?(.*)$");

    static List<HostilePiece> all() throws IOException {
        try (var files = Files.list(FOLDER)) {
            return files.filter(file -> file.toString().endsWith(".sql"))
                    .sorted()
                    .flatMap(file -> read(file).stream())
                    .toList();
        }
    }

    private static List<HostilePiece> read(Path file) {
        try {
            return parse(Files.readString(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String key() {
        return options.map(text -> text.replaceFirst(":.*", "")).orElse("");
    }

    static List<HostilePiece> parse(String text) {
        return Arrays.stream(BEGIN.split(text)).skip(1).map(HostilePiece::one).toList();
    }

    private static HostilePiece one(String text) {
        var lines = text.lines().toList();
        var headers = new LinkedHashMap<String, String>();
        var steps = new LinkedHashMap<Place, String>();
        var place = Place.DATABASE;
        for (var line : lines.subList(1, lines.size())) {
            var header = HEADER.matcher(line);
            var next = Arrays.stream(Place.values())
                    .filter(one -> line.equals("-- " + one.words + ":"))
                    .findFirst();
            if (header.matches()) {
                headers.put(header.group(1), header.group(2));
            } else if (next.isPresent()) {
                place = next.get();
            } else if (!line.isBlank()) {
                steps.merge(place, line, (before, after) -> before + "\n" + after);
            }
        }
        return new HostilePiece(
                lines.getFirst().strip(),
                Optional.ofNullable(headers.get("encoding")),
                Optional.ofNullable(headers.get("options")),
                headers.containsKey("closes"),
                headers.containsKey("alone"),
                headers.containsKey("moves roles"),
                steps);
    }
}
