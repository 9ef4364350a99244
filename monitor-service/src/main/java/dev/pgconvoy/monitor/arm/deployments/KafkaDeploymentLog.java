package dev.pgconvoy.monitor.arm.deployments;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.Topics;
import dev.pgconvoy.monitor.api.NotPublishedException;
import io.smallrye.common.annotation.Identifier;
import jakarta.annotation.PreDestroy;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Keeps deployments on a compacted topic.
@ApplicationScoped
class KafkaDeploymentLog implements DeploymentLog {

    private static final Logger LOG = Logger.getLogger(KafkaDeploymentLog.class);
    private static final long LONGEST_WAIT_SECONDS = 10;

    private final RecordMac mac;
    private final EventProducer producer;

    KafkaDeploymentLog(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, RecordMac mac, InstantSource clock) {
        this.mac = mac;
        this.producer = EventProducer.connect(
                KafkaConnection.of(kafka), new EventCodec("/pgconvoy/monitor/arm", clock::instant, mac));
    }

    @Override
    public void keep(Deployment deployment) {
        write(deployment.id(), EventJson.write(deployment));
    }

    @Override
    public void forget(DeploymentId id) {
        write(id, null);
    }

    private void write(DeploymentId id, byte @Nullable [] value) {
        try {
            producer.send(mac.signed(new ProducerRecord<>(Topics.DEPLOYMENTS, id.key(), value)))
                    .orTimeout(LONGEST_WAIT_SECONDS, TimeUnit.SECONDS)
                    .join();
        } catch (CompletionException e) {
            LOG.errorf(e.getCause(), "Kafka did not take what is kept of the deployment %s", id);
            throw new NotPublishedException(e);
        }
    }

    @PreDestroy
    void close() {
        producer.close();
    }
}
