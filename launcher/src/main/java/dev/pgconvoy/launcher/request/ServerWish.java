package dev.pgconvoy.launcher.request;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.ConnectionStrings;
import dev.pgconvoy.postgres.PostgresUri;
import dev.pgconvoy.postgres.TlsParameters;
import dev.pgconvoy.secret.SecretRef;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// What the user said about one server.
///
/// @param password a reference that was named instead of a password
/// @param sslMode of the command line; it outranks the URI's
/// @param tls of the command line, and of the URI what is missing there
public record ServerWish(
        CommandSide side, PostgresUri uri, Optional<SecretRef> password, Optional<SslMode> sslMode, TlsParameters tls) {

    public static ServerWish of(
            CommandSide side, String uri, Optional<String> passwordReference, Optional<SslMode> sslMode) {
        return of(side, uri, passwordReference, sslMode, TlsParameters.NONE);
    }

    public static ServerWish of(
            CommandSide side,
            String uri,
            Optional<String> passwordReference,
            Optional<SslMode> sslMode,
            TlsParameters tls) {
        return of(side, uri, passwordReference, sslMode, tls, _ -> null);
    }

    /// @param environment says where service files are
    public static ServerWish of(
            CommandSide side,
            String uri,
            Optional<String> passwordReference,
            Optional<SslMode> sslMode,
            TlsParameters tls,
            UnaryOperator<@Nullable String> environment) {
        var parsed = uri(side, uri, environment);
        return new ServerWish(
                side, parsed, passwordReference.map(text -> reference(side, text)), sslMode, tls.or(parsed.tls()));
    }

    /// For the user: what was said and changes nothing.
    public Optional<String> remark() {
        return uri.withoutEffect().isEmpty()
                ? Optional.empty()
                : Optional.of("%s: pgconvoy decides itself on %s; what was said has no effect"
                        .formatted(side.flag(), String.join(", ", uri.withoutEffect())));
    }

    /// What of it is a reference that the services follow, like the password's.
    public List<SecretRef> tlsReferences() {
        return Stream.of(tls.rootCert(), tls.cert(), tls.key())
                .flatMap(Optional::stream)
                .filter(TlsFiles::isReference)
                .map(text -> reference(side, text))
                .toList();
    }

    private static PostgresUri uri(CommandSide side, String uri, UnaryOperator<@Nullable String> environment) {
        try {
            var parameters = ConnectionStrings.parameters(uri);
            return PostgresUri.of(new ServiceFiles(environment).completed(parameters));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("%s: %s".formatted(side.flag(), e.getMessage()));
        }
    }

    private static SecretRef reference(CommandSide side, String text) {
        try {
            return SecretRef.parse(text);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("%s: %s".formatted(side.passwordFlag(), e.getMessage()));
        }
    }
}
