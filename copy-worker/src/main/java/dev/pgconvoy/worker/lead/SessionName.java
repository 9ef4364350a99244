package dev.pgconvoy.worker.lead;

import dev.pgconvoy.migration.MigrationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The `application_name` of our sessions on the target, by which the next leader finds and ends those of older epochs.
public final class SessionName {

    private static final int KEY_BYTES = 8;

    private SessionName() {}

    /// What comes after `pgconvoy `.
    ///
    /// @param purpose lower-case letters
    public static String of(String purpose, LeadTerm term) {
        return "%s %s e%d".formatted(purpose, key(term.id()), term.epoch());
    }

    /// The same for the first session of somebody who does not lead yet.
    static String ofCandidate(MigrationId id) {
        return "leader " + key(id);
    }

    /// What tells the migrations of a server apart where a name must be short.
    public static String key(MigrationId id) {
        return key(id.toString());
    }

    /// The same for a database, of which several may be built at once.
    public static String key(String database) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(database.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, KEY_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
