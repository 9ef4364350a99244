package dev.pgconvoy.launcher.request;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.SslMode;
import dev.pgconvoy.postgres.PostgresUri;
import dev.pgconvoy.secret.SecretRef;
import java.util.Optional;

/// What the user said about one server.
///
/// @param password a reference that was named instead of a password
/// @param sslMode of the command line; it outranks the URI's
public record ServerWish(Side side, PostgresUri uri, Optional<SecretRef> password, Optional<SslMode> sslMode) {

    public static ServerWish of(Side side, String uri, Optional<String> passwordReference, Optional<SslMode> sslMode) {
        return new ServerWish(side, uri(side, uri), passwordReference.map(text -> reference(side, text)), sslMode);
    }

    private static PostgresUri uri(Side side, String uri) {
        try {
            return PostgresUri.parse(uri);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("%s: %s".formatted(side.flag(), e.getMessage()));
        }
    }

    private static SecretRef reference(Side side, String text) {
        try {
            return SecretRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("%s: %s".formatted(side.passwordFlag(), e.getMessage()));
        }
    }
}
