package dev.pgconvoy.bench.workload;

import dev.pgconvoy.bench.BenchException;
import dev.pgconvoy.bench.server.LocalServer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.StandardCopyOption;
import java.util.List;
import java.util.Map;

/// Fills an empty database.
public interface DatabaseFiller {

    void fill(LocalServer server, String database, double scale);

    /// `pgbench -i`, of this many branches at scale 1.
    record Pgbench(int branches) implements DatabaseFiller {
        @Override
        public void fill(LocalServer server, String database, double scale) {
            server.pgbench(database, Math.max(1, (int) Math.round(branches * scale)));
        }
    }

    /// SQL scripts of ours, which read the psql variable `scale`.
    record Scripts(List<String> names) implements DatabaseFiller {

        public Scripts {
            names = List.copyOf(names);
        }

        static Scripts of(String... names) {
            return new Scripts(List.of(names));
        }

        @Override
        public void fill(LocalServer server, String database, double scale) {
            names.forEach(name -> run(name, server, database, scale));
        }

        private static void run(String name, LocalServer server, String database, double scale) {
            try (var script = DatabaseFiller.class.getResourceAsStream("/sql/workload/" + name + ".sql")) {
                if (script == null) {
                    throw new BenchException("there is no script " + name);
                }
                var file = Files.createTempFile("pgconvoy-bench-", ".sql");
                try {
                    Files.copy(script, file, StandardCopyOption.REPLACE_EXISTING);
                    server.script(database, file, Map.of("scale", Double.toString(scale)));
                } finally {
                    Files.deleteIfExists(file);
                }
            } catch (IOException e) {
                throw new BenchException("The script %s cannot be run: %s".formatted(name, e), e);
            }
        }
    }
}
