package dev.pgconvoy.worker.conductor;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.worker.pause.WantedPauses;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.record.TimestampType;

/// What is said on `migration.pauses`, in a time that the test moves.
public final class SaidPauses {

    public static final Duration LONGEST = Duration.ofHours(4);

    public volatile Instant now = Fixtures.NOON;
    public final WantedPauses wanted = new WantedPauses(LONGEST, () -> now);
    private final EventCodec codec = new EventCodec("/pgconvoy/test", () -> now);
    private final AtomicLong offset = new AtomicLong();

    public void say(PauseSet wish) {
        wanted.take(record(wish));
    }

    /// The next one on its partition.
    public ConsumerRecord<String, byte[]> record(PauseSet wish) {
        var sent = codec.record(wish, Optional.empty());
        return new ConsumerRecord<>(
                sent.topic(),
                0,
                offset.getAndIncrement(),
                now.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }
}
