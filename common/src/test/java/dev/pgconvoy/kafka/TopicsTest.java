package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventType;
import java.time.Duration;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.apache.kafka.clients.admin.NewTopic;
import org.junit.jupiter.api.Test;

class TopicsTest {

    private final Map<String, NewTopic> topics =
            Topics.all(new TopicSettings(12, (short) 3, Duration.ofDays(2))).stream()
                    .collect(Collectors.toMap(NewTopic::name, Function.identity()));

    @Test
    void each_event_has_a_topic_and_one_for_its_dead_letters() {
        assertThat(topics).hasSize(2 * EventType.values().length);
        for (var type : EventType.values()) {
            assertThat(topics).containsKeys(type.topic(), type.topic() + ".dlq");
        }
    }

    @Test
    void topics_are_made_as_configured() {
        assertThat(topics.get("migration.requested").numPartitions()).isEqualTo(12);
        assertThat(topics.values()).allMatch(topic -> topic.replicationFactor() == 3);
        assertThat(topics.get("migration.requested").configs()).containsEntry("retention.ms", "172800000");
    }

    @Test
    void what_is_held_while_it_is_worked_on_outlives_the_longest_work() {
        assertThat(topics.get("migration.submitted").configs()).containsEntry("retention.ms", "2592000000");
        assertThat(topics.get("copy.tasks").configs()).containsEntry("retention.ms", "2592000000");
        assertThat(topics.get("copy.progress").configs()).containsEntry("retention.ms", "86400000");
    }

    @Test
    void what_share_groups_read_has_one_partition() {
        assertThat(topics.get("migration.submitted").numPartitions()).isEqualTo(1);
        assertThat(topics.get("copy.tasks").numPartitions()).isEqualTo(1);
    }

    @Test
    void limits_have_one_order_whoever_sets_them() {
        assertThat(topics.get("copy.limits").numPartitions()).isEqualTo(1);
    }

    @Test
    void the_last_word_on_a_pause_is_kept_for_longer_than_a_pause_may_last() {
        assertThat(topics.get("migration.pauses").configs())
                .containsEntry("cleanup.policy", "compact,delete")
                .containsEntry("retention.ms", "2592000000");
    }

    @Test
    void the_state_is_compacted_and_kept() {
        assertThat(topics.get("migration.state").configs())
                .containsEntry("cleanup.policy", "compact")
                .doesNotContainKey("retention.ms");
    }

    @Test
    void the_largest_event_fits_its_topic_and_the_largest_record_its_dead_letters() {
        topics.values().forEach(topic -> {
            var largest = Integer.parseInt(topic.configs().get("max.message.bytes"));
            assertThat(largest).isGreaterThan(EventCodec.LARGEST_EVENT);
            if (!topic.name().endsWith(".dlq")) {
                assertThat(Integer.parseInt(
                                topics.get(topic.name() + ".dlq").configs().get("max.message.bytes")))
                        .isGreaterThan(largest);
            }
        });
    }

    @Test
    void settings_are_bounded() {
        var week = Duration.ofDays(7);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicSettings(0, (short) 1, week))
                .withMessage("topic partitions must be between 1 and 1000");
        assertThatIllegalArgumentException().isThrownBy(() -> new TopicSettings(1_001, (short) 1, week));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicSettings(1, (short) 0, week))
                .withMessage("topic replication must be between 1 and 10");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new TopicSettings(1, (short) 1, Duration.ZERO))
                .withMessage("topic retention must be between 1 day and 3650 days");
    }
}
