package dev.pgconvoy.monitor.view;

import dev.pgconvoy.event.EventType;
import dev.pgconvoy.kafka.KafkaConnection;
import dev.pgconvoy.kafka.LoopWatch;
import dev.pgconvoy.kafka.TopicFollower;
import dev.pgconvoy.kafka.TopicReader;
import io.quarkus.arc.All;
import io.smallrye.common.annotation.Identifier;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;

/// Reads all states, and whatever else is to be known, from the first on, and announcements from now on, for as long as
/// the monitor runs. Without a group: every monitor reads everything.
@Singleton
public final class ViewFollower {

    private static final List<String> ANNOUNCEMENTS = Stream.of(
                    EventType.SUBSTATE_CHANGED, EventType.MIGRATION_COMPLETED, EventType.MIGRATION_CANCELLED)
            .map(EventType::topic)
            .toList();

    private final ViewUpdater reader;
    private final Map<String, KeptTopic> kept;
    private final TopicFollower follower;

    ViewFollower(
            @Identifier("default-kafka-broker") Map<String, Object> kafka,
            ViewUpdater reader,
            @All List<KeptTopic> kept) {
        this.reader = reader;
        this.kept = kept.stream().collect(Collectors.toMap(KeptTopic::topic, Function.identity()));
        var fromBeginning = Stream.concat(Stream.of(EventType.STATE_RECORDED.topic()), this.kept.keySet().stream())
                .toList();
        this.follower = new TopicFollower(
                "pgconvoy-view",
                KafkaConnection.of(kafka),
                new TopicReader.Topics(fromBeginning, ANNOUNCEMENTS),
                this::take);
    }

    public void start() {
        follower.start();
    }

    /// Whether everything that was there at the start has been read.
    public boolean isCaughtUp() {
        return follower.isCaughtUp();
    }

    public LoopWatch loops() {
        return follower.loops();
    }

    public void stop() throws InterruptedException {
        follower.stop();
    }

    private void take(ConsumerRecord<String, byte[]> record) {
        var other = kept.get(record.topic());
        if (other == null) {
            reader.take(record);
        } else {
            other.take(record);
        }
    }
}
