package dev.pgconvoy.secret;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;

/// What a password is used for: one migration's login at one server. Who seals a password and who opens it state the
/// same use, so a sealed value that was copied into another request opens for nobody else's server.
///
/// @param migration its id
public record PasswordUse(String migration, ServerSide side, String host, int port, String user) {

    private static final String FORM = "pgconvoy password 2";

    /// Names of hosts mean the same in any case.
    public PasswordUse {
        host = host.toLowerCase(Locale.ROOT);
    }

    /// What a sealed value is bound to. Each part is preceded by its length, so that no two uses have the same bytes.
    byte[] bound() {
        var parts = List.of(FORM, migration, side.toString(), host, Integer.toString(port), user).stream()
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
