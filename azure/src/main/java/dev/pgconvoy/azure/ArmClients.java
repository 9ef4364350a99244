package dev.pgconvoy.azure;

import com.azure.core.http.policy.FixedDelayOptions;
import com.azure.core.http.policy.HttpLogOptions;
import com.azure.core.http.policy.RetryOptions;
import com.azure.core.http.policy.RetryPolicy;
import com.azure.core.management.profile.AzureProfile;
import com.azure.resourcemanager.postgresqlflexibleserver.PostgreSqlManager;
import com.azure.resourcemanager.postgresqlflexibleserver.fluent.MigrationsClient;
import com.azure.resourcemanager.postgresqlflexibleserver.fluent.PostgreSqlManagementClient;
import com.azure.resourcemanager.postgresqlflexibleserver.fluent.ServersClient;
import com.azure.resourcemanager.resources.ResourceManager;
import com.azure.resourcemanager.resources.fluent.DeploymentsClient;
import com.azure.resourcemanager.resources.fluent.ResourcesClient;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Azure's own clients for each subscription. They do not try again by themselves: who calls knows how long to try, and
/// counts it. They log no bodies: there are passwords in them.
public final class ArmClients {

    private static final RetryOptions NO_RETRIES = new RetryOptions(new FixedDelayOptions(0, Duration.ofSeconds(1)));

    private final AzureConnection connection;
    private final Map<String, DeploymentsClient> deployments = new ConcurrentHashMap<>();
    private final Map<String, MigrationsClient> migrations = new ConcurrentHashMap<>();

    public ArmClients(AzureConnection connection) {
        this.connection = connection;
    }

    public DeploymentsClient deployments(String subscription) {
        return deployments.computeIfAbsent(subscription, this::connectDeployments);
    }

    public MigrationsClient migrations(String subscription) {
        return migrations.computeIfAbsent(subscription, known -> postgres(known).getMigrations());
    }

    /// Flexible servers; asked for once, so not kept.
    ServersClient servers(String subscription) {
        return postgres(subscription).getServers();
    }

    /// Resources of every kind; asked for once, so not kept.
    ResourcesClient resources(String subscription) {
        return resourceManager(subscription).serviceClient().getResources();
    }

    private DeploymentsClient connectDeployments(String subscription) {
        return resourceManager(subscription).deploymentClient().getDeployments();
    }

    private ResourceManager resourceManager(String subscription) {
        return ResourceManager.configure()
                .withHttpClient(connection.http())
                .withRetryPolicy(new RetryPolicy(NO_RETRIES))
                .withLogOptions(new HttpLogOptions())
                .authenticate(connection.credential(), profile(subscription))
                .withSubscription(subscription);
    }

    private PostgreSqlManagementClient postgres(String subscription) {
        return PostgreSqlManager.configure()
                .withHttpClient(connection.http())
                .withRetryPolicy(new RetryPolicy(NO_RETRIES))
                .withLogOptions(new HttpLogOptions())
                .authenticate(connection.credential(), profile(subscription))
                .serviceClient();
    }

    private AzureProfile profile(String subscription) {
        return new AzureProfile(
                connection.settings().tenantId().orElse(null),
                subscription,
                connection.settings().environment());
    }
}
