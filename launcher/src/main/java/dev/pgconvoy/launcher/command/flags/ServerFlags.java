package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.launcher.request.ServerWish;
import dev.pgconvoy.launcher.request.Side;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.TlsParameters;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import picocli.CommandLine.Option;

/// Both servers and which of their databases.
final class ServerFlags {

    @Option(names = "--source", required = true, paramLabel = "URI", description = "postgres://user@host:port/database")
    String source = "";

    @Option(names = "--target", required = true, paramLabel = "URI", description = "postgres://user@host:port")
    String target = "";

    @Option(
            names = "--databases",
            split = ",",
            paramLabel = "NAME",
            description = "Comma-separated. Default: the source URI's database, else all.")
    List<String> databases = List.of();

    @Option(names = "--name", paramLabel = "NAME", description = "Default: migration-<time>.")
    Optional<String> name = Optional.empty();

    @Option(
            names = "--ssl-mode",
            paramLabel = "MODE",
            description = "disable, allow, prefer, require, verify-ca or verify-full, for both servers.")
    Optional<SslMode> sslMode = Optional.empty();

    @Option(
            names = "--ssl-root-cert",
            paramLabel = "FILE",
            description =
                    "Root certificates (PEM) whose servers are believed, or system; then --ssl-mode is verify-full. As in URIs (sslrootcert), file:/path is a file of the services.")
    Optional<String> rootCert = Optional.empty();

    @Option(
            names = "--ssl-cert",
            paramLabel = "FILE",
            description = "Client certificate (PEM) for both servers; sslcert in URIs.")
    Optional<String> cert = Optional.empty();

    @Option(
            names = "--ssl-key",
            paramLabel = "FILE",
            description =
                    "Its key (PKCS #8 in PEM, no passphrase), which is sealed, or a reference as below; sslkey in URIs.")
    Optional<String> key = Optional.empty();

    @Option(
            names = "--channel-binding",
            paramLabel = "WHETHER",
            description = "disable, prefer or require, for both servers; channel_binding in URIs.")
    Optional<ChannelBinding> channelBinding = Optional.empty();

    @Option(
            names = "--source-password",
            paramLabel = "REF",
            description =
                    "env:NAME, file:/path, keyvault:https://VAULT/secrets/NAME or entra: (a token of yours). Else the URI, PGCONVOY_SOURCE_PASSWORD, PGPASSWORD, the password file.")
    Optional<String> sourcePassword = Optional.empty();

    @Option(
            names = "--target-password",
            paramLabel = "REF",
            description = "The same for the target, with PGCONVOY_TARGET_PASSWORD.")
    Optional<String> targetPassword = Optional.empty();

    /// @param options reads flags, which may be wrong
    RequestDraft draft(Supplier<MigrationOptions> options) {
        var tls = new TlsParameters(rootCert, cert, key, channelBinding);
        return new RequestDraft(
                ServerWish.of(Side.SOURCE, source, sourcePassword, sslMode, tls),
                ServerWish.of(Side.TARGET, target, targetPassword, sslMode, tls),
                databases,
                name,
                checked(options));
    }

    private static MigrationOptions checked(Supplier<MigrationOptions> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--" + e.getMessage());
        }
    }
}
