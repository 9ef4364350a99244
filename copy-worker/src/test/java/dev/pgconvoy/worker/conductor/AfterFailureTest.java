package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.worker.dispatch.RetryPolicy;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class AfterFailureTest {

    private static final RetryPolicy RETRIES =
            new RetryPolicy(3, Duration.ofMillis(100), Duration.ofMinutes(2), Duration.ofSeconds(60));
    private static final Failure PASSES = failure(FailureCode.CONNECTION_LOST);
    private static final Failure STAYS = failure(FailureCode.PERMISSION_DENIED);

    private static Failure failure(FailureCode code) {
        return new Failure(code, "target", "It broke.", "Look.");
    }

    private static AfterFailure after(Failure failure, int failures, boolean isToStop, boolean isEnding) {
        return AfterFailure.of(failure, failures, RETRIES, isToStop, isEnding);
    }

    @Test
    void what_may_pass_is_tried_again_as_often_as_the_settings_say() {
        assertThat(after(PASSES, 1, false, false)).isInstanceOf(AfterFailure.TryAgain.class);
        assertThat(after(PASSES, 3, false, false)).isInstanceOf(AfterFailure.TryAgain.class);
        assertThat(after(PASSES, 4, false, false)).isEqualTo(new AfterFailure.Fail(PASSES));
    }

    @Test
    void a_lost_snapshot_is_not_taken_anew_for_ever() {
        var lost = failure(FailureCode.SNAPSHOT_LOST);

        assertThat(after(lost, 4, false, false)).isEqualTo(new AfterFailure.Fail(lost));
    }

    @Test
    void what_does_not_pass_fails_at_once() {
        assertThat(after(STAYS, 1, false, false)).isEqualTo(new AfterFailure.Fail(STAYS));
    }

    @Test
    void a_cancellation_is_obeyed_at_once_and_nothing_is_called_an_obstacle() {
        assertThat(after(PASSES, 1, true, false)).isEqualTo(new AfterFailure.Stop());
        assertThat(after(STAYS, 9, true, true)).isEqualTo(new AfterFailure.Stop());
    }

    @Test
    void an_end_is_tried_again_however_often_it_failed_and_whatever_the_reason() {
        assertThat(after(STAYS, 1, false, true)).isInstanceOf(AfterFailure.TryToEndAgain.class);
        assertThat(after(PASSES, 1_000_000, false, true))
                .isInstanceOfSatisfying(
                        AfterFailure.TryToEndAgain.class,
                        again -> assertThat(again.in())
                                .isBetween(Duration.ofMillis(1), AfterFailure.LONGEST_BETWEEN_ENDINGS));
    }

    @Test
    void it_is_never_long_until_the_end_is_tried_again() {
        var patient = new RetryPolicy(3, Duration.ofMinutes(30), Duration.ofMinutes(40), Duration.ofSeconds(60));

        assertThat(AfterFailure.of(PASSES, 3, patient, false, true))
                .isEqualTo(new AfterFailure.TryToEndAgain(AfterFailure.LONGEST_BETWEEN_ENDINGS));
    }
}
