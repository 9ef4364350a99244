package dev.pgconvoy.worker;

import dev.pgconvoy.kafka.TopicFollower;
import dev.pgconvoy.kafka.TopicReader;
import java.time.Duration;
import java.util.Map;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.jboss.logging.Logger;

/// Reads what somebody sets while copies run, such as limits: all of it at the start and
/// each change, for as long as the worker runs.
@SuppressWarnings("try") // whoever stops the worker may be interrupted
public final class SettingsFollower implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SettingsFollower.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TopicFollower follower;

    private SettingsFollower(TopicFollower follower) {
        this.follower = follower;
    }

    /// Returns when all is known that is set now: no copy may begin without it.
    ///
    /// @param connection bootstrap servers and security, as Kafka names them
    public static SettingsFollower start(
            String topic, Map<String, Object> connection, Consumer<ConsumerRecord<String, byte[]>> listener)
            throws InterruptedException {
        var follower = new TopicFollower(
                topic.replace('.', '-'), connection, TopicReader.Topics.fromBeginning(topic), listener);
        follower.start();
        while (!follower.awaitCaughtUp(PATIENCE)) {
            LOG.warnf("The topic %s is not read yet; until then nothing is copied", topic);
        }
        return new SettingsFollower(follower);
    }

    public boolean isReady() {
        return follower.loops().isReady();
    }

    public boolean isAlive() {
        return follower.loops().isAlive();
    }

    @Override
    public void close() {
        try {
            follower.stop();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }
}
