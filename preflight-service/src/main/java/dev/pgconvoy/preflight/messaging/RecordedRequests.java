package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.StateFollower;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import org.jboss.logging.Logger;

/// Fills [KnownRequests] with what the monitor has recorded. Until all of it is read no request is examined, or an id
/// that is used could be taken for a new one.
@ApplicationScoped
class RecordedRequests {

    private static final Logger LOG = Logger.getLogger(RecordedRequests.class);
    private static final Duration BETWEEN_LOOKS = Duration.ofSeconds(1);
    private static final Duration BETWEEN_WORDS = Duration.ofSeconds(30);

    private final StateFollower follower;

    RecordedRequests(
            @Identifier("default-kafka-broker") Map<String, Object> kafka, EventReader reader, KnownRequests known) {
        follower = new StateFollower(KafkaConnection.of(kafka), reader, known::record, known::forget);
    }

    void start(@Observes StartupEvent started) {
        follower.start();
    }

    void stop(@Observes ShutdownEvent stopping) throws InterruptedException {
        follower.stop();
    }

    /// @throws IllegalStateException when the service ends before
    void awaitAllKnown() {
        try {
            for (var waited = Duration.ZERO; !follower.awaitCaughtUp(BETWEEN_LOOKS); ) {
                if (follower.isStopping()) {
                    throw new IllegalStateException("the service ends before it knows which ids are used");
                }
                waited = waited.plus(BETWEEN_LOOKS);
                if (waited.toSeconds() % BETWEEN_WORDS.toSeconds() == 0) {
                    LOG.warn("Requests wait: the recorded states have not been read yet");
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for the recorded states", e);
        }
    }

    boolean areAllKnown() {
        return follower.isCaughtUp();
    }

    LoopWatch loops() {
        return follower.loops();
    }
}
