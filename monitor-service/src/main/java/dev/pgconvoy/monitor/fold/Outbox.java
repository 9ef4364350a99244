package dev.pgconvoy.monitor.fold;

import dev.pgconvoy.lifecycle.Decision;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ProcessorContext;
import org.jboss.logging.Logger;

/// Sends what was decided and what was refused, and counts it.
record Outbox(ProcessorContext<byte[], Outgoing> context, FoldMetrics metrics) {

    private static final Logger LOG = Logger.getLogger(Outbox.class);

    void announce(Decision decision, Optional<String> traceparent) {
        Announcements.of(decision, traceparent, context.currentSystemTimeMs()).forEach(record -> {
            metrics.announcement(record.value().topic());
            context.forward(record);
        });
    }

    void reject(Arrival arrival, String reason) {
        LOG.warnf("A record of %s goes to the dead letters: %s", arrival.origin(), reason);
        metrics.deadLetter(arrival.origin().topic());
        context.forward(Rejects.letter(arrival, reason, context.currentSystemTimeMs()));
    }
}
