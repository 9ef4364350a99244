package dev.pgconvoy.worker.conductor;

import static dev.pgconvoy.worker.conductor.SaidFacts.observation;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.event.Event;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.worker.lead.DecidedEnd;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.target.LedgeredSession;
import dev.pgconvoy.worker.target.TargetDatabase;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// How a conductor ends a migration, on a real target, with topics in memory.
@Timeout(60)
class MigrationAttemptsIT {

    private static final MigrationId ID = MigrationId.parse("target/attempts");
    private static final CopyOrigin ORIGIN = new CopyOrigin("system 1 database 5 shop", "all");
    private static EmbeddedPostgres server;
    private final List<ConductorFixture> conductors = new ArrayList<>();
    private Connection admin;
    private String user = "postgres";

    @BeforeAll
    static void startServer() throws IOException {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void connect() throws SQLException {
        admin = server.getPostgresDatabase().getConnection();
    }

    @AfterEach
    void dropAll() throws SQLException {
        Thread.interrupted();
        conductors.forEach(ConductorFixture::close);
        try (var session = admin;
                var statement = session.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
            statement.execute("DROP DATABASE IF EXISTS books WITH (FORCE)");
            statement.execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE");
            statement.execute("DROP ROLE IF EXISTS mover");
        }
    }

    private ServerEndpoint target(int port) {
        return new ServerEndpoint("localhost", port, user, Optional.empty(), SslMode.PREFER, "postgres");
    }

    private MigrationRequest request() {
        return request(server.getPort());
    }

    private MigrationRequest request(int port) {
        return Fixtures.aRequest()
                .id(ID)
                .from(target(2))
                .to(target(port))
                .databases("shop", "books")
                .build();
    }

    private ConductorFixture conductor(Consumer<Event> hearer) {
        return conductor(request(), hearer);
    }

    private ConductorFixture conductor(MigrationRequest request, Consumer<Event> hearer) {
        var conductor = new ConductorFixture(request, 1, hearer);
        conductors.add(conductor);
        return conductor;
    }

    private static boolean migrate(ConductorFixture conductor) throws InterruptedException {
        try (var attempts = new MigrationAttempts(conductor.tools, conductor.delivery)) {
            return attempts.migrate();
        }
    }

    /// What an earlier conductor has left when it died: copies of both databases, that of `shop` complete.
    private Leadership leftBehind(ConductorFixture conductor, int attempt) throws SQLException {
        var leader = Leadership.contend(
                server.getDatabase(user, "postgres").getConnection(),
                ID,
                Lease.startingNow(Duration.ofMinutes(10), System::nanoTime),
                Optional.empty());
        leader.begin(new LeadTerm(ID, RequestHash.of(request()), 1), attempt);
        conductor.delivery.publisher().sayDurably(new Observation.MigrationBegan(1, "worker-0"));
        for (var name : request().databases()) {
            var database =
                    new TargetDatabase(ConductorFixture.CONNECTOR, request().target(), leader, name);
            database.create(admin, ORIGIN, "a state");
            if (name.equals("shop")) {
                try (var session = database.openWired()) {
                    new LedgeredSession(session, leader.term()).complete(List.of(), new DatabaseLog(name).outcome());
                }
            }
        }
        return leader;
    }

    private static Observation.Failed failed() {
        return new Observation.Failed(1, Fixtures.aFailure(), Optional.empty(), List.of("books"));
    }

    private static Observation.Finished finished() {
        return new Observation.Finished(1, Fixtures.aReport());
    }

    private Optional<Fence.Owner> owner(String database) throws SQLException {
        try (var session = server.getDatabase("postgres", database).getConnection()) {
            return Fence.owner(session);
        }
    }

    private boolean isRegistered() throws SQLException {
        try (var statement = admin.createStatement();
                var row = statement.executeQuery("SELECT to_regnamespace('pgconvoy_lead') IS NOT NULL")) {
            row.next();
            return row.getBoolean(1);
        }
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
    void an_announcement_that_was_not_accepted_is_made_by_the_same_conductor() throws Exception {
        var conductor = conductor(_ -> {});
        leftBehind(conductor, 1).decide(new DecidedEnd(failed(), List.of("shop")));
        conductor.facts.refuseOnce(observation(Observation.Failed.class));

        assertThat(migrate(conductor)).isTrue();

        assertThat(conductor.facts.observed(Observation.Failed.class)).hasSize(1);
        assertThat(isRegistered()).isFalse();
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
                .satisfies(
                        hindered -> assertThat(hindered.obstacle().remedy())
                                .isEqualTo(
                                        "ALTER DATABASE \"shop\" CONNECTION LIMIT -1; GRANT CONNECT ON DATABASE \"shop\" TO \"mover\";"));
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
