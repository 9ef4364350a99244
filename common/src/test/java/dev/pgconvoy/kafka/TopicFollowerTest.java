package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.MockConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.PartitionInfo;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What follows from what Kafka's consumer says; with real brokers the tests of the services run it.
class TopicFollowerTest {

    private static final TopicReader.Topics STATES_AND_NEWS =
            new TopicReader.Topics(List.of("states"), List.of("news"));

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private final Queue<MockConsumer<String, byte[]>> consumers = new ArrayDeque<>();
    private final TopicFollower follower = new TopicFollower(
            "test", () -> new TopicReader(consumers.remove(), STATES_AND_NEWS), record -> tell(record.key()));

    @AfterEach
    void stop() throws InterruptedException {
        follower.stop();
    }

    @Test
    void it_tells_what_was_there_of_one_topic_and_only_what_comes_of_the_other() {
        // given
        var consumer = consumer(1);
        consumer.schedulePollTask(() -> add(consumer, "states", 0, "old state"));
        consumer.schedulePollTask(() -> add(consumer, "news", 5, "news"));

        // when
        follower.start();

        // then
        await().until(() -> told.size() == 2);
        assertThat(told).containsExactly("old state", "news");
        assertThat(consumer.assignment())
                .containsExactlyInAnyOrder(new TopicPartition("states", 0), new TopicPartition("news", 0));
    }

    @Test
    void it_is_caught_up_when_all_that_was_there_is_told() throws Exception {
        // given
        var consumer = consumer(2);
        consumer.schedulePollTask(() -> add(consumer, "states", 0, "first"));
        follower.start();
        await().until(() -> told.size() == 1);
        assertThat(follower.awaitCaughtUp(Duration.ofMillis(50))).isFalse();

        // when
        consumer.schedulePollTask(() -> add(consumer, "states", 1, "second"));

        // then
        assertThat(follower.awaitCaughtUp(Duration.ofSeconds(10))).isTrue();
        assertThat(told).containsExactly("first", "second");
    }

    @Test
    void after_a_fault_it_begins_anew_and_is_not_caught_up_until_all_is_told_again() {
        // given
        var broken = consumer(1);
        var next = consumer(1);
        broken.schedulePollTask(() -> add(broken, "states", 0, "state"));
        follower.start();
        await().until(follower::isCaughtUp);

        // when
        broken.schedulePollTask(() -> broken.setPollException(new KafkaException("as when the rights are taken away")));

        // then
        await().until(() -> !follower.isCaughtUp());
        assertThat(follower.loops().isReady()).isFalse();
        assertThat(broken.closed()).isTrue();
        next.schedulePollTask(() -> add(next, "states", 0, "state"));
        await().until(follower::isCaughtUp);
        assertThat(told).containsExactly("state", "state");
    }

    @Test
    void a_fault_of_the_listener_is_no_end() {
        // given
        var first = consumer(1);
        var second = consumer(1);
        first.schedulePollTask(() -> add(first, "states", 0, "poison"));
        second.schedulePollTask(() -> add(second, "states", 0, "state"));

        // when
        follower.start();

        // then
        await().until(follower::isCaughtUp);
        assertThat(told).containsExactly("state");
    }

    @Test
    void a_topic_that_is_not_known_yet_is_awaited() {
        // given
        var early = new MockConsumer<String, byte[]>("earliest");
        consumers.add(early);
        var later = consumer(0);

        // when
        follower.start();

        // then
        await().until(follower::isCaughtUp);
        assertThat(early.closed()).isTrue();
        assertThat(later.closed()).isFalse();
    }

    @Test
    void a_reader_of_a_topic_that_is_not_known_says_which() {
        var consumer = new MockConsumer<String, byte[]>("earliest");
        assertThatThrownBy(() -> new TopicReader(consumer, TopicReader.Topics.fromNowOn("news")))
                .isInstanceOf(KafkaException.class)
                .hasMessageContaining("news");
        assertThat(consumer.closed()).isTrue();
    }

    @Test
    void it_stops_while_it_waits_for_records() throws Exception {
        // given
        var consumer = consumer(0);
        follower.start();
        await().until(follower::isCaughtUp);

        // when
        follower.stop();

        // then
        assertThat(consumer.closed()).isTrue();
        assertThat(follower.isStopping()).isTrue();
    }

    private void tell(String key) {
        if (key.equals("poison")) {
            throw new IllegalStateException("a listener's own fault");
        }
        told.add(key);
    }

    /// @param states that are there; of the news there are five
    private MockConsumer<String, byte[]> consumer(long states) {
        var consumer = new MockConsumer<String, byte[]>("earliest");
        Map.of("states", states, "news", 5L).forEach((topic, end) -> {
            consumer.updatePartitions(topic, List.of(new PartitionInfo(topic, 0, null, null, null)));
            consumer.updateBeginningOffsets(new HashMap<>(Map.of(new TopicPartition(topic, 0), 0L)));
            consumer.updateEndOffsets(new HashMap<>(Map.of(new TopicPartition(topic, 0), end)));
        });
        consumers.add(consumer);
        return consumer;
    }

    private static void add(MockConsumer<String, byte[]> consumer, String topic, long offset, String... keys) {
        Arrays.stream(keys)
                .forEach(key -> consumer.addRecord(new ConsumerRecord<>(topic, 0, offset, key, new byte[0])));
    }
}
