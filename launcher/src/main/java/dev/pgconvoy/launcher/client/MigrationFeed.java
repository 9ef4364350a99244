package dev.pgconvoy.launcher.client;

import dev.pgconvoy.event.CopyEvent;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.FleetEvent;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.kafka.DeadLetters;
import dev.pgconvoy.kafka.TopicReader;
import dev.pgconvoy.kafka.Topics;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Header;

/// Hears what happens to migrations from the moment it is opened: open it, then publish.
public final class MigrationFeed implements AutoCloseable {

    private static final String REFUSALS = Topics.deadLettersOf(EventType.MIGRATION_REQUESTED.topic());

    private final TopicReader reader;

    private MigrationFeed(TopicReader reader) {
        this.reader = reader;
    }

    public static MigrationFeed open(BrokerAccess broker) {
        return new MigrationFeed(broker.read(TopicReader.Topics.fromNowOn(
                EventType.SUBSTATE_CHANGED.topic(),
                EventType.MIGRATION_COMPLETED.topic(),
                EventType.MIGRATION_CANCELLED.topic(),
                REFUSALS)));
    }

    public List<FeedNews> poll(Duration patience) {
        return StreamSupport.stream(reader.poll(patience).spliterator(), false)
                .flatMap(entry -> news(entry).stream())
                .toList();
    }

    private static Optional<FeedNews> news(ConsumerRecord<String, byte[]> entry) {
        if (entry.topic().equals(REFUSALS)) {
            return header(entry, "ce_id")
                    .map(id -> new FeedNews.Refused(
                            id, header(entry, DeadLetters.REASON).orElse("no reason was given")));
        }
        try {
            var event = EventCodec.read(
                            entry.topic(), entry.headers(), entry.value(), Instant.ofEpochMilli(entry.timestamp()))
                    .data();
            return switch (event) {
                case SubstateChanged(var status) -> Optional.of(new FeedNews.Changed(status));
                case MigrationCompleted(var status) -> Optional.of(new FeedNews.Ended(status));
                case MigrationCancelled(var status) -> Optional.of(new FeedNews.Ended(status));
                case MigrationEvent _, CopyEvent _, FleetEvent _ -> Optional.empty();
            };
        } catch (MalformedEventException _) {
            // Somebody else's record on our topic tells us nothing.
            return Optional.empty();
        }
    }

    private static Optional<String> header(ConsumerRecord<?, ?> entry, String name) {
        return Optional.ofNullable(entry.headers().lastHeader(name))
                .map(Header::value)
                .map(value -> new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public void close() {
        reader.close();
    }
}
