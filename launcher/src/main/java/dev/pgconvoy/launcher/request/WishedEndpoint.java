package dev.pgconvoy.launcher.request;

import dev.pgconvoy.arm.PasswordUses;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.secret.SealKey;
import java.util.function.Supplier;

/// One end of a request, of what the user said about a server.
public final class WishedEndpoint {

    private WishedEndpoint() {}

    /// Without its secrets.
    ///
    /// @param database to connect to before the migrated ones exist
    public static ServerEndpoint of(ServerWish wish, String database, PasswordLookup passwords) {
        // Who names roots wants them looked at.
        var sslMode = wish.sslMode()
                .or(() -> wish.uri().sslMode())
                .orElse(wish.tls().rootCert().isPresent() ? SslMode.VERIFY_FULL : SslMode.PREFER);
        try {
            return new ServerEndpoint(
                    wish.uri().host(), wish.uri().port(), passwords.user(wish), wish.password(), sslMode, database);
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("%s: %s".formatted(wish.side().flag(), e.getMessage()));
        }
    }

    /// A password or key in clear text is sealed for the login that it is meant for.
    ///
    /// @param named the request, in which they are still missing
    /// @param key asked for only when something must be sealed
    public static ServerEndpoint withSecrets(
            MigrationRequest named, ServerWish wish, PasswordLookup passwords, Supplier<SealKey> key) {
        var side = wish.side().serverSide();
        var endpoint = named.server(side);
        var use = PasswordUses.of(named, side);
        var password = passwords
                .find(
                        wish,
                        endpoint.user(),
                        endpoint.maintenanceDatabase(),
                        secret -> key.get().seal(secret, use))
                .map(endpoint::withPassword)
                .orElse(endpoint);
        try {
            PasswordLookup.Sealer sealer = secret -> key.get().seal(secret, use.ofClientKey());
            return password.withTls(new TlsFiles(wish.side(), sealer).read(wish.tls()));
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("%s: %s".formatted(wish.side().flag(), e.getMessage()));
        }
    }
}
