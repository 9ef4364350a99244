package dev.pgconvoy.preflight.infrastructure;

import com.azure.core.http.policy.ExponentialBackoffOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.management.profile.AzureProfile;
import com.azure.core.util.Context;
import com.azure.resourcemanager.postgresqlflexibleserver.PostgreSqlManager;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationListFilter;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationResource;
import com.azure.resourcemanager.postgresqlflexibleserver.models.Sku;
import com.azure.resourcemanager.postgresqlflexibleserver.models.Storage;
import com.azure.resourcemanager.postgresqlflexibleserver.models.StorageAutoGrow;
import dev.pgconvoy.azure.AzureConnection;
import dev.pgconvoy.preflight.azure.TargetFacts;
import dev.pgconvoy.preflight.azure.TargetResource;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.Stream;

/// Asks Azure Resource Manager by Azure's own SDK. How often is asked again is ours to say: the SDK would wait as long
/// as a server tells it to.
final class ResourceManagerFacts implements TargetFacts {

    private static final RetryOptions NEVER = new RetryOptions(new ExponentialBackoffOptions().setMaxRetries(0));
    private static final Duration FIRST_PAUSE = Duration.ofMillis(500);
    private static final int MOST_MIGRATIONS = 100;

    private final PostgreSqlManager azure;
    private final TargetResource target;
    private final AzureCallRetry persistence;

    private ResourceManagerFacts(PostgreSqlManager azure, TargetResource target, AzureCallRetry persistence) {
        this.azure = azure;
        this.target = target;
        this.persistence = persistence;
    }

    static ResourceManagerFacts of(AzureConnection connection, TargetResource target) {
        return of(connection, target, FIRST_PAUSE);
    }

    static ResourceManagerFacts of(AzureConnection connection, TargetResource target, Duration firstPause) {
        var profile = new AzureProfile(
                connection.settings().tenantId().orElse(null),
                target.subscriptionId(),
                connection.settings().environment());
        return new ResourceManagerFacts(
                PostgreSqlManager.configure()
                        .withHttpClient(connection.http())
                        .withRetryOptions(NEVER)
                        .authenticate(connection.credential(), profile),
                target,
                new AzureCallRetry(target.object(), firstPause));
    }

    @Override
    public Optional<Server> server() {
        return persistence
                .ask(() -> azure.servers().getByResourceGroup(target.resourceGroup(), target.server()))
                .map(server -> new Server(
                        text(server.state()),
                        text(server.version()),
                        Optional.ofNullable(server.sku()).map(ResourceManagerFacts::sku),
                        storage(Optional.ofNullable(server.storage())),
                        Optional.ofNullable(server.storage())
                                .filter(storage -> StorageAutoGrow.ENABLED.equals(storage.autoGrow()))
                                .isPresent()));
    }

    private static Optional<String> text(Object word) {
        return Optional.ofNullable(word).map(Object::toString);
    }

    private static String sku(Sku sku) {
        return "%s (%s)".formatted(sku.name(), sku.tier());
    }

    private static OptionalInt storage(Optional<Storage> storage) {
        return storage.map(Storage::storageSizeGB).map(OptionalInt::of).orElse(OptionalInt.empty());
    }

    @Override
    public Optional<String> parameter(String name) {
        return persistence
                .ask(() -> azure.configurations().get(target.resourceGroup(), target.server(), name))
                .flatMap(parameter -> Optional.ofNullable(parameter.value()));
    }

    @Override
    public List<String> activeMigrations() {
        return persistence
                .ask(() -> azure
                        .migrations()
                        .listByTargetServer(
                                target.subscriptionId(),
                                target.resourceGroup(),
                                target.server(),
                                MigrationListFilter.ACTIVE,
                                Context.NONE)
                        .stream()
                        .limit(MOST_MIGRATIONS)
                        .map(MigrationResource::name)
                        .toList())
                .stream()
                .flatMap(List::stream)
                .toList();
    }

    @Override
    public Optional<String> migration(String name) {
        return persistence
                .ask(() ->
                        azure.migrations().get(target.subscriptionId(), target.resourceGroup(), target.server(), name))
                .map(migration -> Stream.ofNullable(migration.currentStatus())
                        .flatMap(status -> Stream.ofNullable(status.state()))
                        .findFirst()
                        .map(Object::toString)
                        .orElse(""));
    }
}
