package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.launcher.request.ServerWish;
import dev.pgconvoy.launcher.request.Side;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.SslMode;
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
        return new RequestDraft(
                ServerWish.of(Side.SOURCE, source, sourcePassword, sslMode),
                ServerWish.of(Side.TARGET, target, targetPassword, sslMode),
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
