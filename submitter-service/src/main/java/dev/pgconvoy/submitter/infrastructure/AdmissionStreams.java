package dev.pgconvoy.submitter.infrastructure;

import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.text.LastingFault;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.common.annotation.Identifier;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.CloseOptions.GroupMembershipOperation;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.StreamsConfig;
import org.apache.kafka.streams.Topology;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Runs the topology from the start of the service to its end. A thread that fails is replaced;
/// nothing is lost with it.
@ApplicationScoped
class AdmissionStreams {

    private static final Logger LOG = Logger.getLogger(AdmissionStreams.class);
    private static final Duration TIME_TO_CLOSE = Duration.ofSeconds(10);
    private static final long SECONDS_BEFORE_REPLACEMENT = 1;

    private final Topology topology;
    private final SubmitterTopicsConfig topics;
    private final Map<String, Object> kafka;
    private final LoopWatch loops;
    private final LastingFault fault = new LastingFault();
    private volatile @Nullable KafkaStreams streams;

    AdmissionStreams(
            Topology topology,
            SubmitterTopicsConfig topics,
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            LoopWatch loops) {
        this.loops = loops;
        this.topology = topology;
        this.topics = topics;
        this.kafka = kafka;
    }

    void start(@Observes StartupEvent started) {
        var starting =
                new KafkaStreams(topology, new StreamsConfig(AdmissionStreamsSettings.of(kafka, topics.settings())));
        starting.setUncaughtExceptionHandler(this::replace);
        starting.start();
        streams = starting;
    }

    private StreamThreadExceptionResponse replace(Throwable failure) {
        loops.failed();
        fault.met("Admission failed; it goes on with a new thread", line -> LOG.error(line, failure));
        try {
            TimeUnit.SECONDS.sleep(SECONDS_BEFORE_REPLACEMENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    /// Leaving the group hands the partitions over at once.
    void stop(@Observes ShutdownEvent stopping) {
        var running = streams;
        if (running != null) {
            var options = CloseOptions.timeout(TIME_TO_CLOSE)
                    .withGroupMembershipOperation(GroupMembershipOperation.LEAVE_GROUP);
            running.close(options);
        }
    }

    boolean isRunning() {
        var running = streams;
        return running != null && running.state() == KafkaStreams.State.RUNNING && loops.isReady();
    }

    boolean isBeyondHelp() {
        var running = streams;
        return running != null && (running.state().hasStartedOrFinishedShuttingDown() || !loops.isAlive());
    }
}
