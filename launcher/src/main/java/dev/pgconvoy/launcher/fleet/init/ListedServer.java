package dev.pgconvoy.launcher.fleet.init;

import dev.pgconvoy.postgres.PostgresUri;
import java.util.List;
import java.util.Optional;
import java.util.SequencedMap;

/// One row of a list of servers.
///
/// @param sourcePassword a reference, such as `env:PGCONVOY_SHOP_PASSWORD`
/// @param databases none means every database of the source
public record ListedServer(
        String name,
        PostgresUri source,
        PostgresUri target,
        Optional<String> sourcePassword,
        Optional<String> targetPassword,
        List<String> databases,
        Optional<String> wave,
        SequencedMap<String, String> labels) {

    public ListedServer {
        databases = List.copyOf(databases);
    }
}
