package dev.pgconvoy.worker.pause;

import static dev.pgconvoy.fixture.Fixtures.NOON;
import static dev.pgconvoy.fixture.Fixtures.anId;
import static dev.pgconvoy.worker.conductor.SaidPauses.LONGEST;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.worker.conductor.SaidPauses;
import java.time.Duration;
import java.util.Optional;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.record.TimestampType;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WantedPausesTest {

    private static final PauseSet PAUSE = PauseSet.pause(anId(), "the shop opens", Optional.empty());
    private static final PauseSet RESUME = PauseSet.resume(anId(), "the shop closes");

    private final SaidPauses said = new SaidPauses();
    private final WantedPauses wanted = said.wanted;

    private static ConsumerRecord<String, byte[]> with(
            ConsumerRecord<String, byte[]> record,
            int partition,
            long offset,
            @Nullable String key,
            byte @Nullable [] value,
            Headers headers) {
        return new ConsumerRecord<>(
                record.topic(),
                partition,
                offset,
                record.timestamp(),
                TimestampType.CREATE_TIME,
                0,
                0,
                key,
                value,
                headers,
                Optional.empty());
    }

    @Test
    void a_migration_is_paused_until_it_is_resumed() {
        assertThat(wanted.isPaused(anId())).isFalse();

        said.say(PAUSE);
        assertThat(wanted.isPaused(anId())).isTrue();
        assertThat(wanted.isPaused(MigrationId.parse("another/one"))).isFalse();

        said.say(RESUME);
        assertThat(wanted.isPaused(anId())).isFalse();
    }

    @Test
    void a_pause_ends_by_itself_after_the_longest_time() {
        said.say(PAUSE);

        said.now = NOON.plus(LONGEST).minusMillis(1);
        assertThat(wanted.isPaused(anId())).isTrue();
        said.now = NOON.plus(LONGEST);
        assertThat(wanted.isPaused(anId())).isFalse();
        assertThat(wanted.find(anId())).contains(new WantedPause(NOON, NOON.plus(LONGEST)));
    }

    @Test
    void whoever_asks_may_make_it_shorter_and_not_longer() {
        said.say(PauseSet.pause(anId(), "", Optional.of(NOON.plusSeconds(60))));
        assertThat(wanted.find(anId()).orElseThrow().until()).isEqualTo(NOON.plusSeconds(60));

        said.say(PauseSet.pause(anId(), "", Optional.of(NOON.plus(Duration.ofDays(300)))));
        assertThat(wanted.find(anId()).orElseThrow().until()).isEqualTo(NOON.plus(LONGEST));
    }

    @Test
    void a_clock_that_is_ahead_makes_no_pause_longer() {
        said.now = NOON.plus(Duration.ofDays(300));
        var fromTheFuture = said.record(PAUSE);
        said.now = NOON;

        wanted.take(fromTheFuture);

        assertThat(wanted.find(anId()).orElseThrow().until()).isEqualTo(NOON.plus(LONGEST));
    }

    @Test
    void what_is_told_again_after_a_newer_one_changes_nothing() {
        var pause = said.record(PAUSE);
        var resume = said.record(RESUME);
        wanted.take(pause);
        wanted.take(resume);

        wanted.take(pause);

        assertThat(wanted.isPaused(anId())).isFalse();
    }

    @Test
    void among_partitions_the_later_time_counts() {
        var resume = said.record(RESUME);
        said.now = NOON.plusSeconds(1);
        var pause = said.record(PAUSE);
        wanted.take(with(pause, 1, 0, pause.key(), pause.value(), pause.headers()));

        wanted.take(with(resume, 0, 99, resume.key(), resume.value(), resume.headers()));

        assertThat(wanted.isPaused(anId())).isTrue();
    }

    @Test
    void a_record_without_a_value_takes_a_pause_back() {
        said.say(PAUSE);
        var next = said.record(RESUME);

        wanted.take(with(next, 0, next.offset(), next.key(), null, next.headers()));

        assertThat(wanted.isPaused(anId())).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"id\": \"no id\"}", "{\"id\": \"another/one\", \"paused\": false}"})
    void what_is_not_what_it_seems_is_left_out_and_what_comes_next_is_heard(String value) {
        said.say(PAUSE);
        var next = said.record(RESUME);

        wanted.take(with(next, 0, next.offset(), next.key(), value.getBytes(UTF_8), next.headers()));
        assertThat(wanted.isPaused(anId())).isTrue();

        said.say(RESUME);
        assertThat(wanted.isPaused(anId())).isFalse();
    }

    @Test
    void an_event_of_another_kind_or_key_is_left_out() {
        said.say(PAUSE);
        var next = said.record(RESUME);
        var cancel = new EventCodec("/pgconvoy/test", () -> NOON)
                .record(new CancelRequested(anId(), "enough"), Optional.empty());

        wanted.take(with(next, 0, next.offset(), cancel.key(), cancel.value(), cancel.headers()));
        wanted.take(with(next, 0, next.offset(), "another/one", next.value(), next.headers()));
        wanted.take(with(next, 0, next.offset(), "no id", null, next.headers()));

        assertThat(wanted.isPaused(anId())).isTrue();
    }

    @Test
    void the_longest_pause_has_bounds() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new WantedPauses(Duration.ofSeconds(59), () -> NOON))
                .withMessageContaining("PGCONVOY_WORKER_LONGEST_PAUSE");
        assertThatIllegalArgumentException().isThrownBy(() -> new WantedPauses(Duration.ofDays(8), () -> NOON));
    }
}
