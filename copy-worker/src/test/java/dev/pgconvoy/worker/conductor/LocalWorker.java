package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.CopyTask;
import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.event.TaskProgress;
import dev.pgconvoy.event.TaskResult;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.worker.copier.CopierMetrics;
import dev.pgconvoy.worker.copier.CopierWork;
import dev.pgconvoy.worker.copier.IndexBuilds;
import dev.pgconvoy.worker.copier.TaskSpans;
import dev.pgconvoy.worker.dispatch.InboxRegistry;
import dev.pgconvoy.worker.dispatch.RetryPolicy;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.rate.LoadWatches;
import dev.pgconvoy.worker.rate.SharedRates;
import dev.pgconvoy.worker.servers.ConnectedServers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.opentelemetry.api.OpenTelemetry;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.record.TimestampType;

/// A conductor and one copier, with topics in memory.
final class LocalWorker implements AutoCloseable {

    private static final String NAME = "worker-1";

    /// A task is not sent again because the machine is busy.
    private static final RetryPolicy RETRIES =
            new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMinutes(1));

    private final Consumer<Event> hearer;
    private final Predicate<CopyTask> lost;

    private final InboxRegistry inboxes = new InboxRegistry();
    private final EventCodec codec = new EventCodec("/pgconvoy/test", () -> Fixtures.NOON, SharedSealKey.mac());
    private final SaidFacts facts = new SaidFacts(this::hear);
    private final EventProducer producer = new EventProducer(facts, codec);
    private final ServerConnector connector =
            new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10));
    private final Lease lease = Lease.startingNow(Duration.ofMinutes(10), System::nanoTime);
    private final ScheduledExecutorService ticker = Executors.newSingleThreadScheduledExecutor();
    private final ExecutorService slot = Executors.newSingleThreadExecutor();
    private final SharedRates rates = new SharedRates(NAME, claim -> producer.send(claim, Optional.empty()));
    private final LoadWatches gates = new LoadWatches(rates, connector);
    private final AtomicLong claims = new AtomicLong();
    private final CopierWork copier = new CopierWork(
            NAME,
            SharedSealKey.reader(),
            producer,
            connector,
            ticker,
            Duration.ofMinutes(5),
            new CopierMetrics(new SimpleMeterRegistry(), 1),
            new IndexBuilds(),
            gates,
            new TaskSpans(OpenTelemetry.noop(), () -> Instant.EPOCH));

    LocalWorker() {
        this(_ -> {});
    }

    /// @param hearer hears all that is said, before the one whom it concerns
    LocalWorker(Consumer<Event> hearer) {
        this(hearer, _ -> false);
    }

    /// @param lost tasks that no copier takes
    LocalWorker(Consumer<Event> hearer, Predicate<CopyTask> lost) {
        this.hearer = hearer;
        this.lost = lost;
    }

    void cancel(CancelRequested request) {
        inboxes.hear(request);
    }

    /// @return how it ended
    Observation lead(MigrationRequest request) throws Exception {
        var tools = new ConductorDependencies(
                NAME,
                () -> Fixtures.NOON,
                producer,
                inboxes,
                facts,
                asked -> new ConnectedServers(connector, () -> PgTools.find(Optional.empty()), false, asked),
                RETRIES,
                100,
                64 << 20,
                1L << 30);
        var submitted = new MigrationSubmitted(request, ExecutorKind.WORKERS, 1, Facts.accepted(request));
        var envelope = SharedSealKey.reader().read(delivered(submitted)).of(MigrationSubmitted.class);
        new Conductor(tools).lead(envelope, false, lease);
        return facts.observed(Observation.class).getLast();
    }

    private void hear(Event event) {
        hearer.accept(event);
        switch (event) {
            case CopyTask task when lost.test(task) -> {}
            case CopyTask task -> {
                var _ = slot.submit(() -> copier.handle(delivered(task), lease));
            }
            case TaskResult result -> inboxes.hear(result);
            case TaskProgress progress -> inboxes.hear(progress);
            case RateClaim claim -> rates.hear(claim, 0, claims.getAndIncrement());
            default -> {}
        }
    }

    private ConsumerRecord<String, byte[]> delivered(Event event) {
        ProducerRecord<String, byte[]> sent = codec.record(event, Optional.empty());
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                0,
                0,
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    @Override
    public void close() {
        slot.shutdownNow(); // nobody waits for what was sent twice
        slot.close();
        copier.close();
        gates.close();
        rates.close();
        ticker.shutdownNow();
    }
}
