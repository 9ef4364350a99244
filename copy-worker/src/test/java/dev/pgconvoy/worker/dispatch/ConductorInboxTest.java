package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConductorInboxTest {

    private final ConductorInbox inbox = new ConductorInbox();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    @Test
    void a_cancel_request_interrupts_the_leading_thread_once() {
        inbox.requestCancel();

        assertThat(Thread.interrupted()).isTrue();
        inbox.requestCancel();
        assertThat(Thread.interrupted()).isFalse();
        assertThat(inbox.isCancelRequested()).isTrue();
    }

    @Test
    void its_interrupt_is_told_from_that_of_a_worker_that_stops() {
        inbox.requestCancel();

        assertThat(inbox.takeInterrupt()).isTrue();
        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        Thread.currentThread().interrupt();
        assertThat(inbox.takeInterrupt()).isFalse();
        assertThat(Thread.currentThread().isInterrupted()).isTrue();
    }

    @Test
    void its_interrupt_is_taken_also_when_whatever_was_waited_for_has_cleared_it() {
        inbox.requestCancel();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> inbox.open("run").next(Duration.ofSeconds(5)));
        assertThat(inbox.takeInterrupt()).isTrue();
    }

    @Test
    void one_that_comes_before_the_end_is_decided_keeps_it_from_being_finished() {
        inbox.noteCancel();

        assertThat(inbox.closeToCancel()).isFalse();
    }

    @Test
    void one_that_comes_too_late_interrupts_nobody() {
        assertThat(inbox.closeToCancel()).isTrue();
        inbox.requestCancel();

        assertThat(Thread.interrupted()).isFalse();
        assertThat(inbox.isCancelRequested()).isFalse();
    }

    @Test
    void it_comes_in_time_when_the_end_was_not_decided_after_all() {
        inbox.closeToCancel();
        inbox.requestCancel();
        inbox.openToCancel();

        assertThat(inbox.isCancelRequested()).isTrue();
    }

    @Test
    void once_the_end_is_decided_nothing_keeps_it_from_being_completed() {
        inbox.requestCancel();
        inbox.endIsDecided();

        assertThat(Thread.currentThread().isInterrupted()).isFalse();
        assertThat(inbox.isCancelRequested()).isFalse();
        inbox.openToCancel();
        inbox.noteCancel();
        inbox.requestCancel();
        assertThat(inbox.isCancelRequested()).isFalse();
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void the_interrupt_of_a_worker_that_stops_outlives_the_decision() {
        Thread.currentThread().interrupt();

        inbox.endIsDecided();

        assertThat(Thread.interrupted()).isTrue();
    }
}
