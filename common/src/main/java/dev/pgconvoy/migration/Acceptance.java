package dev.pgconvoy.migration;

import java.time.Instant;
import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// What was decided when a request was accepted; it travels with the migration from then on.
///
/// @param requestHash of the one request that the id stands for, in hexadecimal digits
/// @param requestedAt when it was requested
/// @param overwritable the databases that stood on the target and may be dropped, by
/// name, with their OIDs; one of another OID is never dropped
public record Acceptance(String requestHash, Instant requestedAt, Map<String, Long> overwritable) {

    private static final int LONGEST_HASH = 64;

    public Acceptance {
        overwritable = Collections.unmodifiableMap(new TreeMap<>(overwritable));
        if (overwritable.size() > MigrationRequest.MOST_DATABASES) {
            throw new IllegalArgumentException(
                    "at most " + MigrationRequest.MOST_DATABASES + " databases to overwrite");
        }
        if (requestHash.isEmpty() || requestHash.length() > LONGEST_HASH) {
            throw new IllegalArgumentException("requestHash is 1 to %d characters".formatted(LONGEST_HASH));
        }
    }
}
