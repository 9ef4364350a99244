package dev.pgconvoy.preflight.infrastructure;

import dev.pgconvoy.azure.AzureSecrets;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.preflight.application.ExamineServers;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretResolver;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Optional;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// Puts the use case together.
class PreflightBeans {

    @Produces
    @Singleton
    ExamineServers examineServers(
            PreflightConfig config,
            @ConfigProperty(name = "pgconvoy.seal-key-file") Optional<Path> sealKeyFile,
            @ConfigProperty(name = "pgconvoy.pg-bin") Optional<Path> pgBin,
            Config settings,
            InstantSource clock) {
        var azure = new AzureSecrets(name -> settings.getOptionalValue(name, String.class), clock);
        var connector = new ServerConnector(
                new SecretResolver(sealKeyFile.map(SealKey::read)).with(azure),
                PreflightConfig.bounded("connect-timeout", config.connectTimeout()));
        var statementTimeout = PreflightConfig.bounded("statement-timeout", config.statementTimeout());
        return new ExamineServers(new JdbcAccess(connector, statementTimeout), () -> PgTools.find(pgBin));
    }

    /// The one clock.
    @Produces
    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }
}
