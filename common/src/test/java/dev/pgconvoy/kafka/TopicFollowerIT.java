package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.fixture.EmbeddedBroker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.NewTopic;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;

/// A real broker. Each test has topics of its own.
class TopicFollowerIT {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final Duration POLL = Duration.ofMillis(200);

    private static EmbeddedBroker broker;

    private final List<String> told = Collections.synchronizedList(new ArrayList<>());
    private String states;
    private String news;

    @BeforeAll
    static void startBroker() throws Exception {
        broker = new EmbeddedBroker();
    }

    @AfterAll
    static void stopBroker() throws Exception {
        broker.close();
    }

    @BeforeEach
    void nameTopics(TestInfo info) {
        var test = info.getTestMethod().orElseThrow().getName();
        states = test + ".states";
        news = test + ".news";
    }

    @AfterEach
    void forget() {
        told.clear();
    }

    @Test
    void all_partitions_are_read_from_their_first_record() throws Exception {
        // given
        create(states);
        write(states, 100);

        // when
        var read = new ArrayList<String>();
        try (var reader = TopicReader.connect(connection(), TopicReader.Topics.fromBeginning(states))) {
            assertThat(reader.isCaughtUp()).isFalse();
            while (!reader.isCaughtUp()) {
                reader.poll(POLL).forEach(record -> read.add(record.key()));
            }
        }

        // then
        assertThat(read).containsExactlyInAnyOrderElementsOf(keys(states, 100));
    }

    @Test
    void what_was_there_before_is_not_read_from_now_on() throws Exception {
        // given
        create(news);
        write(news, 100);

        try (var reader = TopicReader.connect(connection(), TopicReader.Topics.fromNowOn(news))) {
            // when
            write(news, 3);

            // then
            var read = new ArrayList<String>();
            await().atMost(PATIENCE).until(() -> {
                reader.poll(POLL).forEach(record -> read.add(record.key()));
                return read.size() >= 3;
            });
            assertThat(read).containsExactlyInAnyOrderElementsOf(keys(news, 3));
        }
    }

    @Test
    void what_was_not_committed_is_not_told() throws Exception {
        // given
        create(states);
        try (var producer = producer(Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, states))) {
            producer.initTransactions();
            producer.beginTransaction();
            send(producer, states, 10);
            producer.flush();
            producer.abortTransaction();
        }
        write(states, 1);

        // when
        var follower = follower(TopicReader.Topics.fromBeginning(states));

        // then
        assertThat(follower.awaitCaughtUp(PATIENCE)).isTrue();
        assertThat(told).containsExactlyElementsOf(keys(states, 1));
        follower.stop();
    }

    @Test
    void a_topic_that_is_made_later_is_read_then() throws Exception {
        // given
        create(states);
        write(states, 1);
        var follower = follower(new TopicReader.Topics(List.of(states), List.of(news)));
        assertThat(follower.awaitCaughtUp(Duration.ofSeconds(2))).isFalse();

        // when
        create(news);

        // then
        assertThat(follower.awaitCaughtUp(PATIENCE)).isTrue();
        write(news, 1);
        await().atMost(PATIENCE).until(() -> told.containsAll(keys(news, 1)));
        assertThat(told).containsAll(keys(states, 1));
        follower.stop();
    }

    private TopicFollower follower(TopicReader.Topics topics) {
        var follower = new TopicFollower("test", connection(), topics, record -> told.add(record.key()));
        follower.start();
        return follower;
    }

    private static void create(String topic) throws Exception {
        try (var admin = Admin.create(connection())) {
            admin.createTopics(List.of(new NewTopic(topic, 3, (short) 1))).all().get();
        }
    }

    private static void write(String topic, int count) {
        try (var producer = producer(Map.of())) {
            send(producer, topic, count);
        }
    }

    private static void send(Producer<String, byte[]> producer, String topic, int count) {
        keys(topic, count).forEach(key -> producer.send(new ProducerRecord<>(topic, key, new byte[] {1})));
    }

    private static List<String> keys(String topic, int count) {
        return IntStream.range(0, count).mapToObj(each -> topic + each).toList();
    }

    private static Producer<String, byte[]> producer(Map<String, Object> more) {
        var settings = new HashMap<>(connection());
        settings.putAll(more);
        return new KafkaProducer<>(settings, new StringSerializer(), new ByteArraySerializer());
    }

    private static Map<String, Object> connection() {
        return Map.of("bootstrap.servers", broker.bootstrapServers());
    }
}
