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
    void a_record_without_a_value_changes_nothing() {
        said.say(PAUSE);
        var next = said.record(RESUME);

        wanted.take(with(next, 0, next.offset(), next.key(), null, next.headers()));

        assertThat(wanted.isPaused(anId())).isTrue();
    }

    @Test
    void the_end_of_one_pause_ends_no_newer_one() {
        said.say(PAUSE);
        said.now = NOON.plusSeconds(60);
        said.say(PAUSE);

        said.say(PauseSet.end(anId(), NOON, "over"));
        assertThat(wanted.find(anId()).orElseThrow().since()).isEqualTo(NOON.plusSeconds(60));

        said.say(PauseSet.end(anId(), NOON.plusSeconds(60), "over"));
        assertThat(wanted.isPaused(anId())).isFalse();
    }

    @Test
    void a_clock_that_was_ahead_makes_no_pause_longer_when_the_worker_starts_again() {
        said.now = NOON.plus(Duration.ofDays(300));
        var fromTheFuture = said.record(PAUSE);
        var written = new ConsumerRecord<>(
                fromTheFuture.topic(),
                0,
                0,
                NOON.toEpochMilli(),
                TimestampType.LOG_APPEND_TIME,
                0,
                0,
                fromTheFuture.key(),
                fromTheFuture.value(),
                fromTheFuture.headers(),
                Optional.empty());
        said.now = NOON.plus(Duration.ofHours(3));

        wanted.take(written);

        assertThat(wanted.find(anId()).orElseThrow().until()).isEqualTo(NOON.plus(LONGEST));
    }

    @Test
    void what_is_resumed_or_over_makes_room_for_others() {
        var few = new WantedPauses(LONGEST, () -> said.now, 2);
        few.take(said.record(PAUSE));
        few.take(said.record(PauseSet.pause(MigrationId.parse("another/one"), "", Optional.empty())));
        var third = MigrationId.parse("third/one");

        few.take(said.record(PauseSet.pause(third, "", Optional.empty())));
        assertThat(few.isPaused(third)).isFalse();

        few.take(said.record(RESUME));
        few.take(said.record(PauseSet.pause(third, "", Optional.empty())));
        assertThat(few.isPaused(third)).isTrue();
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
    void a_misspelt_name_makes_no_pause_of_the_longest_time() {
        var next = said.record(PAUSE);
        var misspelt = "{\"id\": \"%s\", \"paused\": true, \"untill\": \"2030-01-31T18:00:00Z\"}".formatted(anId());

        wanted.take(with(next, 0, next.offset(), next.key(), misspelt.getBytes(UTF_8), next.headers()));

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
