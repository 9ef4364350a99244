package dev.pgconvoy.launcher.command.fleet;

import dev.pgconvoy.azure.AzureSecrets;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.flags.SealKeyFlag;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.fleet.rehearsal.PlannedRehearsal;
import dev.pgconvoy.launcher.request.CommandSide;
import dev.pgconvoy.launcher.request.ServerWish;
import dev.pgconvoy.launcher.request.WishedEndpoint;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.TlsOptions;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TlsParameters;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/// Where a wave is rehearsed.
final class RehearsalTargetFlags {

    private static final String MAINTENANCE = "postgres";
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    @Option(
            names = "--target",
            required = true,
            paramLabel = "URI",
            description =
                    "Where it is rehearsed: a server that is neither source nor target of the file. postgres://user@host:port, perhaps with sslmode, sslrootcert, sslcert and sslkey, or \"host=... port=... user=...\" as libpq knows them.")
    private String target = "";

    @Option(
            names = "--target-password",
            paramLabel = "REF",
            description =
                    "env:NAME, file:/path, keyvault:https://VAULT/secrets/NAME or entra:, which the services and this command can read. Else the URI, PGCONVOY_TARGET_PASSWORD, PGPASSWORD, the password file.")
    private Optional<String> password = Optional.empty();

    @Mixin
    private final SealKeyFlag sealKey = new SealKeyFlag();

    private ServerWish wish(CommandSession session) {
        return ServerWish.of(
                CommandSide.TARGET, target, password, Optional.empty(), TlsParameters.NONE, session.environment());
    }

    /// Without its secrets.
    ServerEndpoint endpoint(CommandSession session) {
        var wish = wish(session);
        wish.remark().ifPresent(remark -> session.say("warning: " + remark));
        return WishedEndpoint.of(wish, wish.uri().database().orElse(MAINTENANCE), session.passwords());
    }

    /// With the target's secrets, sealed for each request where they are no references.
    List<PlannedRehearsal> withSecrets(List<PlannedRehearsal> planned, CommandSession session, KafkaFlags kafka) {
        var wish = wish(session);
        return planned.stream()
                .map(one -> {
                    var request = one.request();
                    var end = WishedEndpoint.withSecrets(
                            request, wish, session.passwords(), () -> sealKey.key(session, kafka));
                    return new PlannedRehearsal(one.server(), request.withServers(request.source(), end));
                })
                .toList();
    }

    /// Reaches the target from here. This command may follow references that it names.
    ///
    /// @param end of one of the requests, with its secrets
    ServerConnector connector(ServerEndpoint end, CommandSession session, KafkaFlags kafka) {
        var secrets = Stream.concat(end.password().stream(), end.tls().flatMap(TlsOptions::clientKey).stream())
                .toList();
        var key = secrets.stream().anyMatch(SecretRef.Sealed.class::isInstance)
                ? Optional.of(sealKey.key(session, kafka))
                : Optional.<SealKey>empty();
        var named = Stream.concat(secrets.stream(), wish(session).tlsReferences().stream())
                .toList();
        var hosts = Stream.of(end.host()).filter(host -> !host.contains(":")).toList();
        var azure = new AzureSecrets(
                name -> session.variable(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")), session.clock());
        return new ServerConnector(
                new SecretResolver(key, AllowedReferences.exactly(named, hosts), session.environment()).with(azure),
                PATIENCE);
    }
}
