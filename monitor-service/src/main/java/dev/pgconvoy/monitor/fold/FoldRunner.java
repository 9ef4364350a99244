package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventReader;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.Retention;
import dev.pgconvoy.monitor.fold.intake.HomePartition;
import dev.pgconvoy.text.LastingFault;
import io.micrometer.core.instrument.MeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Collection;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.streams.CloseOptions;
import org.apache.kafka.streams.KafkaStreams;
import org.apache.kafka.streams.errors.StreamsUncaughtExceptionHandler.StreamThreadExceptionResponse;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Starts and stops the fold.
@Singleton
public final class FoldRunner {

    private static final Logger LOG = Logger.getLogger(FoldRunner.class);
    private static final Duration LONGEST_STOP = Duration.ofSeconds(10);
    private static final long SECONDS_BEFORE_REPLACEMENT = 1;

    private final Map<String, Object> kafka;
    private final FoldConfig config;
    private final WatchdogConfig watchdog;
    private final FoldAuthenticity authenticity;
    private final FoldMetrics metrics;
    private final ExternalWatchers delegates;
    private final MigrationSpans spans;
    private final Duration keepEnded;
    private final LoopWatch loops = new LoopWatch();
    private final LastingFault lasting = new LastingFault();
    private final AtomicReference<@Nullable KafkaStreams> running = new AtomicReference<>();

    FoldRunner(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            FoldConfig config,
            WatchdogConfig watchdog,
            RecordMac mac,
            EventReader reader,
            MeterRegistry registry,
            ExternalWatchers delegates,
            OpenTelemetry telemetry,
            @ConfigProperty(name = Retention.SETTING, defaultValue = Retention.DEFAULT) Duration keepEnded) {
        this.keepEnded = Retention.bounded(keepEnded);
        this.delegates = delegates;
        this.kafka = kafka;
        this.config = config;
        this.watchdog = watchdog;
        this.authenticity = new FoldAuthenticity(mac, reader);
        this.metrics = new FoldMetrics(registry);
        this.spans = new MigrationSpans(telemetry);
    }

    /// The topics of facts must exist: their partitions decide where a migration lives.
    public void start(Admin admin, short replication) throws InterruptedException {
        var settings = new FoldSettings(
                new HomePartition(partitions(admin)), watchdog.stalledAfter(), config.patience(), keepEnded);
        var topology = FoldTopology.of(settings, authenticity, metrics, delegates, loops, spans);
        var streams = new KafkaStreams(topology, StreamsSettings.of(kafka, config, replication));
        streams.setUncaughtExceptionHandler(this::replaceThread);
        running.set(streams);
        streams.start();
    }

    /// Also whether its tasks get on: a record that is never done with looks like work from outside.
    public boolean isRunning() {
        var streams = running.get();
        return streams != null && streams.state() == KafkaStreams.State.RUNNING && loops.isReady();
    }

    public boolean isBeyondHelp() {
        var streams = running.get();
        return streams != null && (streams.state().hasStartedOrFinishedShuttingDown() || !loops.isAlive());
    }

    /// Leaves the group, so that the next start need not wait for this one to time out.
    public void stop() {
        var streams = running.get();
        if (streams != null) {
            streams.close(CloseOptions.timeout(LONGEST_STOP)
                    .withGroupMembershipOperation(CloseOptions.GroupMembershipOperation.LEAVE_GROUP));
        }
    }

    private StreamThreadExceptionResponse replaceThread(Throwable fault) {
        lasting.met("A thread of the fold failed; another takes its place", line -> LOG.error(line, fault));
        metrics.threadReplaced();
        loops.failed();
        try {
            TimeUnit.SECONDS.sleep(SECONDS_BEFORE_REPLACEMENT);
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
        return StreamThreadExceptionResponse.REPLACE_THREAD;
    }

    private static int partitions(Admin admin) throws InterruptedException {
        try {
            return admin.describeTopics(topics()).allTopicNames().get().values().stream()
                    .mapToInt(topic -> topic.partitions().size())
                    .max()
                    .orElseThrow();
        } catch (ExecutionException e) {
            throw new IllegalStateException("The topics of facts cannot be described: " + e.getCause(), e);
        }
    }

    private static Collection<String> topics() {
        return FoldTopology.FACTS.stream().map(EventType::topic).toList();
    }
}
