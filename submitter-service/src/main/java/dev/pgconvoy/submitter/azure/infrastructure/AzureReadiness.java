package dev.pgconvoy.submitter.azure.infrastructure;

import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.health.HealthCheck;
import org.eclipse.microprofile.health.HealthCheckResponse;
import org.eclipse.microprofile.health.Readiness;

/// Down when what is submitted to Azure is not taken any more.
@Readiness
@ApplicationScoped
class AzureReadiness implements HealthCheck {

    private final AzureLifecycle azure;

    AzureReadiness(AzureLifecycle azure) {
        this.azure = azure;
    }

    @Override
    public HealthCheckResponse call() {
        return HealthCheckResponse.named("azure").status(azure.isReady()).build();
    }
}
