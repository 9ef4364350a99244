package dev.pgconvoy.worker.conductor;

import static dev.pgconvoy.worker.conductor.SaidFacts.observation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.ledger.Fence;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// How a conductor takes a migration, tries it again and gives it up, on a real target.
class MigrationAttemptsIT extends AttemptsOnTarget {

    /// Tasks that a suspended conductor had sent before the failover still lie in the topic.
    @Test
    void an_epoch_that_the_target_has_forgotten_is_not_begun_again() throws Exception {
        var conductor = conductor(_ -> {});
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(3, "worker-0"));
        conductor.delivery.publisher().publish(new CancelRequested(ID, "stop"));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Stopped.class))
                .singleElement()
                .satisfies(stopped -> assertThat(stopped.epoch()).isEqualTo(4));
    }

    @Test
    void what_was_asked_to_stop_before_somebody_led_again_leaves_closed_ledgers_and_says_so() throws Exception {
        var conductor = conductor(_ -> {});
        leftBehind(conductor, 1).close();
        conductor.delivery.publisher().publish(new CancelRequested(ID, "stop"));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Stopped.class))
                .containsExactly(new Observation.Stopped(2, List.of("shop", "books")));
        assertThat(List.of(owner("shop").orElseThrow(), owner("books").orElseThrow()))
                .allMatch(Fence.Owner::isClosed);
        assertThat(isRegistered()).isFalse();
    }

    @Test
    void a_cancellation_in_the_middle_of_an_attempt_stops_without_a_word_of_obstacles() throws Exception {
        var conductors = new ArrayList<ConductorFixture>();
        var conductor = conductor(said -> {
            if (observation(Observation.MigrationBegan.class).test(said)) {
                conductors.getFirst().inbox.requestCancel();
            }
        });
        conductors.add(conductor);

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Stopped.class)).hasSize(1);
        assertThat(conductor.facts.observed(Observation.Hindered.class)).isEmpty();
        assertThat(isRegistered()).isFalse();
    }

    @Test
    void a_target_that_nobody_could_reach_fails_with_epoch_0() throws Exception {
        var conductor = conductor(request(1), _ -> {});

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.epoch()).isZero();
                    assertThat(failed.failure().code()).isEqualTo(FailureCode.CONNECTION_LOST);
                });
        assertThat(conductor.facts.observed(Observation.MigrationBegan.class)).isEmpty();
    }

    @Test
    void a_user_who_may_not_keep_who_leads_fails_before_a_begin_is_said() throws Exception {
        try (var statement = admin.createStatement()) {
            statement.execute("CREATE ROLE mover LOGIN CREATEDB");
        }
        user = "mover";
        var conductor = conductor(_ -> {});

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.MigrationBegan.class)).isEmpty();
        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> {
                    assertThat(failed.epoch()).isZero();
                    assertThat(failed.failure().code()).isEqualTo(FailureCode.PERMISSION_DENIED);
                    assertThat(failed.failure().remedy()).isEqualTo("GRANT CREATE ON DATABASE postgres TO mover");
                });
    }

    @Test
    void when_somebody_has_led_and_the_target_is_gone_nothing_is_announced_but_the_obstacle() {
        var conductors = new ArrayList<ConductorFixture>();
        var conductor = conductor(request(1), said -> {
            if (observation(Observation.Hindered.class).test(said)) {
                conductors.getFirst().loseLease();
            }
        });
        conductors.add(conductor);
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        conductor.inbox.noteCancel();

        assertThat(unchecked(conductor)).isFalse();

        assertThat(conductor.facts.observed(Observation.Hindered.class)).hasSize(1);
        assertThat(conductor.facts.observed(Observation.Stopped.class)).isEmpty();
    }

    private static boolean unchecked(ConductorFixture conductor) {
        try {
            return migrate(conductor);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_worker_that_stops_gives_the_migration_back_also_while_its_end_is_hindered() {
        var conductor = conductor(request(1), said -> {
            if (observation(Observation.Hindered.class).test(said)) {
                Thread.currentThread().interrupt();
            }
        });
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        conductor.inbox.noteCancel();

        assertThatExceptionOfType(InterruptedException.class).isThrownBy(() -> migrate(conductor));
        assertThat(conductor.facts.observed(Observation.Stopped.class)).isEmpty();
    }

    @Test
    void a_record_that_was_handed_out_again_since_is_done_with() throws Exception {
        var conductor = conductor(_ -> {});
        var living = leftBehind(conductor, 2);

        assertThat(migrate(conductor)).isTrue();

        living.look();
        assertThat(conductor.facts.observed(Observation.MigrationBegan.class)).hasSize(1);
    }

    @Test
    void every_attempt_that_is_tried_again_says_why() throws Exception {
        var conductor = conductor(_ -> {});

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Hindered.class))
                .isNotEmpty()
                .allSatisfy(hindered -> {
                    assertThat(hindered.obstacle().code()).isEqualTo("PGC2022");
                    assertThat(hindered.obstacle().object()).endsWith("localhost:2");
                    assertThat(hindered.obstacle().message()).startsWith("The work was interrupted and is tried again");
                });
        assertThat(conductor.facts.observed(Observation.Failed.class)).hasSize(1);
    }

    @Test
    void without_a_lease_nobody_is_disturbed() throws Exception {
        var conductor = conductor(_ -> {});
        var living = leftBehind(conductor, 1);
        conductor.loseLease();

        assertThat(migrate(conductor)).isFalse();

        living.look();
    }
}
