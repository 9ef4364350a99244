package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.azure.AzureConnection;
import dev.pgconvoy.azure.AzureSecrets;
import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.preflight.application.BoundedExaminations;
import dev.pgconvoy.preflight.application.ExaminationSlots;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.preflight.application.ExamineTarget;
import dev.pgconvoy.preflight.azure.AzureAccess;
import dev.pgconvoy.preflight.check.AllowLists;
import dev.pgconvoy.preflight.estimate.EstimateMigration;
import dev.pgconvoy.secret.AllowListWarnings;
import dev.pgconvoy.secret.AllowedReferences;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretResolver;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Function;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/// Puts the use case together.
class PreflightBeans {

    private static final Logger LOG = Logger.getLogger(PreflightBeans.class);

    /// Otherwise a wrong setting would be found by the first request.
    void requireValidSettings(@Observes StartupEvent started, BoundedExaminations wired, Config settings) {
        LOG.debugf("The settings are valid for %s", wired);
        AllowListWarnings.of(
                        AllowedReferences.configured().servers(),
                        AllowListWarnings.addresses(name -> settings.getOptionalValue(name, String.class)))
                .forEach(LOG::warn);
    }

    @Produces
    @Singleton
    ExamineServers examineServers(
            PreflightConfig config,
            @ConfigProperty(name = "pgconvoy.seal-key-file") Optional<Path> sealKeyFile,
            @ConfigProperty(name = "pgconvoy.pg-bin") Optional<Path> pgBin,
            @ConfigProperty(name = "pgconvoy.azure.enabled", defaultValue = "false") boolean azureEnabled,
            Config settings,
            InstantSource clock) {
        Function<String, Optional<String>> lookup = name -> settings.getOptionalValue(name, String.class);
        var secrets = new SecretResolver(sealKeyFile.map(SealKey::read)).with(new AzureSecrets(lookup, clock));
        var connector =
                new ServerConnector(secrets, PreflightConfig.bounded("connect-timeout", config.connectTimeout()));
        var statementTimeout = PreflightConfig.bounded("statement-timeout", config.statementTimeout());
        var scopes = AzureSettings.read(lookup).allowed();
        return new ExamineServers(
                        new JdbcAccess(connector, statementTimeout),
                        () -> PgTools.find(pgBin),
                        new ExamineTarget(azureEnabled ? Optional.of(azure(lookup, secrets)) : Optional.empty()))
                .with(new AllowLists(secrets.servers(), scopes))
                .estimating(new EstimateMigration(System::nanoTime))
                .taking(config.mostDatabases());
    }

    @Produces
    @Singleton
    ExaminationSlots slots(PreflightConfig config) {
        return new ExaminationSlots(config.examinations().limits(), System::nanoTime);
    }

    @Produces
    @Singleton
    BoundedExaminations examinations(ExamineServers examineServers, ExaminationSlots slots, PreflightConfig config) {
        return new BoundedExaminations(examineServers, slots, config.deadline());
    }

    private static AzureAccess azure(Function<String, Optional<String>> lookup, SecretResolver secrets) {
        var connection = AzureConnection.of(AzureSettings.read(lookup));
        return new AzureAccess(
                connection.settings().subscriptionId(),
                connection.settings().resourceGroup(),
                target -> ResourceManagerFacts.of(connection, target),
                secrets::handedOnFor,
                connection.settings().allowed());
    }

    /// The one clock.
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
