package dev.pgconvoy.worker.conductor;

import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.worker.dispatch.ConductorInbox;
import dev.pgconvoy.worker.dispatch.InboxRegistry;
import dev.pgconvoy.worker.dispatch.ObservationPublisher;
import dev.pgconvoy.worker.dispatch.ProgressHeartbeat;
import dev.pgconvoy.worker.dispatch.RetryPolicy;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.servers.ConnectedServers;
import java.time.Duration;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.function.Supplier;

/// A conductor's surroundings, with topics in memory. To be made by the thread that leads.
public final class ConductorFixture implements AutoCloseable {

    public static final RetryPolicy RETRIES =
            new RetryPolicy(3, Duration.ofMillis(10), Duration.ofMillis(20), Duration.ofMillis(100));

    static final ServerConnector CONNECTOR =
            new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(5));

    final SaidFacts facts;
    final InboxRegistry registry = new InboxRegistry();
    public final SaidPauses pauses = new SaidPauses();
    public final ConductorInbox inbox;
    public final ConductorDependencies tools;
    public final DeliveredMigration delivery;
    private final ProgressHeartbeat heartbeat;
    private long nanos;

    /// @param hearer hears all that is said
    ConductorFixture(MigrationRequest request, int attempt, Consumer<Event> hearer) {
        this(request, attempt, hearer, () -> {
            throw new IllegalStateException("no copy is made here");
        });
    }

    ConductorFixture(MigrationRequest request, int attempt, Consumer<Event> hearer, Supplier<PgTools> pgTools) {
        this(request, attempt, hearer, asked -> new ConnectedServers(CONNECTOR, pgTools, false, asked));
    }

    ConductorFixture(
            MigrationRequest request,
            int attempt,
            Consumer<Event> hearer,
            Function<MigrationRequest, MigrationServers> servers) {
        inbox = registry.connect(request.id());
        facts = new SaidFacts(hearer);
        var producer = new EventProducer(facts, new EventCodec("/pgconvoy/test", () -> Fixtures.NOON));
        tools = new ConductorDependencies(
                "worker-1",
                () -> Fixtures.NOON,
                producer,
                registry,
                pauses.wanted,
                facts,
                servers,
                RETRIES,
                100,
                64 << 20,
                1L << 30);
        var submitted = new MigrationSubmitted(request, ExecutorKind.WORKERS, attempt, Facts.accepted(request));
        var publisher = new ObservationPublisher(producer, request.id(), RequestHash.of(request), Optional.empty());
        heartbeat = new ProgressHeartbeat(publisher);
        var lease = Lease.startingNow(Duration.ofMinutes(1), () -> nanos);
        delivery = new DeliveredMigration(submitted, attempt > 1, Fixtures.NOON, inbox, publisher, lease, heartbeat);
    }

    /// Pauses the migration, and resumes it once the conductor has said that it rests.
    ///
    /// @param meanwhile runs in between
    void pauseUntilItRests(Runnable meanwhile) {
        pauses.say(PauseSet.pause(delivery.id(), "the shop opens", Optional.empty()));
        Thread.ofVirtual().start(() -> {
            await().until(() -> !facts.observed(Observation.Paused.class).isEmpty());
            meanwhile.run();
            pauses.say(PauseSet.resume(delivery.id(), "the shop closes"));
        });
    }

    public void loseLease() {
        nanos += Duration.ofMinutes(2).toNanos();
    }

    public LeadTerm term(int epoch) {
        return new LeadTerm(delivery.id(), delivery.requestHash(), epoch);
    }

    @Override
    public void close() {
        heartbeat.close();
    }
}
