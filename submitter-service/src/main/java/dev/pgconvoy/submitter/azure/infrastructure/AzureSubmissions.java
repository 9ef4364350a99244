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
import dev.pgconvoy.submitter.azure.messaging.SubmittedConsumer;
import dev.pgconvoy.submitter.azure.messaging.SubmittedRecords;
import io.micrometer.core.instrument.MeterRegistry;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;

/// All that brings migrations into Azure, put together: started and stopped as one.
public final class AzureSubmissions {

    private static final String SOURCE = "/pgconvoy/submitter/azure";

    private final EventProducer producer;
    private final StateView states;
    private final SubmittedConsumer consumer;

    /// @param lookup of a setting by its whole name
    record Configuration(SubmitConfig submit, Function<String, Optional<String>> lookup, Optional<Path> sealKeyFile) {}

    /// What makes and checks the MACs of records.
    record Authenticity(RecordMac mac, EventReader reader) {}

    AzureSubmissions(
            Map<String, Object> kafka,
            Configuration configuration,
            Authenticity authenticity,
            InstantSource clock,
            MeterRegistry metrics) {
        var connection = KafkaConnection.of(kafka);
        var settings = AzureSettings.read(configuration.lookup());
        var secrets = new SecretResolver(configuration.sealKeyFile().map(SealKey::read))
                .with(new AzureSecrets(configuration.lookup(), clock));
        producer = EventProducer.connect(connection, new EventCodec(SOURCE, clock::instant, authenticity.mac()));
        states = new StateView(connection, authenticity.reader());
        var arm = new SdkDeployments(new ArmClients(AzureConnection.of(settings)));
        var deployMigration = new DeployMigration(
                settings,
                secrets,
                new Surroundings(
                        arm,
                        states,
                        configuration.submit().patience(),
                        pause -> TimeUnit.NANOSECONDS.sleep(pause.toNanos()),
                        clock));
        consumer = new SubmittedConsumer(
                connection,
                configuration.submit().groupId(),
                new SubmittedRecords(deployMigration, authenticity.reader(), producer, metrics),
                states,
                configuration.submit().boundedConcurrency());
    }

    void start() {
        states.start();
        consumer.start();
    }

    boolean isReady() {
        return consumer.loops().isReady() && states.loops().isReady();
    }

    boolean isAlive() {
        return consumer.loops().isAlive() && states.loops().isAlive();
    }

    public void stop() throws InterruptedException {
        consumer.stop();
        states.stop();
        producer.close();
    }
}
