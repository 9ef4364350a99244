package dev.pgconvoy.worker.lead;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.worker.lease.Lease;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Who leads, on a real server.
class LeadershipIT {

    private static final MigrationId ID = MigrationId.parse("target/led");
    private static final String HASH = "a-hash";
    private static final DecidedEnd STOP = new DecidedEnd(new Observation.Stopped(1, List.of("shop")), List.of());
    private static final String REGISTER = "CREATE TABLE pgconvoy_lead.migration (id text PRIMARY KEY,"
            + " request_hash text, epoch integer, attempt integer, ending text, last_steps text[], begun_anew text[],"
            + " joined_roles text[], taken_at timestamptz)";
    private static EmbeddedPostgres server;
    private final List<Connection> opened = new ArrayList<>();
    private Connection admin;

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
        admin = session();
    }

    @AfterEach
    void forgetAll() throws SQLException {
        for (var session : opened) {
            if (session != admin) {
                session.close();
            }
        }
        execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE");
        admin.close();
    }

    private Connection session() throws SQLException {
        var session = server.getPostgresDatabase().getConnection();
        opened.add(session);
        return session;
    }

    private Connection named(String purpose, MigrationId id, int epoch) {
        try {
            var session = session();
            session.setClientInfo(
                    "ApplicationName", "pgconvoy " + SessionName.of(purpose, new LeadTerm(id, HASH, epoch)));
            return session;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private void execute(String sql) throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private boolean holds(String condition) throws SQLException {
        try (var statement = admin.createStatement();
                var row = statement.executeQuery("SELECT " + condition)) {
            row.next();
            return row.getBoolean(1);
        }
    }

    private static Lease lease() {
        return Lease.startingNow(Duration.ofMinutes(10), System::nanoTime);
    }

    private Leadership contend(Optional<LeadTerm> former) throws SQLException {
        return Leadership.contend(session(), ID, lease(), former);
    }

    private Leadership lead() throws SQLException {
        return lead(Optional.empty());
    }

    private Leadership lead(Optional<LeadTerm> former) throws SQLException {
        var leader = contend(former);
        leader.begin(new LeadTerm(ID, HASH, leader.nextEpoch(HASH)), 1);
        return leader;
    }

    private static void assertFenced(ThrowingCallable step) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(step)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
    }

    @Test
    void each_leader_has_the_epoch_after_the_last_one_also_when_the_same_one_tries_again() throws SQLException {
        var first = lead();
        assertThat(first.term().epoch()).isEqualTo(1);

        var again = lead(Optional.of(first.term()));
        assertThat(again.term().epoch()).isEqualTo(2);
        assertThat(lead().term().epoch()).isEqualTo(3);
    }

    @Test
    void an_epoch_may_be_left_out_and_none_is_begun_twice() throws SQLException {
        lead();
        var leader = contend(Optional.empty());
        leader.begin(new LeadTerm(ID, HASH, 5), 1);

        assertFenced(() -> contend(Optional.empty()).begin(new LeadTerm(ID, HASH, 5), 1));
        assertThat(lead().term().epoch()).isEqualTo(6);
    }

    @Test
    void a_former_leader_can_do_nothing_its_session_has_ended() throws SQLException {
        var former = lead();
        var next = lead();

        assertThatExceptionOfType(SQLException.class).isThrownBy(former::look);
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> former.execute("CREATE DATABASE late"));
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> former.decide(STOP));
        assertThatExceptionOfType(SQLException.class).isThrownBy(former::leave);
        assertThat(next.ending()).isEmpty();
        assertThat(holds("NOT EXISTS (SELECT FROM pg_database WHERE datname = 'late')"))
                .isTrue();
    }

    @Test
    void an_older_term_changes_nothing_in_the_register_even_in_a_living_session() throws SQLException {
        var older = lead().term();
        lead();
        var register = new LeadRegister(admin);

        assertFenced(() -> register.look(older));
        assertFenced(() -> register.decide(older, STOP));
        assertFenced(() -> register.remove(older));
        assertFenced(() -> register.begin(older, 1));
        assertFenced(() -> contend(Optional.of(older)));
        assertThat(register.read(ID)).hasValueSatisfying(entry -> {
            assertThat(entry.epoch()).isEqualTo(2);
            assertThat(entry.ending()).isEmpty();
        });
    }

    @Test
    void a_fenced_former_leader_does_not_end_the_session_of_the_living_one() throws SQLException {
        var older = lead().term();
        var living = lead();

        assertFenced(() -> contend(Optional.of(older)));

        living.look();
    }

    @Test
    void a_former_leader_whose_migration_is_not_registered_any_more_may_look_whether_its_end_was_announced()
            throws SQLException {
        var leader = lead();
        leader.decide(STOP);
        leader.leave();

        var again = contend(Optional.of(leader.term()));

        assertThat(again.isRegistered()).isFalse();
    }

    @Test
    void a_lost_lease_ends_the_lead() throws SQLException {
        var now = new long[] {0};
        var lease = Lease.startingNow(Duration.ofSeconds(10), () -> now[0]);
        var leader = Leadership.contend(session(), ID, lease, Optional.empty());
        leader.begin(new LeadTerm(ID, HASH, 1), 1);
        now[0] = Duration.ofSeconds(11).toNanos();

        assertFenced(leader::look);
        assertFenced(() -> leader.execute("CREATE DATABASE late"));
        assertFenced(() -> leader.decide(STOP));
        assertFenced(leader::leave);
    }

    @Test
    void the_first_decision_stays() throws SQLException {
        lead().decide(STOP);
        var next = lead();

        assertThat(next.ending()).hasValue(STOP);
        assertThat(next.decide(new DecidedEnd(new Observation.Stopped(2, List.of()), List.of("shop"))))
                .isEqualTo(STOP);
    }

    @Test
    void what_was_decided_is_amended_by_its_leader_alone() throws SQLException {
        var former = lead();
        assertFenced(() -> former.amend(STOP));
        former.decide(STOP);
        var amended = new DecidedEnd(new Observation.Stopped(1, List.of("shop", "books")), List.of());
        former.amend(amended);
        assertThat(former.ending()).hasValue(amended);

        lead();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> former.amend(STOP));
    }

    @Test
    void later_leaders_know_which_databases_had_their_last_steps() throws SQLException {
        var former = lead();
        former.enterLastSteps("shop");
        former.enterLastSteps("shop");
        var next = lead();

        assertThat(next.hasEnteredLastSteps("shop")).isTrue();
        assertThat(next.hasEnteredLastSteps("books")).isFalse();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> former.enterLastSteps("books"));
        assertThat(holds("(SELECT last_steps = '{shop}' FROM pgconvoy_lead.migration)"))
                .isTrue();
    }

    @Test
    void later_leaders_know_which_copies_were_thrown_away() throws SQLException {
        var former = lead();
        assertThat(former.isBegunAnew("shop")).isFalse();
        former.beginAnew("shop");
        former.beginAnew("shop");
        var next = lead();

        assertThat(next.isBegunAnew("shop")).isTrue();
        assertThat(next.isBegunAnew("books")).isFalse();
        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> former.beginAnew("books"));
    }

    @Test
    void later_leaders_know_which_roles_the_user_has_joined() throws SQLException {
        var former = lead();
        former.alone(_ -> {
            assertThat(former.joinedRoles()).isEmpty();
            former.noteJoinedRoles(List.of("owner", "O'Brien, \"the {other}\""));
            former.noteJoinedRoles(List.of("owner"));
        });
        var next = lead();

        next.alone(_ -> assertThat(next.joinedRoles()).containsExactlyInAnyOrder("owner", "O'Brien, \"the {other}\""));
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> former.alone(_ -> former.noteJoinedRoles(List.of("late"))));
    }

    @Test
    void roles_that_another_migration_has_joined_are_known_until_it_forgets_them() throws SQLException {
        var one = lead();
        var id = new MigrationId(ID.targetServer(), "another");
        var other = Leadership.contend(session(), id, lease(), Optional.empty());
        other.begin(new LeadTerm(id, HASH, other.nextEpoch(HASH)), 1);
        one.alone(_ -> one.noteJoinedRoles(List.of("owner")));
        one.alone(_ -> assertThat(one.rolesJoinedByOthers()).isEmpty());

        other.alone(_ -> {
            assertThat(other.rolesJoinedByOthers()).containsExactly("owner");
            other.noteJoinedRoles(List.of("owner"));
        });
        one.alone(_ -> {
            assertThat(one.rolesJoinedByOthers()).containsExactly("owner");
            one.forgetJoinedRoles();
        });
        other.alone(_ -> assertThat(other.rolesJoinedByOthers()).isEmpty());
    }

    @Test
    void a_leader_with_a_heartbeat_lives_whatever_its_session_waits_for() throws SQLException {
        var leader = lead();
        var beats = new AtomicInteger();
        try (var _ = LeadHeartbeat.start(() -> {
            beats.incrementAndGet();
            return named(LeadHeartbeat.PURPOSE, ID, 1);
        })) {
            await().atMost(Duration.ofSeconds(20))
                    .pollDelay(Duration.ofSeconds(6)) // its own session is silent for longer than that of one who lives
                    .untilAsserted(() ->
                            assertThat(Leadership.isLedByTheLiving(admin, ID)).isTrue());
        }
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(
                        () -> assertThat(Leadership.isLedByTheLiving(admin, ID)).isFalse());
        assertThat(beats).hasValue(1);
        leader.look();
        assertThat(Leadership.isLedByTheLiving(admin, ID)).isTrue();
    }

    @Test
    void another_request_of_the_same_name_is_refused() throws SQLException {
        lead();
        var other = contend(Optional.empty());

        assertFenced(() -> other.nextEpoch("another-hash"));
        assertFenced(() -> other.begin(new LeadTerm(ID, "another-hash", 2), 1));
    }

    @Test
    void an_earlier_handing_out_is_superseded_once_a_later_one_has_been_led() throws SQLException {
        var leader = contend(Optional.empty());
        assertThat(Leadership.isSuperseded(admin, ID, 1)).isFalse();
        leader.begin(new LeadTerm(ID, HASH, 1), 2);

        assertThat(Leadership.isSuperseded(admin, ID, 1)).isTrue();
        assertThat(Leadership.isSuperseded(admin, ID, 2)).isFalse();
    }

    @Test
    void the_schema_is_gone_with_the_last_migration() throws SQLException {
        var leader = lead();
        assertThat(holds("to_regnamespace('pgconvoy_lead') IS NOT NULL")).isTrue();

        leader.leave();

        assertThat(holds("to_regnamespace('pgconvoy_lead') IS NULL")).isTrue();
        assertFenced(leader::look);
    }

    @Test
    void many_migrations_come_and_go_at_once_and_none_meets_half_a_schema() throws Exception {
        var threads = 4;
        var rounds = 50;
        var register = new ArrayList<Callable<Integer>>();
        for (var thread = 0; thread < threads; thread++) {
            var id = MigrationId.parse("target/parallel-" + thread);
            register.add(() -> comeAndGo(id, rounds));
        }

        try (var pool = Executors.newFixedThreadPool(threads)) {
            for (var done : pool.invokeAll(register)) {
                assertThat(done.get()).isEqualTo(rounds);
            }
        }
        assertThat(holds("to_regnamespace('pgconvoy_lead') IS NULL")).isTrue();
    }

    private static int comeAndGo(MigrationId id, int rounds) throws SQLException {
        for (var round = 0; round < rounds; round++) {
            try (var leader =
                    Leadership.contend(server.getPostgresDatabase().getConnection(), id, lease(), Optional.empty())) {
                leader.begin(new LeadTerm(id, HASH, leader.nextEpoch(HASH)), 1);
                leader.look();
                assertThat(leader.decide(STOP)).isEqualTo(STOP);
                leader.leave();
                assertThat(leader.isRegistered()).isFalse();
            }
        }
        return rounds;
    }

    @Test
    void sessions_of_older_epochs_end_and_all_others_stay() throws SQLException {
        lead();
        var leader = lead();
        var older = named("copier", ID, 1);
        var own = named("copier", ID, 2);
        var newer = named("copier", ID, 3);
        var stranger = named("copier", MigrationId.parse("target/stranger"), 1);
        var beyond = session();
        beyond.setClientInfo(
                "ApplicationName", "pgconvoy copier %s e99999999999999999999".formatted(SessionName.key(ID)));

        leader.endOlderSessions();

        assertThat(older.isValid(5)).isFalse();
        assertThat(List.of(own, newer, stranger, beyond)).allMatch(LeadershipIT::lives);
        leader.endAllSessions();
        assertThat(own.isValid(5)).isFalse();
        assertThat(List.of(newer, stranger, beyond)).allMatch(LeadershipIT::lives);
        leader.look();
    }

    private static boolean lives(Connection session) {
        try {
            return session.isValid(5);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void a_session_that_we_may_not_end_is_named() throws SQLException {
        execute("CREATE ROLE mover LOGIN; GRANT CREATE ON DATABASE postgres TO mover");
        try (var mover = DriverManager.getConnection(server.getJdbcUrl("mover", "postgres"))) {
            var foreign = named("copier", ID, 0);
            var leader = Leadership.contend(mover, ID, lease(), Optional.empty());
            leader.begin(new LeadTerm(ID, HASH, 1), 1);

            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(leader::endOlderSessions)
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONTENTION))
                    .satisfies(e -> assertThat(e.failure().sentence())
                            .contains("user postgres", "pg_terminate_backend(" + pid(foreign) + ")"));
        } finally {
            execute("DROP SCHEMA pgconvoy_lead CASCADE; DROP OWNED BY mover; DROP ROLE mover");
        }
    }

    private static int pid(Connection session) throws SQLException {
        return session.unwrap(org.postgresql.PGConnection.class).getBackendPID();
    }

    @Test
    void whoever_holds_the_lock_is_ended_first_whatever_it_does() throws Exception {
        var former = lead();
        try (var pool = Executors.newSingleThreadExecutor()) {
            var busy = pool.submit(() -> {
                former.execute("SELECT pg_sleep(600)");
                return true;
            });
            await().until(() -> holds(
                    "EXISTS (SELECT FROM pg_stat_activity WHERE query = 'SELECT pg_sleep(600)' AND state = 'active')"));

            var next = lead();

            assertThat(next.term().epoch()).isEqualTo(2);
            assertThatExceptionOfType(java.util.concurrent.ExecutionException.class)
                    .isThrownBy(busy::get)
                    .withCauseInstanceOf(SQLException.class);
        }
    }

    /// Each of these runs as a user who may create schemas in the maintenance database, before we come.
    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            value = {
                "a schema     | SET ROLE mallory; CREATE SCHEMA pgconvoy_lead | pgconvoy_lead | another user",
                "a table      | SET ROLE mallory; CREATE SCHEMA pgconvoy_lead; %s | pgconvoy_lead | another user",
                "its table    | CREATE SCHEMA pgconvoy_lead; GRANT ALL ON SCHEMA pgconvoy_lead TO mallory; SET ROLE mallory; %s | pgconvoy_lead.migration | another user",
                "a view       | CREATE SCHEMA pgconvoy_lead; CREATE VIEW pgconvoy_lead.migration AS SELECT 1 AS id | pgconvoy_lead.migration | nothing that",
                "columns      | CREATE SCHEMA pgconvoy_lead; CREATE TABLE pgconvoy_lead.migration (id text) | pgconvoy_lead.migration | columns",
                "a trigger    | CREATE SCHEMA pgconvoy_lead; %s; CREATE TRIGGER t BEFORE INSERT ON pgconvoy_lead.migration FOR EACH ROW EXECUTE FUNCTION public.shout() | pgconvoy_lead.migration | trigger",
                "a rule       | CREATE SCHEMA pgconvoy_lead; %s; CREATE RULE r AS ON INSERT TO pgconvoy_lead.migration DO ALSO NOTHING | pgconvoy_lead.migration | rule",
                "a child      | CREATE SCHEMA pgconvoy_lead; %s; CREATE TABLE public.child () INHERITS (pgconvoy_lead.migration) | pgconvoy_lead.migration | inherits",
                "row security | CREATE SCHEMA pgconvoy_lead; %s; ALTER TABLE pgconvoy_lead.migration ENABLE ROW LEVEL SECURITY | pgconvoy_lead.migration | row security",
                "an index     | CREATE SCHEMA pgconvoy_lead; %s; CREATE INDEX ON pgconvoy_lead.migration (upper(id)) | pgconvoy_lead.migration | expression",
                "a default    | CREATE SCHEMA pgconvoy_lead; %s; ALTER TABLE pgconvoy_lead.migration ALTER ending SET DEFAULT public.word() | pgconvoy_lead.migration | function",
                "another table| CREATE SCHEMA pgconvoy_lead; CREATE TABLE pgconvoy_lead.more () | pgconvoy_lead.more | nothing that",
            })
    void nothing_is_written_into_what_somebody_has_prepared(String what, String sql, String object, String problem)
            throws SQLException {
        execute("CREATE ROLE mallory; GRANT CREATE ON DATABASE postgres TO mallory");
        execute("CREATE FUNCTION public.shout() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$ BEGIN RAISE EXCEPTION 'run as %', current_user; END $$");
        execute("CREATE FUNCTION public.word() RETURNS text LANGUAGE sql AS $$ SELECT 'word' $$");
        try {
            execute(sql.formatted(REGISTER) + "; RESET ROLE");
            var owner = sql.contains("SET ROLE mallory") ? "\"mallory\"" : "\"postgres\"";

            for (var step : List.<ThrowingCallable>of(
                    () -> contend(Optional.empty()).nextEpoch(HASH),
                    () -> contend(Optional.empty()).begin(new LeadTerm(ID, HASH, 1), 1))) {
                assertThatExceptionOfType(MigrationException.class)
                        .as(what)
                        .isThrownBy(step)
                        .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED))
                        .satisfies(e -> assertThat(e.failure().message()).contains(object, owner, problem))
                        .satisfies(e -> assertThat(e.failure().remedy())
                                .contains("ALTER SCHEMA pgconvoy_lead RENAME TO pgconvoy_lead_foreign"));
            }
            execute("ALTER SCHEMA pgconvoy_lead RENAME TO pgconvoy_lead_foreign");
            lead().look();
        } finally {
            execute(
                    "DROP SCHEMA IF EXISTS pgconvoy_lead_foreign CASCADE; DROP FUNCTION public.shout, public.word CASCADE");
            execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE; DROP OWNED BY mallory; DROP ROLE mallory");
        }
    }

    @Test
    void what_is_created_for_long_keeps_no_other_database_from_its_work() throws Exception {
        var leader = contend(Optional.empty());
        leader.begin(new LeadTerm(ID, HASH, 1), 1);
        var creating = new CountDownLatch(1);
        var looked = new CountDownLatch(1);
        var other = Thread.ofVirtual().start(() -> {
            try {
                leader.unfenced(_ -> {
                    creating.countDown();
                    try {
                        assertThat(looked.await(30, TimeUnit.SECONDS)).isTrue();
                    } catch (InterruptedException e) {
                        throw new SQLException(e);
                    }
                });
            } catch (SQLException e) {
                throw new AssertionError(e);
            }
        });
        creating.await();

        leader.lookUnlessBusy();
        looked.countDown();
        other.join();

        execute("UPDATE pgconvoy_lead.migration SET epoch = 2");
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(leader::lookUnlessBusy)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
    }

    @Test
    void what_is_done_for_one_database_is_not_in_the_transaction_of_anothers_look() throws Exception {
        var leader = contend(Optional.empty());
        leader.begin(new LeadTerm(ID, HASH, 1), 1);
        var ended = new AtomicBoolean();
        var looking = Thread.ofPlatform().start(() -> {
            while (!ended.get()) {
                try {
                    leader.lookUnlessBusy();
                } catch (SQLException e) {
                    throw new AssertionError(e);
                }
            }
        });
        try {
            for (var times = 0; times < 200; times++) {
                assertThat(leader.<Boolean>ask(Connection::getAutoCommit)).isTrue();
                leader.unfenced(session -> assertThat(session.getAutoCommit()).isTrue());
            }
        } finally {
            ended.set(true);
            looking.join();
        }
    }
}
