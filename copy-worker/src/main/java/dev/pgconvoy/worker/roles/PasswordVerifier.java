package dev.pgconvoy.worker.roles;

import dev.pgconvoy.postgres.Identifiers;
import java.util.regex.Pattern;

/// What a server keeps of a password. It goes from one session to the other, and shows nowhere.
final class PasswordVerifier {

    /// Anything else a server would take for a password in clear text and hash again.
    private static final Pattern KNOWN = Pattern.compile("SCRAM-SHA-256\\$.+|md5[0-9a-f]{32}");

    private final String text;

    PasswordVerifier(String text) {
        this.text = text;
    }

    boolean isKnown() {
        return KNOWN.matcher(text).matches();
    }

    String literal() {
        return Identifiers.literal(text);
    }

    @Override
    public String toString() {
        return "***";
    }
}
