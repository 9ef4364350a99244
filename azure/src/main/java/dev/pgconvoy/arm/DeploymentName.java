package dev.pgconvoy.arm;

import dev.pgconvoy.migration.MigrationId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// The name of the deployment that makes a migration: always the same for the same one, so that whoever tries again
/// finds what is there.
public final class DeploymentName {

    static final int LONGEST = 64;

    private static final String FIRST = "pgconvoy-";
    private static final int HASH_BYTES = 8;
    private static final int LONGEST_WORDS = LONGEST - FIRST.length() - 1 - 2 * HASH_BYTES;

    private DeploymentName() {}

    /// Readable words first; the hash tells apart what is alike when cut.
    public static String of(MigrationId id) {
        var words = id.targetServer() + "-" + id.name();
        return FIRST + words.substring(0, Math.min(words.length(), LONGEST_WORDS)) + "-" + hash(id.toString());
    }

    private static String hash(String text) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
