package dev.pgconvoy.preflight.messaging;

import dev.pgconvoy.event.Envelope;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.event.TraceContext;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.kafka.PublishFailures;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.preflight.application.BoundedExaminations;
import dev.pgconvoy.preflight.messaging.KeyedTurns.Turn;
import dev.pgconvoy.text.LogLimit;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.inject.Inject;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.eclipse.microprofile.reactive.messaging.Message;
import org.eclipse.microprofile.reactive.messaging.Outgoing;
import org.jboss.logging.Logger;
import org.jboss.logging.MDC;

/// `migration.requested`: many requests at a time, those of one key in their order. A record takes its turn while the
/// records still come one by one, and waits for it on a virtual thread of its own. The first request of an id is the
/// one; nothing is connected for another one under the same id.
@ApplicationScoped
class RequestedChannel {

    static final String REQUESTED = "requested";

    private static final Logger LOG = Logger.getLogger(RequestedChannel.class);

    private final BoundedExaminations examinations;
    private final KnownRequests known;
    private final Runnable untilAllKnown;
    private final EventOutlet outlet;
    private final MeterRegistry metrics;
    private final InstantSource clock;
    private final KeyedTurns turns = new KeyedTurns();
    private final LogLimit limit = new LogLimit();

    @Inject
    RequestedChannel(
            BoundedExaminations examinations,
            KnownRequests known,
            RecordedRequests recorded,
            EventOutlet outlet,
            MeterRegistry metrics,
            InstantSource clock) {
        this(examinations, known, recorded::awaitAllKnown, outlet, metrics, clock);
    }

    RequestedChannel(
            BoundedExaminations examinations,
            KnownRequests known,
            Runnable untilAllKnown,
            EventOutlet outlet,
            MeterRegistry metrics,
            InstantSource clock) {
        this.examinations = examinations;
        this.known = known;
        this.untilAllKnown = untilAllKnown;
        this.outlet = outlet;
        this.metrics = metrics;
        this.clock = clock;
    }

    @Incoming(REQUESTED)
    @Outgoing("requested-in-turn")
    Message<ConsumerRecord<String, byte[]>> queue(Message<ConsumerRecord<String, byte[]>> message) {
        return message.addMetadata(
                turns.take(String.valueOf(message.getPayload().key())));
    }

    @Incoming("requested-in-turn")
    @RunOnVirtualThread
    void requested(ConsumerRecord<String, byte[]> message, Turn turn) {
        try (turn) {
            turn.await();
            take(message);
        }
    }

    private void take(ConsumerRecord<String, byte[]> message) {
        try {
            var envelope = EventCodec.read(message).of(MigrationRequested.class);
            take(message, envelope, RequestHash.of(envelope.data().request()));
        } catch (MalformedEventException e) {
            outlet.deadLetter(message, String.valueOf(e.getMessage()));
        } catch (CompletionException e) {
            if (!PublishFailures.isTooLarge(e)) {
                throw e;
            }
            // One record must not stop the channel for good.
            outlet.deadLetter(message, "its verdict is larger than its topic takes");
        }
    }

    private void take(
            ConsumerRecord<String, byte[]> message, Envelope<MigrationRequested> envelope, String requestHash) {
        untilAllKnown.run();
        var id = envelope.data().id();
        switch (known.take(id, requestHash)) {
            case UNANSWERED -> {
                validate(envelope, requestHash);
                known.answered(id, requestHash);
            }
            case ANSWERED ->
                limit.write(
                        "repeated requests",
                        "The request %s came again; its verdict is known".formatted(id),
                        LOG::info);
            case REFUSED ->
                outlet.deadLetter(
                        message,
                        "migration %s exists already with a different request; choose another name".formatted(id));
        }
    }

    private void validate(Envelope<MigrationRequested> envelope, String hash) {
        var request = envelope.data().request();
        var traceparent = envelope.traceparent().or(() -> Optional.of(TraceContext.of(request.id(), hash)));
        MDC.put("migration", envelope.subject());
        try {
            var began = CompletableFuture.runAsync(
                    () -> outlet.publish(
                            new MigrationObserved(request.id(), Optional.of(hash), new Observation.ValidationBegan()),
                            traceparent),
                    task -> Thread.ofVirtual().start(task));
            var startedAt = clock.instant();
            var report = metrics.timer("pgconvoy.preflight.duration")
                    .record(() -> examinations.examine(request, envelope.source()));
            began.join();
            outlet.publish(report.validated(hash, notLater(envelope.time()), startedAt, clock.instant()), traceparent);
            var verdict = report.verdict().text();
            metrics.counter("pgconvoy.preflight.verdicts", "verdict", verdict).increment();
            report.findings().forEach(this::count);
            LOG.infof("Validated: %s, %d findings", verdict, report.findings().size());
        } finally {
            MDC.remove("migration");
        }
    }

    private void count(Finding finding) {
        metrics.counter(
                        "pgconvoy.preflight.findings",
                        "code",
                        finding.code(),
                        "severity",
                        finding.severity().name().toLowerCase(Locale.ROOT))
                .increment();
    }

    /// The requester's clock may be ahead: nothing of a migration is older than its request.
    private Instant notLater(Instant requestedAt) {
        var now = clock.instant();
        return requestedAt.isBefore(now) ? requestedAt : now;
    }
}
