package dev.pgconvoy.monitor.fold.intake;

import dev.pgconvoy.event.EventReader;
import java.util.Optional;
import org.apache.kafka.streams.processor.api.ContextualProcessor;
import org.apache.kafka.streams.processor.api.Record;

/// Reads each record and finds those that another task must fold. A stray that was sent home is at home
/// wherever it arrives.
public final class RecordIntake extends ContextualProcessor<byte[], byte[], byte[], IncomingRecord> {

    private final EventReader reader;
    private final Optional<HomePartition> home;

    private RecordIntake(EventReader reader, Optional<HomePartition> home) {
        this.reader = reader;
        this.home = home;
    }

    public static RecordIntake ofFacts(EventReader reader, HomePartition home) {
        return new RecordIntake(reader, Optional.of(home));
    }

    public static RecordIntake ofReturnedStrays(EventReader reader) {
        return new RecordIntake(reader, Optional.empty());
    }

    @Override
    public void process(Record<byte[], byte[]> record) {
        var arrival = ArrivedRecord.of(record, context().recordMetadata().orElseThrow());
        var incoming = IncomingRecord.of(arrival, reader);
        if (incoming instanceof IncomingRecord.Fact fact && isAway(fact)) {
            var headers = arrival.headers();
            arrival.origin().writeTo(headers);
            context()
                    .forward(
                            new Record<>(record.key(), new IncomingRecord.Stray(arrival), record.timestamp(), headers));
        } else {
            context().forward(record.withValue(incoming));
        }
    }

    private boolean isAway(IncomingRecord.Fact fact) {
        return home.filter(
                        homes -> homes.of(fact.id()) != fact.arrival().origin().partition())
                .isPresent();
    }
}
