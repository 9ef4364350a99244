package dev.pgconvoy.launcher.command;

import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.launcher.request.ServerWish;
import dev.pgconvoy.launcher.request.Side;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.SslMode;
import dev.pgconvoy.migration.VerifyMode;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// What is to be moved, and how.
final class MigrationFlags {

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
            names = "--option",
            paramLabel = "OPTION",
            description = "Validate, Migrate or ValidateAndMigrate (default).")
    MigrationOption option = MigrationOptions.DEFAULTS.migrationOption();

    @Option(names = "--overwrite", description = "Drop databases that exist on the target, and copy them anew.")
    boolean overwrite;

    @Option(names = "--verify", paramLabel = "MODE", description = "off, counts or full (default).")
    VerifyMode verify = MigrationOptions.DEFAULTS.verify();

    @Option(names = "--jobs", paramLabel = "N", description = "Copies that run at once, 1 to 64; default 4.")
    int jobs = MigrationOptions.DEFAULT_JOBS;

    @Mixin
    private final RightsFlags rights = new RightsFlags();

    @Mixin
    private final CopyFlags copy = new CopyFlags();

    @Mixin
    private final FilterFlags filters = new FilterFlags();

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

    RequestDraft draft() {
        return new RequestDraft(
                ServerWish.of(Side.SOURCE, source, sourcePassword, sslMode),
                ServerWish.of(Side.TARGET, target, targetPassword, sslMode),
                databases,
                name,
                options());
    }

    private MigrationOptions options() {
        try {
            return new MigrationOptions(
                    option,
                    overwrite,
                    verify,
                    jobs,
                    ExecutorKind.WORKERS,
                    rights.options(),
                    copy.options(),
                    filters.filters());
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--" + e.getMessage());
        }
    }
}
