package dev.pgconvoy.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What a password, or the key of a client certificate, is used for: one migration's login at one server. Who seals it
/// and who opens it state the same use, so a sealed value that was copied into another request opens for nobody else's
/// server, and one that was copied into another field opens as nothing else.
///
/// @param migration its id
public record PasswordUse(Kind kind, String migration, ServerSide side, String host, int port, String user) {

    private static final String FORM = "pgconvoy secret 3";

    /// What the secret is.
    public enum Kind {
        PASSWORD("password"),
        CLIENT_KEY("client key");

        private final String text;

        Kind(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }
    }

    /// Names of hosts mean the same in any case.
    public PasswordUse {
        host = host.toLowerCase(Locale.ROOT);
    }

    /// A password's.
    public PasswordUse(String migration, ServerSide side, String host, int port, String user) {
        this(Kind.PASSWORD, migration, side, host, port, user);
    }

    /// The same login's, for the key of its client certificate.
    public PasswordUse ofClientKey() {
        return new PasswordUse(Kind.CLIENT_KEY, migration, side, host, port, user);
    }

    /// What a sealed value is bound to. Each part is preceded by its length, so that no two uses have the same bytes.
    byte[] bound() {
        var parts = List.of(FORM, kind.text(), migration, side.toString(), host, Integer.toString(port), user).stream()
                .map(part -> part.getBytes(StandardCharsets.UTF_8))
                .toList();
        var bytes = ByteBuffer.allocate(
                parts.stream().mapToInt(part -> Integer.BYTES + part.length).sum());
        parts.forEach(part -> bytes.putInt(part.length).put(part));
        return bytes.array();
    }

    /// How a message names it: `source server orders-db:5432 as "mover"`.
    String text() {
        return "%s server %s as \"%s\"".formatted(side, address(), user);
    }

    public String address() {
        return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
    }
}
