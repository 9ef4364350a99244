package dev.pgconvoy.launcher.command.flags;

import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.request.CommandSide;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.launcher.request.ServerWish;
import dev.pgconvoy.migration.MigrationOptions;
import dev.pgconvoy.migration.connection.ChannelBinding;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.TlsParameters;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Both servers and which of their databases.
final class ServerFlags {

    @Option(
            names = "--source",
            required = true,
            paramLabel = "URI",
            description =
                    "postgres://user@host:port/database, or \"host=... port=... user=... dbname=...\" as libpq knows them.")
    String source = "";

    @Option(names = "--target", required = true, paramLabel = "URI", description = "The same for the target.")
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

    @Mixin
    private final LabelFlags labels = new LabelFlags();

    SortedMap<String, String> labels() {
        return labels.labels();
    }

    /// @param options reads flags, which may be wrong
    RequestDraft draft(CommandSession session, Supplier<MigrationOptions> options) {
        var tls = new TlsParameters(rootCert, cert, key, channelBinding);
        var wishes = wishes(session, tls);
        wishes.forEach(wish -> wish.remark().ifPresent(remark -> session.say("warning: " + remark)));
        return new RequestDraft(wishes.getFirst(), wishes.getLast(), databases, name, checked(options))
                .labelled(labels());
    }

    /// Source and target; what is wrong with both is told at once.
    private List<ServerWish> wishes(CommandSession session, TlsParameters tls) {
        var wrong = new ArrayList<String>();
        var wishes = new ArrayList<ServerWish>();
        add(CommandSide.SOURCE, source, sourcePassword, session, tls, wishes, wrong);
        add(CommandSide.TARGET, target, targetPassword, session, tls, wishes, wrong);
        if (!wrong.isEmpty()) {
            throw CommandException.usage(String.join(System.lineSeparator(), wrong));
        }
        return wishes;
    }

    private void add(
            CommandSide side,
            String server,
            Optional<String> password,
            CommandSession session,
            TlsParameters tls,
            List<ServerWish> wishes,
            List<String> wrong) {
        try {
            wishes.add(ServerWish.of(side, server, password, sslMode, tls, session.environment()));
        } catch (CommandException e) {
            wrong.add(String.valueOf(e.getMessage()));
        }
    }

    private static MigrationOptions checked(Supplier<MigrationOptions> options) {
        try {
            return options.get();
        } catch (IllegalArgumentException e) {
            throw CommandException.usage("--" + e.getMessage());
        }
    }
}
