package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.MigrationEvent.MigrationObserved;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.Observation;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConductorAttemptTest {

    private static final int EPOCH = 3;

    private final List<Object> said = new ArrayList<>();
    private final ConductorFixture conductor =
            new ConductorFixture(Fixtures.aRequest().build(), 1, said::add);
    private final ConductorAttempt attempt =
            new ConductorAttempt(conductor.delivery, conductor.term(EPOCH), conductor.tools);

    @AfterEach
    void end() {
        conductor.close();
        Thread.interrupted();
    }

    @Test
    void the_first_checkpoint_says_the_counters() throws InterruptedException {
        attempt.checkpoint();

        assertThat(said)
                .singleElement()
                .isInstanceOfSatisfying(
                        MigrationObserved.class,
                        event -> assertThat(event.observation())
                                .isInstanceOfSatisfying(
                                        Observation.Progressed.class,
                                        progress -> assertThat(progress.epoch()).isEqualTo(EPOCH)));
    }

    @Test
    void a_cancellation_interrupts_what_waits_and_stops_the_next_checkpoint() {
        conductor.inbox.requestCancel();

        assertThat(Thread.interrupted()).isTrue();
        assertThatExceptionOfType(CancelledException.class).isThrownBy(attempt::checkpoint);
    }

    @Test
    void an_interrupt_stops_the_next_checkpoint() {
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(attempt::checkpoint);
        assertThat(said).isEmpty();
    }

    @Test
    void a_lost_lease_stops_the_next_checkpoint() {
        conductor.loseLease();

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(attempt::checkpoint)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
        assertThat(said).isEmpty();
    }

    @Test
    void a_leader_looks_whether_it_still_leads() throws Exception {
        var servers = new RecordedServers();
        try (var lead = servers.openCandidate().contend(conductor.delivery.lease(), Optional.empty())) {
            lead.begin(conductor.term(EPOCH), 1);
            servers.failAt("look", FailureCode.FENCED);
            servers.failAt("look", "08006");

            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> new ConductorAttempt(conductor.delivery, lead, conductor.tools).checkpoint())
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> new ConductorAttempt(conductor.delivery, lead, conductor.tools).checkpoint())
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONNECTION_LOST));
        }
    }

    @Test
    void the_next_checkpoint_a_moment_later_says_nothing() throws InterruptedException {
        attempt.checkpoint();
        attempt.checkpoint();

        assertThat(said).hasSize(1);
    }
}
