package dev.pgconvoy.submitter.azure.infrastructure;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Liveness;

/// Down when what is submitted to Azure is not taken any more, and only a restart helps.
@Liveness
@ApplicationScoped
class AzureLiveness implements HealthCheck {

    private final AzureLifecycle azure;

    AzureLiveness(AzureLifecycle azure) {
        this.azure = azure;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("azure").status(azure.isAlive()).build();
    }
}
