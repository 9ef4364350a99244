package dev.pgconvoy.azure;

import com.azure.core.util.Context;
import com.azure.resourcemanager.postgresqlflexibleserver.fluent.models.ServerInner;
import com.azure.resourcemanager.resources.fluent.models.GenericResourceInner;
import com.fasterxml.jackson.databind.JsonNode;
import dev.pgconvoy.azure.AzureServer.Kind;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.MigrationException;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Lists the PostgreSQL servers of a subscription. Flexible servers come from their own
/// client; the SDK that we use has none for single servers, which are resources of a type.
public final class AzureServers {

    private static final String OF_SINGLE_SERVERS = "resourceType eq 'Microsoft.DBforPostgreSQL/servers'";
    private static final String VERSION_OF_SINGLE_SERVERS = "2017-12-01";
    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;

    private final ArmClients clients;

    public AzureServers(ArmClients clients) {
        this.clients = clients;
    }

    /// @return by name
    /// @throws MigrationException when Azure does not tell, with what to do
    public List<AzureServer> of(String subscription) {
        try {
            return Stream.concat(flexible(subscription), single(subscription))
                    .sorted(Comparator.comparing(AzureServer::name))
                    .toList();
        } catch (RuntimeException e) {
            throw new MigrationException(failure(e, subscription), e);
        }
    }

    /// Nobody retries this, and it needs less than migrations do.
    private static Failure failure(RuntimeException fault, String subscription) {
        var failure = AzureFailures.of(fault, "subscription " + subscription);
        return new Failure(
                failure.code(),
                failure.object(),
                failure.message(),
                switch (failure.code()) {
                    case AUTHENTICATION_FAILED ->
                        "Sign in with: az login; or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.";
                    case PERMISSION_DENIED ->
                        "Assign the identity the role Reader: az role assignment create --assignee <client-id> --role Reader --scope /subscriptions/"
                                + subscription;
                    case SERVER_UNAVAILABLE -> "Try again in a while.";
                    case REQUEST_REFUSED -> "Check the id of the subscription, and that the identity may see it.";
                    default -> failure.remedy();
                });
    }

    private Stream<AzureServer> flexible(String subscription) {
        return clients.servers(subscription).list().stream().map(AzureServers::flexible);
    }

    private static AzureServer flexible(ServerInner server) {
        return new AzureServer(
                Kind.FLEXIBLE,
                server.name(),
                Optional.ofNullable(server.fullyQualifiedDomainName()),
                Optional.ofNullable(server.administratorLogin()),
                Optional.ofNullable(server.version())
                        .map(major -> Optional.ofNullable(server.minorVersion())
                                .map(minor -> major + "." + minor)
                                .orElseGet(major::toString)),
                Optional.ofNullable(server.sku()).map(sku -> sku.name()),
                Optional.ofNullable(server.storage())
                        .flatMap(storage -> Optional.ofNullable(storage.storageSizeGB()))
                        .map(size -> size * GIB),
                server.location(),
                Optional.ofNullable(server.state()).map(Object::toString));
    }

    private Stream<AzureServer> single(String subscription) {
        var resources = clients.resources(subscription);
        return resources.list(OF_SINGLE_SERVERS, null, null, Context.NONE).stream()
                .map(listed -> single(resources.getById(path(listed.id()), VERSION_OF_SINGLE_SERVERS)));
    }

    /// The client puts a slash before it.
    private static String path(String id) {
        return id.startsWith("/") ? id.substring(1) : id;
    }

    private static AzureServer single(GenericResourceInner server) {
        JsonNode properties = EventJson.MAPPER.valueToTree(server.properties());
        return new AzureServer(
                Kind.SINGLE,
                server.name(),
                text(properties, "fullyQualifiedDomainName"),
                // A single server's gateway finds it by what follows the user's name.
                text(properties, "administratorLogin").map(login -> login + "@" + server.name()),
                text(properties, "version"),
                Optional.ofNullable(server.sku()).map(sku -> sku.name()),
                Optional.of(properties.at("/storageProfile/storageMB").asLong())
                        .filter(size -> size > 0)
                        .map(size -> size * MIB),
                server.location(),
                text(properties, "userVisibleState"));
    }

    private static Optional<String> text(JsonNode properties, String name) {
        return Optional.of(properties.path(name).asText()).filter(text -> !text.isEmpty());
    }
}
