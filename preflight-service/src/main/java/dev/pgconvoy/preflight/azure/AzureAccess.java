package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.azure.AllowedScopes;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.function.Function;

/// The way to Azure, and where targets are when requests do not say it.
///
/// @param facts of a target; nothing is asked before one of them is
/// @param secrets resolves a reference for its use
/// @param scopes where requests may have our identity act
public record AzureAccess(
        Optional<String> subscriptionId,
        Optional<String> resourceGroup,
        Function<TargetResource, TargetFacts> facts,
        BiFunction<PasswordUse, SecretRef, Secret> secrets,
        AllowedScopes scopes) {

    private static final List<String> AZURES_SERVERS = List.of(
            ".postgres.database.azure.com",
            ".postgres.database.usgovcloudapi.net",
            ".postgres.database.chinacloudapi.cn");

    /// Whether the target is in Azure, as far as the request tells it.
    public static boolean concerns(MigrationRequest request) {
        return request.options().executor() == ExecutorKind.AZURE
                || request.azure().isPresent()
                || isAzures(request.target().host());
    }

    private static boolean isAzures(String host) {
        return AZURES_SERVERS.stream().anyMatch(host.toLowerCase(Locale.ROOT)::endsWith);
    }

    /// Empty when nobody says in which subscription or resource group it is.
    ///
    /// @throws dev.pgconvoy.failure.MigrationException when nothing may be asked there
    public Optional<TargetResource> target(MigrationRequest request) {
        var subscription =
                request.azure().flatMap(AzureResource::subscriptionId).or(() -> subscriptionId);
        var group = request.azure().flatMap(AzureResource::resourceGroup).or(() -> resourceGroup);
        var target = subscription.flatMap(id -> group.map(name -> new TargetResource(id, name, server(request))));
        target.ifPresent(known -> scopes.require(known.subscriptionId(), known.resourceGroup()));
        return target;
    }

    /// Ids of migrations that our workers run need not begin with the server's name in Azure; its host does.
    private static String server(MigrationRequest request) {
        var host = request.target().host();
        return request.options().executor() == ExecutorKind.WORKERS && isAzures(host)
                ? host.substring(0, host.indexOf('.'))
                : request.id().targetServer();
    }
}
