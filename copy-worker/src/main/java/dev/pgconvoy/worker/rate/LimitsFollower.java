package dev.pgconvoy.worker.rate;

import dev.pgconvoy.kafka.RecordedLimits;
import dev.pgconvoy.kafka.TopicFollower;
import dev.pgconvoy.kafka.TopicReader;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/// Reads the limits that somebody sets while copies run, all of them at the start and each new
/// one, for as long as the worker runs.
@SuppressWarnings("try") // whoever stops the worker may be interrupted
public final class LimitsFollower implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LimitsFollower.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final TopicFollower follower;

    private LimitsFollower(TopicFollower follower) {
        this.follower = follower;
    }

    /// Returns when all limits are known that are set now: no copy may begin without them.
    ///
    /// @param connection bootstrap servers and security, as Kafka names them
    public static LimitsFollower start(Map<String, Object> connection, SharedRates rates) throws InterruptedException {
        var limits = new RecordedLimits(rates::set);
        var follower = new TopicFollower(
                "copy-limits", connection, TopicReader.Topics.fromBeginning(RecordedLimits.TOPIC), limits::take);
        follower.start();
        while (!follower.awaitCaughtUp(PATIENCE)) {
            LOG.warnf("The topic %s is not read yet; until then nothing is copied", RecordedLimits.TOPIC);
        }
        return new LimitsFollower(follower);
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
