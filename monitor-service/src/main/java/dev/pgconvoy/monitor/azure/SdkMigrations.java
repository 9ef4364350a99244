package dev.pgconvoy.monitor.azure;

import com.azure.core.http.HttpHeaderName;
import com.azure.core.util.Context;
import com.azure.resourcemanager.postgresqlflexibleserver.models.CancelEnum;
import com.azure.resourcemanager.postgresqlflexibleserver.models.MigrationResourceForPatch;
import dev.pgconvoy.arm.ResourceId;
import dev.pgconvoy.azure.ArmClients;
import dev.pgconvoy.azure.AzureFailures;

/// Azure's SDK.
record SdkMigrations(ArmClients clients) implements ArmMigrations {

    @Override
    public Answer get(ResourceId migration) {
        try {
            var response = clients.migrations(migration.subscriptionId())
                    .getWithResponse(
                            migration.subscriptionId(),
                            migration.resourceGroup(),
                            migration.server(),
                            migration.name(),
                            Context.NONE);
            return Answer.of(
                    response.getValue().currentStatus(),
                    AzureFailures.retryAfter(response.getHeaders().getValue(HttpHeaderName.RETRY_AFTER)));
        } catch (RuntimeException fault) {
            if (AzureFailures.isNotFound(fault)) {
                return Answer.missing();
            }
            throw fault;
        }
    }

    @Override
    public void cancel(ResourceId migration) {
        clients.migrations(migration.subscriptionId())
                .updateWithResponse(
                        migration.subscriptionId(),
                        migration.resourceGroup(),
                        migration.server(),
                        migration.name(),
                        new MigrationResourceForPatch().withCancel(CancelEnum.TRUE),
                        Context.NONE);
    }
}
