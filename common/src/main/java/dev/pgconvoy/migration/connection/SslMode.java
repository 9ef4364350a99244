package dev.pgconvoy.migration.connection;

import com.fasterxml.jackson.annotation.JsonCreator;
import com.fasterxml.jackson.annotation.JsonValue;
import java.util.Locale;

/// libpq's sslmode.
public enum SslMode {
    DISABLE,
    ALLOW,
    PREFER,
    REQUIRE,
    VERIFY_CA,
    VERIFY_FULL;

    /// Reads libpq's spelling (`verify-full`) and ARM's (`VerifyFull`).
    @JsonCreator
    public static SslMode parse(String text) {
        for (var mode : values()) {
            if (mode.text().replace("-", "").equalsIgnoreCase(text.replace("-", ""))) {
                return mode;
            }
        }
        throw new IllegalArgumentException("sslMode must be disable, allow, prefer, require, verify-ca or verify-full");
    }

    /// Whether there is no connection rather than one that others can read.
    public boolean isAlwaysEncrypted() {
        return switch (this) {
            case DISABLE, ALLOW, PREFER -> false;
            case REQUIRE, VERIFY_CA, VERIFY_FULL -> true;
        };
    }

    /// Whether the server has to prove that somebody whom we trust vouches for it.
    public boolean isVerified() {
        return switch (this) {
            case DISABLE, ALLOW, PREFER, REQUIRE -> false;
            case VERIFY_CA, VERIFY_FULL -> true;
        };
    }

    @JsonValue
    public String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
