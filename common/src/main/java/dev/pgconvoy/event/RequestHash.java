package dev.pgconvoy.event;

import dev.pgconvoy.migration.MigrationRequest;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// Which request a migration stands for, for all facts that follow from it.
public final class RequestHash {

    private RequestHash() {}

    /// SHA-256 over everything that was asked for, before databases were resolved. Sealed passwords count as alike:
    /// sealed anew, the same one looks different. Labels and who is told do not count.
    public static String of(MigrationRequest asked) {
        try {
            var digest = MessageDigest.getInstance("SHA-256").digest(EventJson.write(asked.compared()));
            return HexFormat.of().formatHex(digest);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
