package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.StateRecorded;
import dev.pgconvoy.event.RecordMac;
import dev.pgconvoy.kafka.PromptCommits;
import dev.pgconvoy.lifecycle.Decision;
import dev.pgconvoy.monitor.fold.intake.ArrivedRecord;
import dev.pgconvoy.text.LogLimit;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.apache.kafka.streams.processor.api.Record;
import org.jboss.logging.Logger;

/// Sends what was decided and what was refused, and counts it.
final class Outbox {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    private final ProcessorContext<byte[], FoldOutput> context;
    private final RecordMac mac;
    private final LogLimit limit = new LogLimit();
    private final FoldMetrics metrics;
    private final PromptCommits commits;

    Outbox(ProcessorContext<byte[], FoldOutput> context, RecordMac mac, FoldMetrics metrics) {
        this.context = context;
        this.mac = mac;
        this.metrics = metrics;
        this.commits = new PromptCommits(context::commit, context::currentSystemTimeMs);
    }

    void announce(Decision decision, String traceparent) {
        AnnouncementRecords.of(decision, Optional.of(traceparent), mac, context.currentSystemTimeMs())
                .forEach(record -> {
                    metrics.announcement(record.value().topic());
                    context.forward(record);
                });
        if (decision.announcements().stream().anyMatch(Outbox::isAwaited)) {
            commits.ask();
        }
    }

    /// The state of this migration is kept no longer. Nobody else can say so: it carries our MAC.
    void forget(String id) {
        var topic = EventType.STATE_RECORDED.topic();
        var said = mac.signed(new ProducerRecord<>(topic, id, null));
        context.forward(new Record<>(
                id.getBytes(StandardCharsets.UTF_8),
                new FoldOutput(topic, null),
                context.currentSystemTimeMs(),
                said.headers()));
    }

    /// Counters may come a little later.
    private static boolean isAwaited(MigrationEvent event) {
        return !(event instanceof StateRecorded);
    }

    void reject(ArrivedRecord arrival, String reason) {
        limit.write(
                arrival.origin().topic(),
                "A record of %s goes to the dead letters: %s".formatted(arrival.origin(), reason),
                LOG::warn);
        metrics.deadLetter(arrival.origin().topic());
        context.forward(FactDeadLetter.letter(arrival, reason, context.currentSystemTimeMs()));
    }
}
