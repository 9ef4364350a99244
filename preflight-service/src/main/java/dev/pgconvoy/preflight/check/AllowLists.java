package dev.pgconvoy.preflight.check;

import dev.pgconvoy.arm.PasswordUses;
import dev.pgconvoy.azure.AllowedScopes;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.AllowedServers;
import dev.pgconvoy.secret.Loopback;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.ServerSide;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Warns of what the configuration leaves to whoever may request a migration: to name any server beyond this machine,
/// to have a password that the services can read sent there, and to have our identity act anywhere in Azure.
public record AllowLists(AllowedServers servers, AllowedScopes scopes) {

    static final String NAME = "allow-lists";

    public List<Finding> assess(MigrationRequest request) {
        var findings = new ArrayList<Finding>();
        for (var side : ServerSide.values()) {
            var use = PasswordUses.of(request, side);
            if (!Loopback.isLoopback(use.host())) {
                server(use).ifPresent(findings::add);
                request.server(side)
                        .password()
                        .filter(reference -> !(reference instanceof SecretRef.Sealed))
                        .flatMap(reference -> reference(use, reference))
                        .ifPresent(findings::add);
            }
        }
        if (request.options().executor() == ExecutorKind.AZURE && !scopes.isLimited()) {
            findings.add(
                    warning(
                            "the identity of pgconvoy in Azure",
                            "A request may have it act in any subscription and resource group: %s and %s are not both set."
                                    .formatted(AllowedScopes.SUBSCRIPTIONS, AllowedScopes.RESOURCE_GROUPS),
                            "Set PGCONVOY_AZURE_ALLOWED_SUBSCRIPTIONS and PGCONVOY_AZURE_ALLOWED_RESOURCE_GROUPS for every pgconvoy service."));
        }
        return findings;
    }

    private Optional<Finding> server(PasswordUse use) {
        if (servers.limits(use.side())) {
            return Optional.empty();
        }
        var setting = AllowedServers.setting(use.side());
        return Optional.of(warning(
                "%s server %s".formatted(use.side(), use.address()),
                "A request may name any server as its %s: %s is not set.".formatted(use.side(), setting),
                "Set %s to the servers that may be named (%s) for every pgconvoy service."
                        .formatted(AllowedServers.variable(setting), use.host())));
    }

    private Optional<Finding> reference(PasswordUse use, SecretRef reference) {
        return servers.limitsReferences()
                ? Optional.empty()
                : Optional.of(warning(
                        "%s for %s server %s".formatted(reference.text(), use.side(), use.address()),
                        "A request may have this password sent to any allowed server: %s is not set."
                                .formatted(AllowedServers.REFERENCES),
                        "Set %s to say which reference goes to which server (%s -> %s) for every pgconvoy service."
                                .formatted(
                                        AllowedServers.variable(AllowedServers.REFERENCES),
                                        reference.text(),
                                        use.host())));
    }

    private static Finding warning(String object, String message, String remedy) {
        return Finding.warning(NAME, FindingCode.NO_ALLOW_LIST, object, message, remedy);
    }
}
