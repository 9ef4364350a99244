package dev.pgconvoy.worker.conductor;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent.MigrationCancelled;
import dev.pgconvoy.event.MigrationEvent.MigrationCompleted;
import dev.pgconvoy.event.RateClaim;
import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.kafka.EventProducer;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.worker.dispatch.InboxRegistry;
import dev.pgconvoy.worker.keeper.SnapshotHolders;
import dev.pgconvoy.worker.rate.ClaimListener;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.producer.MockProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.TopicAuthorizationException;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is heard on the topics, and who is told.
@Timeout(20)
class WorkerTopicListenerTest {

    private static final List<EventType> HEARD = List.of(
            EventType.COPY_RESULT,
            EventType.COPY_PROGRESS,
            EventType.COPY_SNAPSHOT,
            EventType.COPY_RATE,
            EventType.CANCEL_REQUESTED,
            EventType.MIGRATION_COMPLETED,
            EventType.MIGRATION_CANCELLED);

    private final EventCodec codec = new EventCodec("/pgconvoy/test", () -> Fixtures.NOON, SharedSealKey.mac());
    private final MockConsumer<String, byte[]> consumer = new MockConsumer<>("latest");
    private final MockProducer<String, byte[]> letters =
            new MockProducer<>(true, null, new StringSerializer(), new ByteArraySerializer());
    private final InboxRegistry registry = new InboxRegistry();
    private final List<String> keepersHeard = new CopyOnWriteArrayList<>();
    private final SnapshotHolders keepers = new SnapshotHolders() {
        @Override
        public void hear(SnapshotNotice word) {
            keepersHeard.add("notice of " + word.database());
        }

        @Override
        public void letGo(MigrationId id) {
            keepersHeard.add("end of " + id);
            if (isBroken) {
                throw new IllegalStateException("impossible");
            }
        }
    };
    private final List<String> claimsHeard = new CopyOnWriteArrayList<>();
    private final ClaimListener rates = new ClaimListener() {
        @Override
        public void hear(RateClaim claim, int partition, long offset) {
            claimsHeard.add("%s at %d/%d".formatted(claim.worker(), partition, offset));
        }

        @Override
        public void skip(int partition, long offset) {
            claimsHeard.add("nothing at %d/%d".formatted(partition, offset));
        }
    };
    private boolean isBroken;
    private Optional<WorkerTopicListener> listener = Optional.empty();
    private long offset;

    @BeforeEach
    void makeTopics() {
        for (var type : HEARD) {
            var node = new Node(1, "localhost", 9092);
            consumer.updatePartitions(
                    type.topic(),
                    List.of(new PartitionInfo(type.topic(), 0, node, new Node[] {node}, new Node[] {node})));
            consumer.updateEndOffsets(Map.of(new TopicPartition(type.topic(), 0), 0L));
        }
    }

    @AfterEach
    void close() {
        listener.ifPresent(WorkerTopicListener::close);
    }

    private WorkerTopicListener listen() throws InterruptedException {
        var listening = new WorkerTopicListener(
                consumer, registry, keepers, rates, SharedSealKey.reader(), new EventProducer(letters, codec));
        listener = Optional.of(listening);
        listening.awaitListening();
        return listening;
    }

    private void say(Event event) {
        var said = codec.record(event, Optional.empty());
        say(said.topic(), said.key(), said.value(), new RecordHeaders(said.headers()));
    }

    private void say(String topic, String key, byte[] value, RecordHeaders headers) {
        consumer.schedulePollTask(() -> consumer.addRecord(new ConsumerRecord<>(
                topic, 0, offset++, 0, TimestampType.CREATE_TIME, 0, 0, key, value, headers, Optional.empty())));
    }

    @Test
    void it_hears_all_topics_from_their_ends_on() throws Exception {
        listen();

        assertThat(consumer.assignment())
                .extracting(TopicPartition::topic)
                .containsExactlyInAnyOrderElementsOf(
                        HEARD.stream().map(EventType::topic).toList());
    }

    @Test
    void a_claim_is_heard_with_its_place_in_the_partition() throws Exception {
        listen();

        say(CopyWork.aClaim());

        await().untilAsserted(() ->
                assertThat(claimsHeard).containsExactly(CopyWork.aClaim().worker() + " at 0/0"));
    }

    @Test
    void of_what_is_no_claim_the_place_is_heard() throws Exception {
        listen();

        say(EventType.COPY_RATE.topic(), "old.example.org", "noise".getBytes(UTF_8), new RecordHeaders());

        await().untilAsserted(() -> assertThat(claimsHeard).containsExactly("nothing at 0/0"));
    }

    @Test
    void results_and_progress_come_to_the_conductor_of_the_migration() throws Exception {
        var inbox = registry.connect(Fixtures.anId()).open(CopyWork.RUN);
        listen();

        say(CopyWork.aResult(CopyWork.done()));
        say(CopyWork.aProgress());

        assertThat(inbox.next(Duration.ofSeconds(10))).isPresent();
        assertThat(inbox.next(Duration.ofSeconds(10))).isPresent();
    }

    @Test
    void a_cancellation_comes_to_it_too() throws Exception {
        var inbox = registry.connect(Fixtures.anId());
        listen();

        say(Facts.cancelRequested());

        await().until(inbox::isCancelRequested);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void snapshots_and_ends_come_to_the_keepers() throws Exception {
        listen();

        say(CopyWork.aWord(new SnapshotNotice.Held("00000004-0000000A-1")));
        say(new MigrationCompleted(Fixtures.aStatus()));
        say(new MigrationCancelled(Fixtures.aStatus()));

        var end = "end of " + Fixtures.aStatus().id();
        await().untilAsserted(() -> assertThat(keepersHeard).containsExactly("notice of shop", end, end));
    }

    @Test
    void what_cannot_be_read_is_put_among_the_dead_letters_once() throws Exception {
        listen();

        say("copy.results", "key", new byte[] {1}, new RecordHeaders());
        say(EventType.MIGRATION_COMPLETED.topic(), "key", new byte[] {1}, new RecordHeaders());
        say(new MigrationCompleted(Fixtures.aStatus()));

        await().untilAsserted(() -> assertThat(keepersHeard).hasSize(1));
        assertThat(letters.history())
                .as("others read the topic of ends, too")
                .singleElement()
                .satisfies(letter -> assertThat(letter.topic()).isEqualTo("copy.results.dlq"));
    }

    @Test
    void a_fault_of_ours_does_not_keep_it_from_hearing_what_follows() throws Exception {
        isBroken = true;
        listen();

        say(new MigrationCompleted(Fixtures.aStatus()));
        say(CopyWork.aWord(new SnapshotNotice.Held("00000004-0000000A-1")));

        await().untilAsserted(() -> assertThat(keepersHeard).hasSize(2));
    }

    @Test
    void nor_does_a_topic_that_somebody_misuses() throws Exception {
        listen();
        var misplaced = codec.record(Facts.validated(), Optional.empty());

        say(
                EventType.CANCEL_REQUESTED.topic(),
                misplaced.key(),
                misplaced.value(),
                new RecordHeaders(misplaced.headers()));
        say(CopyWork.aWord(new SnapshotNotice.Held("00000004-0000000A-1")));

        await().untilAsserted(() -> assertThat(keepersHeard).hasSize(1));
    }

    @Test
    void an_error_of_the_broker_is_survived() throws Exception {
        var listening = listen();

        consumer.schedulePollTask(() -> {
            throw new KafkaException("not now");
        });
        say(CopyWork.aWord(new SnapshotNotice.Held("00000004-0000000A-1")));

        await().untilAsserted(() -> assertThat(keepersHeard).hasSize(1));
        assertThat(listening.isReady()).isTrue();
    }

    @Test
    void a_topic_that_it_may_not_read_makes_it_not_ready() throws Exception {
        var listening = listen();

        consumer.schedulePollTask(() -> {
            throw new TopicAuthorizationException("copy.results");
        });

        await().until(() -> !listening.isReady());
        assertThat(listening.isAlive()).isTrue();
    }

    @Test
    void closing_it_ends_it() throws Exception {
        var listening = listen();

        listening.close();

        await().until(() -> !listening.isAlive());
        assertThat(consumer.closed()).isTrue();
        assertThat(listening.isReady()).isFalse();
    }

    @Test
    void a_topic_that_the_broker_does_not_know_yet_is_waited_for() throws Exception {
        var asked = new ArrayList<String>();
        var late = new MockConsumer<String, byte[]>("latest") {
            @Override
            public synchronized List<PartitionInfo> partitionsFor(String topic) {
                asked.add(topic);
                return asked.size() == 1 ? List.of() : super.partitionsFor(topic);
            }
        };
        var node = new Node(1, "localhost", 9092);
        Stream.of(EventType.values()).map(EventType::topic).distinct().forEach(topic -> {
            late.updatePartitions(
                    topic, List.of(new PartitionInfo(topic, 0, node, new Node[] {node}, new Node[] {node})));
            late.updateEndOffsets(Map.of(new TopicPartition(topic, 0), 0L));
        });

        var listening = new WorkerTopicListener(
                late, registry, keepers, rates, SharedSealKey.reader(), new EventProducer(letters, codec));
        listener = Optional.of(listening);
        listening.awaitListening();

        assertThat(asked).startsWith("copy.results", "copy.results");
    }

    @Test
    void it_reads_what_was_committed_from_now_on_and_commits_nothing_itself() {
        assertThat(WorkerTopicListener.settings(Map.of("bootstrap.servers", "localhost:9092")))
                .containsEntry("bootstrap.servers", "localhost:9092")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "latest")
                .containsEntry("enable.auto.commit", false)
                .doesNotContainKey("group.id");
    }
}
