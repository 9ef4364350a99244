package dev.pgconvoy.worker.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.lead.Leadership;
import dev.pgconvoy.worker.lead.SessionName;
import dev.pgconvoy.worker.lease.Lease;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.report.DatabaseLog;
import dev.pgconvoy.worker.target.MigratedDatabase.Permission;
import dev.pgconvoy.worker.target.MigratedDatabase.Standing;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;
import org.postgresql.util.PSQLException;

class TargetDatabaseIT {

    private static final MigrationId ID = MigrationId.parse("target/databases");
    private static final MigrationId EARLIER = MigrationId.parse("target/earlier");
    private static final CopyOrigin ORIGIN = new CopyOrigin("system 1 database 5 shop", "all");
    private static final String HASH = "a-hash";
    private static final Permission NONE = new Permission(Optional.empty(), false);
    private static final Permission RESUME = new Permission(Optional.empty(), true);

    private static EmbeddedPostgres server;
    private final List<Leadership> leaders = new ArrayList<>();
    private Connection admin;

    @BeforeAll
    static void startServer() throws IOException {
        server = FreshPostgres.start(Map.of("max_prepared_transactions", "5", "wal_level", "logical"));
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
    void drop() throws SQLException {
        leaders.forEach(Leadership::close);
        try (var session = admin;
                var statement = session.createStatement()) {
            statement.execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
            statement.execute("DROP SCHEMA IF EXISTS pgconvoy_lead CASCADE");
        }
    }

    /// Led by a new leader, of the next epoch.
    private TargetDatabase of(MigrationId id) throws SQLException {
        var leader = Leadership.contend(
                server.getPostgresDatabase().getConnection(),
                id,
                Lease.startingNow(Duration.ofMinutes(10), System::nanoTime),
                Optional.empty());
        leader.begin(new LeadTerm(id, HASH, leader.nextEpoch(HASH)), 1);
        leaders.add(leader);
        return new TargetDatabase(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                leader,
                "shop");
    }

    /// The ends of all migrations so far are complete.
    private void end() throws SQLException {
        leaders.forEach(Leadership::close);
        execute("DROP SCHEMA pgconvoy_lead CASCADE");
    }

    private long oid() throws SQLException {
        try (var statement = admin.createStatement();
                var row = statement.executeQuery("SELECT oid::int8 FROM pg_database WHERE datname = 'shop'")) {
            row.next();
            return row.getLong(1);
        }
    }

    @Test
    void a_database_that_is_not_ours_is_dropped_only_when_it_is_the_one_that_was_accepted() throws SQLException {
        execute("CREATE DATABASE shop");
        var accepted = oid();
        assertThat(of(ID).claim(ORIGIN, overwriting(accepted))).isFalse();
        assertThat(of(ID).exists()).isFalse();

        execute("CREATE DATABASE shop");
        assertRefused(ID, ORIGIN, overwriting(accepted), "another one than the one");
        assertThat(of(ID).exists()).isTrue();
    }

    private void execute(String sql) throws SQLException {
        try (var statement = admin.createStatement()) {
            statement.execute(sql);
        }
    }

    private static Permission overwriting(long oid) {
        return new Permission(Optional.of(oid), false);
    }

    @Test
    void a_finished_copy_is_dropped_by_no_one() throws SQLException {
        of(ID).create(admin, ORIGIN, "a state");
        try (var session = of(ID).open();
                var statement = session.createStatement()) {
            statement.execute("DROP SCHEMA pgconvoy_ledger CASCADE");
        }

        assertRefused(ID, ORIGIN, overwriting(oid() - 1), "another one than the one");
    }

    @Test
    void one_whose_drop_was_interrupted_is_dropped_when_that_was_accepted() throws SQLException {
        execute("CREATE DATABASE shop");
        execute("UPDATE pg_database SET datconnlimit = -2 WHERE datname = 'shop'");

        assertThat(of(ID).claim(ORIGIN, overwriting(oid()))).isFalse();
    }

    /// As the copy of a database with a subscription has: it names the slot of its original.
    private static final String SUBSCRIPTION =
            "CREATE SUBSCRIPTION news CONNECTION 'host=127.0.0.1 port=1 dbname=x' PUBLICATION p"
                    + " WITH (connect = false, slot_name = 'news')";

    private void inShop(String... statements) throws SQLException {
        try (var session = server.getDatabase("postgres", "shop").getConnection();
                var statement = session.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    @Test
    void what_keeps_a_database_from_being_dropped_goes_with_it() throws SQLException {
        execute("CREATE DATABASE shop");
        inShop(SUBSCRIPTION);
        inShop("CREATE TABLE t (id int)", "BEGIN", "INSERT INTO t VALUES (1)", "PREPARE TRANSACTION 'it''s half'");
        execute("ALTER DATABASE shop IS_TEMPLATE true");

        try (var client = server.getDatabase("postgres", "shop").getConnection()) {
            assertThat(of(ID).claim(ORIGIN, overwriting(oid()))).isFalse();
            assertThat(client.isValid(1)).isFalse();
        }

        assertThat(of(ID).exists()).isFalse();
    }

    /// As whatever captures changes has one.
    @Test
    void so_does_a_slot_that_somebody_reads() throws SQLException {
        execute("CREATE DATABASE shop");
        inShop("CREATE PUBLICATION changes", "SELECT pg_create_logical_replication_slot('changes', 'pgoutput')");
        var url = server.getJdbcUrl("postgres", "shop")
                + "&replication=database&assumeMinServerVersion=15&preferQueryMode=simple";
        try (var reader = DriverManager.getConnection(url);
                var _ = reader.unwrap(PGConnection.class)
                        .getReplicationAPI()
                        .replicationStream()
                        .logical()
                        .withSlotName("changes")
                        .withSlotOption("proto_version", 1)
                        .withSlotOption("publication_names", "changes")
                        .start()) {
            assertThat(activeSlots()).isEqualTo(1);

            assertThat(of(ID).claim(ORIGIN, overwriting(oid()))).isFalse();
        } catch (PSQLException e) {
            assertThat(e.getSQLState()).as("the reader is ended").isIn("57P01", "08006", "08003");
        }

        assertThat(of(ID).exists()).isFalse();
        assertThat(activeSlots()).isZero();
    }

    private int activeSlots() throws SQLException {
        try (var statement = admin.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM pg_replication_slots WHERE active")) {
            row.next();
            return row.getInt(1);
        }
    }

    @Test
    void so_it_does_with_our_own_copy() throws SQLException {
        var database = of(ID);
        database.create(admin, ORIGIN, "a state");
        inShop(SUBSCRIPTION);

        database.drop();

        assertThat(database.exists()).isFalse();
    }

    @Test
    void a_subscription_at_work_is_named_at_once_and_nothing_is_touched() throws SQLException {
        execute("CREATE DATABASE shop");
        inShop(SUBSCRIPTION, "ALTER SUBSCRIPTION news ENABLE");
        try {
            assertRefused(
                    ID,
                    ORIGIN,
                    overwriting(oid()),
                    "\"news\"",
                    "ALTER SUBSCRIPTION \"news\" DISABLE",
                    "SET (slot_name = NONE)",
                    "DROP SUBSCRIPTION");
            assertThat(of(ID).exists()).isTrue();
        } finally {
            inShop(
                    "ALTER SUBSCRIPTION news DISABLE",
                    "ALTER SUBSCRIPTION news SET (slot_name = NONE)",
                    "DROP SUBSCRIPTION news");
        }
    }

    @Test
    void what_was_renamed_to_be_dropped_is_dropped_with_its_subscription() throws SQLException {
        var database = of(ID);
        database.create(admin, ORIGIN, "a state");
        inShop(SUBSCRIPTION);
        var leader = leaders.getLast();
        var grave = "pgconvoy_dropping_%s_%d".formatted(SessionName.key(ID), oid());
        execute("ALTER DATABASE shop RENAME TO " + grave);

        TargetDatabase.dropBuildings(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                leader);

        assertThat(databases()).noneMatch(name -> name.startsWith("pgconvoy_dropping"));
    }

    private List<String> databases() throws SQLException {
        try (var statement = admin.createStatement();
                var rows = statement.executeQuery("SELECT datname FROM pg_database")) {
            var names = new ArrayList<String>();
            while (rows.next()) {
                names.add(rows.getString(1));
            }
            return names;
        }
    }

    @Test
    void one_that_accepts_no_connections_is_refused_with_the_statement() throws SQLException {
        execute("CREATE DATABASE shop ALLOW_CONNECTIONS false");

        assertRefused(ID, ORIGIN, overwriting(oid()), "accepts no connections", "ALLOW_CONNECTIONS true");
    }

    @Test
    void the_copy_of_a_migration_that_somebody_leads_is_not_overwritten() throws SQLException {
        of(EARLIER).create(admin, ORIGIN, "a state");

        assertRefused(ID, ORIGIN, overwriting(oid()), "still runs", "cancel it");
    }

    @Test
    void what_a_stopped_migration_left_is_gone_on_with_when_that_is_asked_for() throws SQLException {
        of(EARLIER).create(admin, ORIGIN, "a state");
        of(EARLIER).closeFence();
        end();

        assertThat(of(ID).claim(ORIGIN, RESUME)).isTrue();

        assertThat(of(ID).standing()).isEqualTo(Standing.INCOMPLETE);
        assertThat(of(EARLIER).standing()).isEqualTo(Standing.NOT_OURS);
    }

    /// A fault may follow at once, before anybody finds that the copy has to begin anew.
    @Test
    void what_it_called_complete_is_not_complete_for_the_one_that_goes_on_with_it() throws SQLException {
        var earlier = of(EARLIER);
        earlier.create(admin, ORIGIN, "a state");
        try (var session = earlier.openWired()) {
            new LedgeredSession(session, new LeadTerm(EARLIER, HASH, 1))
                    .complete(
                            List.of(new Statement("grant", "table made", "SELECT 1")),
                            new DatabaseLog("shop").outcome());
        }
        earlier.closeFence();
        end();

        assertThat(of(ID).claim(new CopyOrigin(ORIGIN.source(), "more tables"), RESUME))
                .isTrue();

        assertThat(of(ID).completeOutcome()).isEmpty();
        assertThat(of(ID).standing()).isEqualTo(Standing.INCOMPLETE);
        try (var session = of(ID).open();
                var statement = session.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM pgconvoy_ledger.last_step")) {
            row.next();
            assertThat(row.getInt(1)).isZero();
        }
    }

    @Test
    void the_last_steps_are_done_when_the_copy_is_complete_and_not_before() throws SQLException {
        var announced = new ArrayList<String>();
        var database = of(ID);
        assertThat(database.finish(() -> announced.add("absent")).found()).isEqualTo(Standing.NOT_OURS);
        database.create(admin, ORIGIN, "a state");
        assertThat(of(EARLIER).finish(() -> announced.add("another's")).found()).isEqualTo(Standing.NOT_OURS);
        assertThat(database.finish(() -> announced.add("incomplete")).found()).isEqualTo(Standing.INCOMPLETE);
        assertThat(announced).isEmpty();
        try (var session = database.openWired()) {
            new LedgeredSession(session, new LeadTerm(ID, HASH, 1))
                    .complete(
                            List.of(new Statement("grant", "table made", "CREATE TABLE public.made ()")),
                            new DatabaseLog("shop").outcome());
        }

        var finish = database.finish(() -> announced.add("complete"));

        assertThat(finish.found()).isEqualTo(Standing.COMPLETE);
        assertThat(finish.refused()).isEmpty();
        assertThat(announced).containsExactly("complete");
        assertThat(database.standing()).isEqualTo(Standing.NOT_OURS);
        try (var session = database.open();
                var statement = session.createStatement();
                var row = statement.executeQuery("SELECT count(*) FROM public.made")) {
            assertThat(row.next()).isTrue();
        }
    }

    @Test
    void without_that_it_is_refused_and_the_remedy_names_it() throws SQLException {
        of(EARLIER).create(admin, ORIGIN, "a state");
        end();

        assertRefused(ID, ORIGIN, NONE, "--resume", EARLIER.toString());
    }

    @Test
    void the_copy_of_another_source_is_refused() throws SQLException {
        of(EARLIER).create(admin, ORIGIN, "a state");
        end();

        assertRefused(ID, new CopyOrigin("system 2 database 5 shop", "all"), RESUME, "another source");
    }

    @Test
    void the_copy_of_a_migration_that_still_runs_is_refused() throws SQLException {
        of(EARLIER).create(admin, ORIGIN, "a state");

        assertRefused(ID, ORIGIN, RESUME, "still runs");
        assertThat(of(EARLIER).standing()).isEqualTo(Standing.INCOMPLETE);
    }

    @Test
    void so_it_is_while_nobody_holds_its_lock_between_two_attempts() throws SQLException {
        of(EARLIER).create(admin, ORIGIN, "a state");
        leaders.forEach(Leadership::close);

        assertRefused(ID, ORIGIN, RESUME, "still runs", EARLIER.toString());
        assertRefused(ID, ORIGIN, overwriting(oid()), "still runs");
    }

    @Test
    void a_migration_that_was_stopped_is_not_gone_on_with_under_its_own_name() throws SQLException {
        of(ID).create(admin, ORIGIN, "a state");
        of(ID).closeFence();

        assertRefused(ID, ORIGIN, RESUME, "--name");
    }

    @Test
    void a_ledger_that_somebody_has_prepared_is_not_gone_on_with_and_may_be_overwritten() throws SQLException {
        execute("CREATE DATABASE shop");
        execute("CREATE ROLE mallory; GRANT CREATE ON DATABASE shop TO mallory");
        try {
            var database = of(ID);
            try (var session = database.open();
                    var statement = session.createStatement()) {
                statement.execute("SET ROLE mallory");
                Fence.create(session, new LeadTerm(ID, HASH, 1), ORIGIN, "a state");
            }

            assertRefused(ID, ORIGIN, RESUME, "pgconvoy_ledger", "\"mallory\"", "--overwrite");
            assertThat(of(ID).standing()).isEqualTo(Standing.NOT_OURS);
            assertThat(of(ID).snapshotState()).isEmpty();
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> of(ID).openWired())
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED));
            assertThat(of(ID).claim(ORIGIN, overwriting(oid()))).isFalse();
            assertThat(of(ID).exists()).isFalse();
        } finally {
            execute("DROP DATABASE IF EXISTS shop WITH (FORCE)");
            execute("DROP ROLE mallory");
        }
    }

    @Test
    void a_ledger_that_was_given_a_trigger_is_not_gone_on_with() throws SQLException {
        of(ID).create(admin, ORIGIN, "a state");
        try (var session = of(ID).open();
                var statement = session.createStatement()) {
            statement.execute("CREATE TRIGGER t BEFORE UPDATE ON pgconvoy_ledger.migration FOR EACH ROW"
                    + " EXECUTE FUNCTION pg_catalog.suppress_redundant_updates_trigger()");
        }

        assertRefused(ID, ORIGIN, RESUME, "pgconvoy_ledger.migration", "\"postgres\"", "it has a trigger");
    }

    private void assertRefused(MigrationId id, CopyOrigin origin, Permission permission, String... words) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> of(id).claim(origin, permission))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.REQUEST_REFUSED))
                .satisfies(e -> assertThat(e.failure().sentence()).contains(words));
    }

    /// Its conductor may be killed before it does anything else.
    @Test
    void a_new_copy_knows_at_once_of_which_state_of_the_source_it_is() throws SQLException {
        of(ID).create(admin, ORIGIN, "a state");

        assertThat(of(ID).snapshotState()).hasValue("a state");
    }

    @Test
    void a_former_leader_can_neither_create_nor_drop() throws SQLException {
        var former = of(ID);
        var next = of(ID);
        next.create(admin, ORIGIN, "a state");

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> former.create(admin, ORIGIN, "a state"));
        assertThatExceptionOfType(SQLException.class).isThrownBy(former::drop);
        assertThat(next.standing()).isEqualTo(Standing.INCOMPLETE);
    }

    @Test
    void what_was_refused_to_an_earlier_conductor_is_known_to_the_next() throws SQLException {
        var database = of(ID);
        database.create(admin, ORIGIN, "a state");
        var steps = List.of(
                new Statement("grant", "table made", "CREATE TABLE public.made ()"),
                new Statement("grant", "role ghost", "GRANT SELECT ON public.made TO ghost"));
        List<Finding> first;
        try (var session = database.openWired()) {
            first = new LedgeredSession(session, new LeadTerm(ID, HASH, 1)).tolerantly("grants", steps);
        }
        assertThat(first)
                .singleElement()
                .satisfies(note -> assertThat(note.object()).isEqualTo("role ghost"));

        var next = of(ID);
        assertThat(next.claim(ORIGIN, NONE)).isTrue();
        try (var session = next.openWired()) {
            assertThat(new LedgeredSession(session, new LeadTerm(ID, HASH, 2)).tolerantly("grants", steps))
                    .isEqualTo(first);
        }
    }
}
