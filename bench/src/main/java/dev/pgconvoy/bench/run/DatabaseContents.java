package dev.pgconvoy.bench.run;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.server.LocalServer;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// What a database holds: the rows of each table, and how many indexes, constraints and large objects.
record DatabaseContents(TreeSet<String> lines) {

    private static final int SHOWN = 5;

    static DatabaseContents of(LocalServer server, String database) {
        return new DatabaseContents(
                server.sql(database, script()).lines().collect(Collectors.toCollection(TreeSet::new)));
    }

    private static String script() {
        try (var script = DatabaseContents.class.getResourceAsStream("/sql/run/take_inventory.sql")) {
            if (script == null) {
                throw new BenchException("take_inventory.sql is missing");
            }
            return new String(script.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new BenchException("take_inventory.sql cannot be read: " + e, e);
        }
    }

    void requireSame(DatabaseContents found, String who) {
        if (!lines.equals(found.lines)) {
            var missing =
                    lines.stream().filter(line -> !found.lines.contains(line)).map(line -> "source: " + line);
            var odd = found.lines.stream().filter(line -> !lines.contains(line)).map(line -> "target: " + line);
            throw new BenchException("%s left something else than the source has: %s"
                    .formatted(
                            who,
                            Stream.concat(missing.limit(SHOWN), odd.limit(SHOWN))
                                    .collect(Collectors.joining(", "))));
        }
    }
}
