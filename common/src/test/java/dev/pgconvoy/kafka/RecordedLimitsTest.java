package dev.pgconvoy.kafka;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.RateLimitSet;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.rate.RateScope;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.apache.kafka.common.record.TimestampType;
import org.junit.jupiter.api.Test;

class RecordedLimitsTest {

    private static final RateScope OLD = RateScope.ofSource("old.example.org");
    private static final RateScope WEEKEND = RateScope.ofFleet("weekend");
    private static final Optional<Long> SLOW = Optional.of(20L << 20);
    private static final Optional<Long> FAST = Optional.of(80L << 20);

    private final List<Optional<Long>> told = new ArrayList<>();
    private final RecordedLimits limits = new RecordedLimits((_, rate) -> told.add(rate));

    private static ConsumerRecord<String, byte[]> said(RateScope scope, Optional<Long> rate, long offset) {
        return said(scope, rate, 0, offset, 0);
    }

    private static ConsumerRecord<String, byte[]> said(
            RateScope scope, Optional<Long> rate, int partition, long offset, long timestamp) {
        var sent = new EventCodec("/test", () -> Fixtures.NOON)
                .record(new RateLimitSet(scope, rate), Optional.empty(), Optional.of("ops"));
        return new ConsumerRecord<>(
                sent.topic(),
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                sent.key().length(),
                sent.value().length,
                sent.key(),
                sent.value(),
                sent.headers(),
                Optional.empty());
    }

    @Test
    void a_limit_is_known_with_who_has_set_it() {
        limits.take(said(OLD, SLOW, 0));

        assertThat(limits.find(OLD))
                .contains(new RecordedLimit(OLD, SLOW.orElseThrow(), Fixtures.NOON, Optional.of("ops")));
        assertThat(limits.find(WEEKEND)).isEmpty();
    }

    @Test
    void a_limit_that_is_taken_back_is_no_limit() {
        limits.take(said(OLD, SLOW, 0));
        limits.take(said(OLD, Optional.empty(), 1));

        assertThat(limits.all()).isEmpty();
        assertThat(told).containsExactly(SLOW, Optional.empty());
    }

    @Test
    void a_record_without_a_value_takes_it_back_as_well() {
        limits.take(said(OLD, SLOW, 0));
        limits.take(new ConsumerRecord<>(RecordedLimits.TOPIC, 0, 1, OLD.toString(), null));

        assertThat(limits.all()).isEmpty();
    }

    @Test
    void what_cannot_be_read_changes_nothing() {
        limits.take(said(OLD, SLOW, 0));
        limits.take(
                new ConsumerRecord<>(RecordedLimits.TOPIC, 0, 1, OLD.toString(), "{".getBytes(StandardCharsets.UTF_8)));
        limits.take(new ConsumerRecord<>(RecordedLimits.TOPIC, 0, 2, "nothing", null));
        limits.take(new ConsumerRecord<>(RecordedLimits.TOPIC, 0, 3, null, null));

        assertThat(told).containsExactly(SLOW);
    }

    @Test
    void what_cannot_be_read_is_named_until_something_newer_can() {
        limits.take(said(OLD, SLOW, 0));
        limits.take(
                new ConsumerRecord<>(RecordedLimits.TOPIC, 0, 1, OLD.toString(), "{".getBytes(StandardCharsets.UTF_8)));
        limits.take(new ConsumerRecord<>(RecordedLimits.TOPIC, 0, 2, "nothing", null));

        limits.take(said(OLD, SLOW, 0));
        assertThat(limits.unread()).containsExactly(OLD);
        assertThat(limits.find(OLD)).isPresent();

        limits.take(said(OLD, FAST, 3));
        assertThat(limits.unread()).isEmpty();
    }

    @Test
    void what_could_not_be_read_before_a_newer_record_is_not_named_when_it_is_read_again() {
        var bad = new ConsumerRecord<String, byte[]>(
                RecordedLimits.TOPIC, 0, 1, OLD.toString(), "{".getBytes(StandardCharsets.UTF_8));
        limits.take(bad);
        limits.take(said(OLD, FAST, 3));

        limits.take(bad);

        assertThat(limits.unread()).isEmpty();
    }

    @Test
    void in_another_partition_the_time_says_which_is_newer() {
        limits.take(said(OLD, SLOW, 0, 5, 1_000));
        limits.take(bad(1, 1, 2_000));
        assertThat(limits.unread()).containsExactly(OLD);

        limits.take(said(OLD, FAST, 0, 6, 3_000));

        assertThat(limits.unread()).isEmpty();
    }

    private static ConsumerRecord<String, byte[]> bad(int partition, long offset, long timestamp) {
        return new ConsumerRecord<>(
                RecordedLimits.TOPIC,
                partition,
                offset,
                timestamp,
                TimestampType.CREATE_TIME,
                0,
                0,
                OLD.toString(),
                new byte[] {'{'},
                new RecordHeaders(),
                Optional.empty());
    }

    @Test
    void a_topic_that_is_read_again_tells_nothing_again() {
        limits.take(said(OLD, SLOW, 0));
        limits.take(said(OLD, FAST, 1));

        limits.take(said(OLD, SLOW, 0));
        limits.take(said(OLD, FAST, 1));

        assertThat(told).containsExactly(SLOW, FAST);
    }

    @Test
    void a_key_that_is_spelt_in_another_way_takes_nothing_back() {
        limits.take(said(OLD, SLOW, 0));
        limits.take(new ConsumerRecord<>(RecordedLimits.TOPIC, 0, 1, "source:OLD.example.org", null));

        assertThat(limits.find(OLD)).isPresent();
    }

    @Test
    void of_several_partitions_the_latest_record_counts_whichever_is_read_first() {
        var older = said(OLD, SLOW, 0, 700, 1_000);
        var newer = said(OLD, FAST, 1, 3, 2_000);

        limits.take(older);
        limits.take(newer);
        limits.take(older);
        var turned = new RecordedLimits();
        turned.take(newer);
        turned.take(older);

        assertThat(told).containsExactly(SLOW, FAST);
        assertThat(turned.all()).isEqualTo(limits.all());
    }

    @Property(tries = 200)
    void however_often_the_topic_is_read_again_the_last_record_of_each_scope_counts(@ForAll long seed) {
        var random = new Random(seed);
        var scopes = List.of(OLD, WEEKEND, RateScope.ofTarget("new.example.org"));
        var topic = new ArrayList<ConsumerRecord<String, byte[]>>();
        var expected = new HashMap<RateScope, Optional<Long>>();
        var seen = new HashMap<RateScope, Optional<Long>>();
        var read = new RecordedLimits(seen::put);

        for (var offset = 0; offset < 30; offset++) {
            var scope = scopes.get(random.nextInt(scopes.size()));
            var rate = Optional.of((1L + random.nextInt(100)) << 20).filter(_ -> random.nextInt(3) > 0);
            topic.add(said(scope, rate, offset));
            expected.put(scope, rate);
            read.take(topic.getLast());
            if (random.nextInt(4) == 0) {
                topic.subList(random.nextInt(topic.size()), topic.size()).forEach(read::take);
            }
        }

        assertThat(seen).isEqualTo(expected);
        assertThat(read.all()).hasSize((int) present(expected));
    }

    private static long present(Map<RateScope, Optional<Long>> limits) {
        return limits.values().stream().filter(Optional::isPresent).count();
    }
}
