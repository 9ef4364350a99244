package dev.pgconvoy.submitter.azure.infrastructure;

import dev.pgconvoy.azure.ArmClients;
import dev.pgconvoy.azure.AzureConnection;
import dev.pgconvoy.azure.AzureSecrets;
import dev.pgconvoy.azure.AzureSettings;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.secret.SealKey;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.submitter.azure.application.DeployMigration;
import dev.pgconvoy.submitter.azure.application.DeployMigration.Surroundings;
import dev.pgconvoy.submitter.azure.messaging.StateView;
import dev.pgconvoy.submitter.azure.messaging.SubmittedRecords;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.Config;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/// All that brings migrations into Azure. Made only where Azure is switched on, as the settings are not there else.
class SubmitterAzureBeans {

    private static final String SOURCE = "/pgconvoy/submitter/azure";

    @Produces
    @Singleton
    EventProducer producer(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, RecordMac mac, InstantSource clock) {
        return EventProducer.connect(KafkaConnection.of(kafka), new EventCodec(SOURCE, clock::instant, mac));
    }

    void close(@Disposes EventProducer producer) {
        producer.close();
    }

    @Produces
    @Singleton
    StateView states(@Identifier("default-kafka-broker") Map<String, Object> kafka, EventReader reader) {
        return new StateView(KafkaConnection.of(kafka), reader);
    }

    @Produces
    @Singleton
    DeployMigration deployMigration(
            Config config,
            SubmitConfig submit,
            @ConfigProperty(name = "pgconvoy.seal-key-file") Optional<Path> sealKeyFile,
            StateView states,
            InstantSource clock) {
        var settings = AzureSettings.read(name -> config.getOptionalValue(name, String.class));
        var secrets = new SecretResolver(sealKeyFile.map(SealKey::read))
                .with(new AzureSecrets(name -> config.getOptionalValue(name, String.class), clock));
        return new DeployMigration(
                settings,
                secrets,
                new Surroundings(
                        new SdkDeployments(new ArmClients(AzureConnection.of(settings))),
                        states,
                        submit.patience(),
                        pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()),
                        clock));
    }

    @Produces
    @Singleton
    SubmittedRecords records(
            DeployMigration deployMigration, EventReader reader, EventProducer producer, MeterRegistry metrics) {
        return new SubmittedRecords(deployMigration, reader, producer, metrics);
    }
}
