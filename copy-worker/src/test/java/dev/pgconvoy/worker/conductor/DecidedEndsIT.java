package dev.pgconvoy.worker.conductor;

import static dev.pgconvoy.worker.conductor.SaidFacts.observation;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.target.LedgeredSession;
import dev.pgconvoy.worker.target.TargetDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// What becomes of an end that was decided before its conductor died, on a real target.
class DecidedEndsIT extends AttemptsOnTarget {

    private static Observation.Failed failed() {
        return new Observation.Failed(1, Fixtures.aFailure(), Optional.empty(), List.of("books"));
    }

    private static Observation.Finished finished() {
        return new Observation.Finished(1, Fixtures.aReport());
    }

    @Test
    void a_decided_end_is_completed_although_a_cancellation_came_later() throws Exception {
        var conductor = conductor(_ -> {});
        leftBehind(conductor, 1).decide(new DecidedEnd(finished(), List.of("shop")));
        conductor.delivery.publisher().publish(new CancelRequested(ID, "too late"));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Finished.class))
                .singleElement()
                .satisfies(end -> {
                    assertThat(end.epoch()).isEqualTo(2);
                    assertThat(end.report().databases())
                            .isEqualTo(Fixtures.aReport().databases());
                    assertThat(end.report().notes())
                            .as("the source, which is not there, is in the way of no end")
                            .extracting(Finding::code)
                            .endsWith("PGC2055");
                });
        assertThat(conductor.facts.observed(Observation.Hindered.class)).isEmpty();
        assertThat(owner("shop")).isEmpty();
        assertThat(isRegistered()).isFalse();
    }

    @Test
    void a_complete_copy_that_somebody_dropped_is_told_and_hinders_no_end() throws Exception {
        var conductor = conductor(_ -> {});
        leftBehind(conductor, 1).decide(new DecidedEnd(finished(), List.of("shop")));
        try (var statement = admin.createStatement()) {
            statement.execute("DROP DATABASE shop WITH (FORCE)");
        }

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Finished.class))
                .singleElement()
                .satisfies(end -> assertThat(end.report().notes())
                        .extracting(Finding::code)
                        .contains("PGC2021"));
    }

    @Test
    void so_it_is_when_the_cancellation_comes_while_it_is_completed() throws Exception {
        var conductors = new ArrayList<ConductorFixture>();
        var conductor = conductor(said -> {
            if (observation(Observation.Ending.class).test(said)) {
                conductors.getFirst().inbox.requestCancel();
            }
        });
        conductors.add(conductor);
        leftBehind(conductor, 1).decide(new DecidedEnd(failed(), List.of("shop")));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.databasesToDrop()).containsExactly("books"));
        assertThat(owner("shop")).isEmpty();
        assertThat(owner("books"))
                .hasValueSatisfying(owner -> assertThat(owner.isClosed()).isTrue());
        assertThat(isRegistered()).isFalse();
    }

    /// Its conductor was killed between closing the fence and saying so.
    @Test
    void a_failure_that_nobody_has_announced_is_announced_once_though_the_fence_is_closed() throws Exception {
        var conductor = conductor(_ -> {});
        var died = leftBehind(conductor, 1);
        died.decide(new DecidedEnd(failed(), List.of("shop")));
        new TargetDatabase(ConductorFixture.CONNECTOR, request().target(), died, "books").closeFence();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class)).hasSize(1);
        assertThat(owner("shop")).isEmpty();
        assertThat(isRegistered()).isFalse();
    }

    /// Its conductor was killed after it had left the register.
    @Test
    void a_failure_of_which_only_the_decision_was_said_is_announced_and_nothing_is_led() throws Exception {
        var conductor = conductor(_ -> {});
        var died = leftBehind(conductor, 1);
        died.decide(new DecidedEnd(failed(), List.of()));
        conductor.delivery.publisher().sayDurably(new Observation.Ending(1, failed()));
        new TargetDatabase(ConductorFixture.CONNECTOR, request().target(), died, "shop").closeFence();
        new TargetDatabase(ConductorFixture.CONNECTOR, request().target(), died, "books").closeFence();
        died.leave();

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(end -> assertThat(end.databasesToDrop()).containsExactly("books"));
        assertThat(isRegistered()).isFalse();
    }

    /// A failover to a standby that lacks all that was committed since the lead was taken; the
    /// decision was said before.
    @Test
    void an_end_of_which_the_target_knows_nothing_is_not_announced() throws Exception {
        var conductor = conductor(_ -> {});
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        conductor.delivery.publisher().sayDurably(new Observation.Ending(1, finished()));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Finished.class)).isEmpty();
        assertThat(conductor.facts.observed(Observation.Failed.class))
                .singleElement()
                .satisfies(failed -> assertThat(failed.epoch()).isGreaterThan(1));
        assertThat(isRegistered()).isFalse();
    }

    /// The same, noticed by the conductor that had completed the end.
    @Test
    void so_it_is_when_its_own_conductor_could_not_announce_it() throws Exception {
        var conductor = conductor(said -> {
            if (observation(Observation.Ending.class).test(said)) {
                failOver();
            }
        });
        leftBehind(conductor, 1).decide(new DecidedEnd(finished(), List.of("shop")));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Finished.class)).isEmpty();
        assertThat(isRegistered()).isFalse();
    }

    /// All that was committed since the lead was taken is gone, and all sessions with it.
    private void failOver() {
        try (var statement = admin.createStatement()) {
            statement.execute("""
                SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE application_name LIKE 'pgconvoy %'""");
            statement.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
            statement.execute("DROP DATABASE IF EXISTS books WITH (FORCE)");
            statement.execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE");
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_finished_end_of_which_only_the_decision_was_said_is_announced_when_the_databases_show_it() throws Exception {
        var conductor = conductor(_ -> {});
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        conductor.delivery.publisher().sayDurably(new Observation.Ending(1, finished()));
        try (var statement = admin.createStatement()) {
            statement.execute("CREATE DATABASE shop");
            statement.execute("CREATE DATABASE books");
        }

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Finished.class)).hasSize(1);
        assertThat(isRegistered()).isFalse();
    }

    @Test
    void an_announcement_that_was_not_accepted_is_made_by_the_same_conductor() throws Exception {
        var conductor = conductor(_ -> {});
        leftBehind(conductor, 1).decide(new DecidedEnd(failed(), List.of("shop")));
        conductor.facts.refuseOnce(observation(Observation.Failed.class));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class)).hasSize(1);
        assertThat(isRegistered()).isFalse();
    }

    @Test
    void a_copy_whose_last_steps_keep_us_out_is_finished() throws Exception {
        try (var statement = admin.createStatement()) {
            statement.execute("CREATE ROLE mover LOGIN CREATEDB; GRANT CREATE ON DATABASE postgres TO mover");
        }
        user = "mover";
        var conductor = conductor(_ -> {});
        var died = leftBehind(conductor, 1);
        died.decide(new DecidedEnd(finished(), List.of("shop")));
        try (var session =
                new TargetDatabase(ConductorFixture.CONNECTOR, request().target(), died, "shop").openWired()) {
            died.enterLastSteps("shop");
            new LedgeredSession(session, died.term()).finish();
        }
        limitConnections(0);

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Finished.class)).hasSize(1);
        try (var statement = admin.createStatement()) {
            statement.execute("REVOKE CREATE ON DATABASE postgres FROM mover");
        }
    }

    @Test
    void a_complete_copy_that_somebody_closed_before_its_last_steps_is_not_finished() throws Exception {
        try (var statement = admin.createStatement()) {
            statement.execute("CREATE ROLE mover LOGIN CREATEDB; GRANT CREATE ON DATABASE postgres TO mover");
        }
        user = "mover";
        var conductor = conductor(said -> {
            if (observation(Observation.Hindered.class).test(said)) {
                limitConnections(-1);
            }
        });
        leftBehind(conductor, 1).decide(new DecidedEnd(finished(), List.of("shop")));
        limitConnections(0);

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Hindered.class))
                .singleElement()
                .satisfies(hindered -> {
                    assertThat(hindered.obstacle().code()).isEqualTo("PGC2020");
                    assertThat(hindered.obstacle().remedy())
                            .isEqualTo(
                                    "ALTER DATABASE \"shop\" CONNECTION LIMIT -1; GRANT CONNECT ON DATABASE \"shop\" TO \"mover\";");
                });
        assertThat(conductor.facts.observed(Observation.Finished.class)).hasSize(1);
        assertThat(owner("shop")).isEmpty();
        try (var statement = admin.createStatement()) {
            statement.execute("REVOKE CREATE ON DATABASE postgres FROM mover");
        }
    }

    private void limitConnections(int most) {
        try (var statement = admin.createStatement()) {
            statement.execute("ALTER DATABASE shop CONNECTION LIMIT " + most);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void no_session_of_ours_is_left() throws Exception {
        var conductor = conductor(_ -> {});
        leftBehind(conductor, 1).decide(new DecidedEnd(finished(), List.of("shop")));

        migrate(conductor);

        org.awaitility.Awaitility.await().untilAsserted(() -> {
            try (var statement = admin.createStatement();
                    var row = statement.executeQuery(
                            "SELECT count(*) FROM pg_stat_activity WHERE application_name LIKE 'pgconvoy %'")) {
                row.next();
                assertThat(row.getInt(1)).isZero();
            }
        });
    }
}
