package dev.pgconvoy.worker.snapshot;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MigrationEvent;
import dev.pgconvoy.event.MigrationEvent.SubstateChanged;
import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.fixture.SharedSealKey;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.snapshot.MigrationHistory.Past;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.clients.consumer.OffsetAndTimestamp;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Node;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

/// How the records of one partition make a history.
class KafkaMigrationHistoryTest {

    private static final MigrationEvent UNLED =
            Facts.observed(new Observation.Failed(0, Fixtures.aFailure(), Optional.empty(), List.of()));
    private static final MigrationEvent UNLED_STOP = Facts.observed(new Observation.Stopped(0, List.of()));

    private static ConsumerRecord<String, byte[]> record(MigrationEvent event, Instant at) {
        var said = new EventCodec("/pgconvoy/test", () -> at).record(event, Optional.empty());
        return new ConsumerRecord<>(
                said.topic(),
                0,
                0,
                at.toEpochMilli(),
                TimestampType.CREATE_TIME,
                0,
                0,
                said.key(),
                said.value(),
                new RecordHeaders(said.headers()),
                Optional.empty());
    }

    private static Past after(MigrationEvent... events) {
        var past = Past.NOTHING;
        for (var event : events) {
            past = KafkaMigrationHistory.fold(past, record(event, NOON), Facts.HASH, NOON, EventCodec::read);
        }
        return past;
    }

    @Test
    void the_highest_epoch_is_known_and_the_highest_before_the_last_begin() {
        assertThat(after(Facts.migrationBegan(1), Facts.progressed(1), Facts.migrationBegan(2)))
                .isEqualTo(new Past(false, false, 2, 1, Optional.empty(), 0));
        assertThat(after(Facts.migrationBegan(3), Facts.migrationBegan(1), Facts.progressed(1)))
                .isEqualTo(new Past(false, false, 3, 3, Optional.empty(), 0));
    }

    /// The topic forgets the begin of a migration that takes longer than it keeps records.
    @Test
    void who_said_anything_of_an_epoch_has_begun_it() {
        assertThat(after(Facts.progressed(4))).isEqualTo(new Past(false, false, 4, 0, Optional.empty(), 0));
        assertThat(after(Facts.progressed(4), UNLED).announced()).isFalse();
    }

    @Test
    void an_end_of_epoch_0_counts_when_nobody_has_begun() {
        assertThat(after(UNLED).announced()).isTrue();
        assertThat(after(UNLED_STOP).announced()).isTrue();
        assertThat(after(UNLED, Facts.migrationBegan(1)).announced()).isTrue();
    }

    @Test
    void it_does_not_count_after_a_begin() {
        assertThat(after(Facts.migrationBegan(1), UNLED).announced()).isFalse();
        assertThat(after(Facts.migrationBegan(1), UNLED_STOP).announced()).isFalse();
    }

    @Test
    void an_end_of_somebody_who_led_counts_whatever_its_epoch() {
        assertThat(after(Facts.migrationBegan(1), Facts.migrationBegan(2), Facts.failed(1))
                        .announced())
                .isTrue();
        assertThat(after(Facts.migrationBegan(5), Facts.finished(1)).announced())
                .isTrue();
        assertThat(after(Facts.migrationBegan(5), Facts.stopped(5)).announced()).isTrue();
    }

    @Test
    void an_end_that_was_decided_is_not_announced_yet() {
        var past = after(Facts.migrationBegan(1), Facts.ending(1));

        assertThat(past.announced()).isFalse();
        assertThat(past.ending()).hasValue(Facts.finished(1).observation());
    }

    /// Its decision is lost with what the target had committed last.
    @Test
    void an_end_that_an_older_leader_says_late_is_not_the_one_that_was_decided() {
        var late = Facts.observed(new Observation.Ending(1, new Observation.Stopped(1, List.of())));

        assertThat(after(Facts.ending(2), late).ending())
                .hasValue(Facts.finished(2).observation());
        assertThat(after(late, Facts.ending(2)).ending())
                .hasValue(Facts.finished(2).observation());
    }

    @Test
    void what_is_said_of_another_request_is_not_part_of_it() {
        var other = Fixtures.aRequest().databases("books").build();
        var began = Facts.observed(other, new Observation.MigrationBegan(1, "worker-1"));
        var stopped = Facts.observed(other, new Observation.Stopped(1, List.of()));

        assertThat(after(began, stopped)).isEqualTo(Past.NOTHING);
    }

    @Test
    void a_cancel_request_counts_unless_it_was_of_an_earlier_migration_of_this_name() {
        var cancel = Facts.cancelRequested();

        assertThat(after(cancel).cancelRequested()).isTrue();
        assertThat(KafkaMigrationHistory.fold(
                                Past.NOTHING, record(cancel, NOON.minusSeconds(1)), Facts.HASH, NOON, EventCodec::read)
                        .cancelRequested())
                .isTrue();
        assertThat(KafkaMigrationHistory.fold(
                                Past.NOTHING, record(cancel, NOON.minusSeconds(60)), Facts.HASH, NOON, EventCodec::read)
                        .cancelRequested())
                .isFalse();
    }

    @Test
    void the_state_tells_of_a_cancel_request_and_of_the_end() {
        assertThat(after(new SubstateChanged(Fixtures.aMigration().canceling().status()))
                        .cancelRequested())
                .isTrue();
        assertThat(after(new SubstateChanged(Fixtures.aMigration().succeeded().status()))
                        .announced())
                .isTrue();
        assertThat(after(new SubstateChanged(Fixtures.aMigration().migrating().status())))
                .isEqualTo(Past.NOTHING);
    }

    @Test
    void what_cannot_be_read_is_passed_over() {
        var unreadable = new ConsumerRecord<>(
                EventType.MIGRATION_OBSERVED.topic(), 0, 0L, Fixtures.anId().toString(), new byte[] {'{'});

        assertThat(KafkaMigrationHistory.fold(Past.NOTHING, unreadable, Facts.HASH, NOON, EventCodec::read))
                .isEqualTo(Past.NOTHING);
    }

    private static final EventCodec SERVICE = new EventCodec("/pgconvoy/test", () -> NOON, SharedSealKey.mac());

    /// Topics of one partition each, which find an offset by the time of its record.
    private static final class Topics extends MockConsumer<String, byte[]> {

        private final List<ConsumerRecord<String, byte[]>> records = new ArrayList<>();
        private final List<Long> asked = new ArrayList<>();

        Topics() {
            super("earliest");
            for (var type : EventType.values()) {
                var node = new Node(1, "localhost", 9092);
                updatePartitions(
                        type.topic(),
                        List.of(new PartitionInfo(type.topic(), 0, node, new Node[] {node}, new Node[] {node})));
                updateEndOffsets(Map.of(new TopicPartition(type.topic(), 0), 0L));
            }
        }

        Topics with(Event event, Instant at) {
            var said = SERVICE.record(event, Optional.empty());
            return with(said.topic(), said.key(), said.value(), new RecordHeaders(said.headers()), at);
        }

        Topics with(String topic, String key, byte[] value, RecordHeaders headers, Instant at) {
            var at0 = new TopicPartition(topic, 0);
            var next = records.stream().filter(one -> one.topic().equals(topic)).count();
            records.add(new ConsumerRecord<>(
                    topic,
                    0,
                    next,
                    at.toEpochMilli(),
                    TimestampType.CREATE_TIME,
                    0,
                    0,
                    key,
                    value,
                    headers,
                    Optional.empty()));
            updateEndOffsets(Map.of(at0, next + 1));
            return this;
        }

        @Override
        public synchronized Map<TopicPartition, OffsetAndTimestamp> offsetsForTimes(Map<TopicPartition, Long> times) {
            asked.addAll(times.values());
            var found = new HashMap<TopicPartition, OffsetAndTimestamp>();
            times.forEach((partition, time) -> found.put(
                    partition,
                    records.stream()
                            .filter(one -> one.topic().equals(partition.topic()) && one.timestamp() >= time)
                            .findFirst()
                            .map(one -> new OffsetAndTimestamp(one.offset(), one.timestamp()))
                            .orElse(null)));
            records.stream()
                    .filter(one -> times.containsKey(new TopicPartition(one.topic(), 0)))
                    .forEach(this::addRecord);
            return found;
        }
    }

    private static KafkaMigrationHistory history(Topics topics) {
        return new KafkaMigrationHistory(() -> topics, SharedSealKey.reader(), () -> 0);
    }

    @Test
    void it_reads_what_was_said_of_one_migration_up_to_the_present_end() {
        var other = Fixtures.aRequest().id("somebody/else").build();
        var topics = new Topics()
                .with(Facts.migrationBegan(1), NOON.minusSeconds(3_600))
                .with(Facts.observed(other, new Observation.MigrationBegan(9, "worker-1")), NOON)
                .with(Facts.migrationBegan(2), NOON)
                .with(Facts.cancelRequested(), NOON);

        var past = history(topics).of(Fixtures.anId(), Facts.HASH, NOON);

        assertThat(past.epoch()).isEqualTo(2);
        assertThat(past.earlierEpoch()).as("before the request").isZero();
        assertThat(past.cancelRequested()).isTrue();
        assertThat(topics.asked)
                .as("clocks may differ")
                .containsOnly(NOON.minusSeconds(120).toEpochMilli());
    }

    @Test
    void a_consumer_that_has_read_well_reads_again_until_the_history_is_closed() {
        var made = new ArrayList<Topics>();
        var now = new long[1];
        var history = new KafkaMigrationHistory(
                () -> {
                    made.add(new Topics().with(Facts.migrationBegan(made.size() + 1), NOON));
                    return made.getLast();
                },
                SharedSealKey.reader(),
                () -> now[0]);

        assertThat(history.of(Fixtures.anId(), Facts.HASH, NOON).epoch()).isEqualTo(1);
        made.getFirst().with(Facts.migrationBegan(2), NOON);
        assertThat(history.of(Fixtures.anId(), Facts.HASH, NOON).epoch()).isEqualTo(2);
        assertThat(history.snapshots(Fixtures.anId(), NOON)).isEmpty();

        assertThat(made)
                .singleElement()
                .satisfies(one -> assertThat(one.closed()).isFalse());
        history.close();
        assertThat(made.getFirst().closed()).isTrue();
    }

    @Test
    void one_that_was_prepared_reads() {
        var made = new ArrayList<Topics>();
        var history = new KafkaMigrationHistory(
                () -> {
                    made.add(new Topics().with(Facts.migrationBegan(1), NOON));
                    return made.getLast();
                },
                SharedSealKey.reader(),
                () -> 0);

        history.prepare();
        history.prepare();

        assertThat(history.of(Fixtures.anId(), Facts.HASH, NOON).epoch()).isEqualTo(1);
        assertThat(made).hasSize(1);
    }

    @Test
    void one_that_could_not_be_prepared_is_made_when_it_is_needed() {
        var calls = new AtomicInteger();
        var history = new KafkaMigrationHistory(
                () -> {
                    if (calls.incrementAndGet() == 1) {
                        throw new KafkaException("away");
                    }
                    return new Topics().with(Facts.migrationBegan(1), NOON);
                },
                SharedSealKey.reader(),
                () -> 0);

        history.prepare();

        assertThat(history.of(Fixtures.anId(), Facts.HASH, NOON).epoch()).isEqualTo(1);
    }

    @Test
    void after_half_a_minute_another_one_reads_which_knows_the_partitions_of_now() {
        var made = new ArrayList<Topics>();
        var now = new long[1];
        var history = new KafkaMigrationHistory(
                () -> {
                    made.add(new Topics());
                    return made.getLast();
                },
                SharedSealKey.reader(),
                () -> now[0]);
        history.of(Fixtures.anId(), Facts.HASH, NOON);
        now[0] = Duration.ofSeconds(30).toNanos();

        history.of(Fixtures.anId(), Facts.HASH, NOON);

        assertThat(made).hasSize(2);
        assertThat(made.getFirst().closed()).isTrue();
    }

    @Test
    void one_that_failed_is_closed_and_does_not_read_again() {
        var made = new ArrayList<Topics>();
        var now = new long[1];
        var history = new KafkaMigrationHistory(
                () -> {
                    made.add(new Topics());
                    return made.getLast();
                },
                SharedSealKey.reader(),
                () -> now[0]);
        history.of(Fixtures.anId(), Facts.HASH, NOON);
        made.getFirst().setOffsetsException(new KafkaException("away"));

        assertThatExceptionOfType(KafkaException.class).isThrownBy(() -> history.of(Fixtures.anId(), Facts.HASH, NOON));
        history.of(Fixtures.anId(), Facts.HASH, NOON);

        assertThat(made).hasSize(2);
        assertThat(made.getFirst().closed()).isTrue();
        assertThat(made.getLast().closed()).isFalse();
    }

    @Test
    void empty_topics_are_no_history() {
        assertThat(history(new Topics()).of(Fixtures.anId(), Facts.HASH, NOON)).isEqualTo(Past.NOTHING);
    }

    @Test
    void snapshots_that_were_said_to_be_held_are_found_the_newest_first_and_each_once() {
        var topics = new Topics()
                .with(CopyWork.aWord(new SnapshotNotice.Held("A")), NOON)
                .with(CopyWork.aWord(new SnapshotNotice.Wanted(Fixtures.aSource(), "B")), NOON)
                .with(CopyWork.aWord(new SnapshotNotice.Held("A")), NOON)
                .with(
                        EventType.COPY_SNAPSHOT.topic(),
                        Fixtures.anId().toString(),
                        new byte[] {'{'},
                        new RecordHeaders(),
                        NOON);

        assertThat(history(topics).snapshots(Fixtures.anId(), NOON))
                .extracting(MigrationHistory.Kept::name)
                .containsExactly("A", "B");
    }

    @Test
    void what_says_nothing_of_the_course_changes_nothing() {
        assertThat(after(Facts.requested(), Facts.validated(), Facts.submitted()))
                .isEqualTo(Past.NOTHING);
        assertThat(after(Facts.hindered(2)).epoch()).isEqualTo(2);
        assertThat(after(Facts.completionBegan(3)).epoch()).isEqualTo(3);
    }

    @Test
    void it_reads_what_was_committed_from_the_beginning_and_commits_nothing_itself() {
        assertThat(KafkaMigrationHistory.settings(Map.of("bootstrap.servers", "localhost:9092")))
                .containsEntry("bootstrap.servers", "localhost:9092")
                .containsEntry("isolation.level", "read_committed")
                .containsEntry("auto.offset.reset", "earliest")
                .containsEntry("enable.auto.commit", false)
                .doesNotContainKey("group.id");
    }

    @Test
    void a_broker_that_cannot_be_asked_is_an_error_of_the_reading_and_not_of_the_start() {
        var history = new KafkaMigrationHistory(Map.of("bootstrap.servers", "no port"), SharedSealKey.reader());

        assertThatExceptionOfType(KafkaException.class).isThrownBy(() -> history.of(Fixtures.anId(), Facts.HASH, NOON));
    }
}
