package dev.pgconvoy.launcher.command;

import dev.pgconvoy.azure.AzureSecrets;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.launcher.command.flags.KafkaFlags;
import dev.pgconvoy.launcher.command.flags.SealKeyFlag;
import dev.pgconvoy.launcher.command.session.CommandSession;
import dev.pgconvoy.launcher.embedded.InstallationSettings;
import dev.pgconvoy.launcher.embedded.LocalInstallation;
import dev.pgconvoy.launcher.exit.CommandException;
import dev.pgconvoy.launcher.exit.ExitCode;
import dev.pgconvoy.launcher.request.RequestDraft;
import dev.pgconvoy.launcher.request.ServerWish;
import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.SecretResolver;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import picocli.CommandLine.Mixin;

/// Where a request is served: by the services at a broker, or by an installation of our own that lives as long.
final class ExecutionSite {

    private final CommandSession session;

    @Mixin
    private final KafkaFlags kafka = new KafkaFlags();

    @Mixin
    private final SealKeyFlag sealKey = new SealKeyFlag();

    ExecutionSite(CommandSession session) {
        this.session = session;
    }

    int run(RequestDraft draft, MigrationRun run) {
        return kafka.isGiven() ? there(draft, run) : here(draft, run);
    }

    private int there(RequestDraft draft, MigrationRun run) {
        var request = draft.request(
                session.passwords(),
                () -> sealKey.key(session, kafka),
                session.clock().instant());
        return run.run(kafka.broker(session), request).number();
    }

    private int here(RequestDraft draft, MigrationRun run) {
        var allowed = named(draft);
        requireThere(draft, allowed);
        var folder = StackFolder.temporary();
        var request = requestIn(folder, draft, allowed);
        var settings = InstallationSettings.withoutServers(allowed);
        var code = run(folder, settings, request, run);
        if (code == ExitCode.SUCCEEDED) {
            TrainingAfterwards.startIfNeeded(session);
        }
        return code.number();
    }

    private ExitCode run(
            StackFolder folder, InstallationSettings settings, MigrationRequest request, MigrationRun run) {
        try (var installation = LocalInstallation.launch(folder, settings, session::say)) {
            var code = run.run(installation, request);
            if (code == ExitCode.SUCCEEDED || code == ExitCode.VALIDATION_FAILED) {
                installation.endAtOnce();
            }
            return code;
        }
    }

    /// Before anything is started, so that a request with a mistake is refused at once.
    private MigrationRequest requestIn(StackFolder folder, RequestDraft draft, AllowedReferences allowed) {
        try {
            var key = LocalInstallation.sealKey(folder);
            var request = draft.request(
                    session.passwords(), () -> key, session.clock().instant());
            ServersAtFirst.require(request, secrets(Optional.of(key), allowed), session);
            return request;
        } catch (RuntimeException e) {
            folder.close();
            throw e;
        }
    }

    private SecretResolver secrets(Optional<SealKey> key, AllowedReferences allowed) {
        var azure = new AzureSecrets(
                name -> session.variable(name.toUpperCase(Locale.ROOT).replaceAll("[.-]", "_")), session.clock());
        return new SecretResolver(key, allowed).with(azure);
    }

    /// Our services will see what we see, so a reference that is empty here is known now.
    private void requireThere(RequestDraft draft, AllowedReferences allowed) {
        var resolver = secrets(Optional.empty(), allowed);
        draft.logins(session.passwords()).forEach((use, reference) -> {
            try {
                resolver.passwordFor(use, reference);
            } catch (MigrationException e) {
                throw CommandException.usage(e.failure().sentence());
            }
        });
    }

    /// Who names a reference here allows our own services to follow it, and no other; a token may go where it is for.
    private AllowedReferences named(RequestDraft draft) {
        return AllowedReferences.exactly(
                        wishes(draft)
                                .flatMap(wish -> Stream.concat(wish.password().stream(), wish.tlsReferences().stream()))
                                .toList(),
                        wishes(draft)
                                .filter(wish -> wish.password()
                                        .filter(SecretRef.EntraToken.class::isInstance)
                                        .isPresent())
                                .map(wish -> wish.uri().host())
                                .filter(host -> !host.contains(":"))
                                .toList())
                .within(AllowedServers.exactly(draft.logins(session.passwords()))
                        .sending(draft.proofs(session.passwords())));
    }

    private static Stream<ServerWish> wishes(RequestDraft draft) {
        return Stream.of(draft.source(), draft.target());
    }
}
