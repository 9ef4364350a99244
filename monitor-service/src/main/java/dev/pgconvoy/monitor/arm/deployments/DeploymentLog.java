package dev.pgconvoy.monitor.arm.deployments;

/// Keeps deployments.
public interface DeploymentLog {

    /// Returns when the brokers have it.
    ///
    /// @throws dev.pgconvoy.monitor.api.NotPublishedException when they do not say so in time
    void keep(Deployment deployment);

    /// Returns when the brokers have forgotten it.
    ///
    /// @throws dev.pgconvoy.monitor.api.NotPublishedException when they do not say so in time
    void forget(DeploymentId id);
}
