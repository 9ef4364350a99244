package dev.pgconvoy.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.it.content.ContentLines;
import dev.pgconvoy.it.content.SuperuserSql;
import dev.pgconvoy.it.content.TestDatabases;
import dev.pgconvoy.it.environment.ProcessSuspension;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.environment.SlowProxy;
import dev.pgconvoy.it.environment.TestEnvironment;
import dev.pgconvoy.it.environment.UsesEnvironment;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import java.io.IOException;
import java.nio.file.Files;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// The leader of a migration is killed between the decision about the end and its announcement: whoever leads next
/// completes that very end, and says it once.
///
/// The moments are held by a superuser's transaction, which the migration's user may not end, on the ledger or on the
/// register; and by a broker that is suspended, so that nothing can be said.
@UsesEnvironment
class UnsaidEndIT {

    private static final String DATABASE = "end_unsaid";
    private static final String ROLE = "end_unsaid_mover";
    private static final int SLOW = 300_000;
    private static final int FAST = 50_000_000;
    private static final Duration PATIENCE = Duration.ofMinutes(6);
    private static final String NOBODY_LEADS = "SELECT to_regclass('pgconvoy_lead.migration') IS NULL";

    private final TestEnvironment environment;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    UnsaidEndIT(TestEnvironment environment) {
        this.environment = environment;
        this.source = environment.server("source", 15);
        this.target = environment.server("locking-target", 15);
        this.client = KafkaClient.connect(environment.bootstrapServers());
    }

    @BeforeAll
    void fill_the_source() throws SQLException, IOException {
        TestDatabases.create(source, DATABASE);
        SuperuserSql.execute(source, DATABASE, SuperuserSql.resource("content/fill_split_tables"));
        SuperuserSql.execute(
                target,
                "postgres",
                "CREATE ROLE %1$s LOGIN CREATEDB PASSWORD '%2$s'; GRANT CREATE ON DATABASE postgres TO %1$s"
                        .formatted(ROLE, Files.readString(target.passwordFile()).strip()));
    }

    @BeforeEach
    void drop_the_copy() throws SQLException {
        TestDatabases.drop(target, DATABASE);
    }

    @AfterAll
    void remove_the_databases() throws SQLException {
        client.close();
        TestDatabases.drop(source, DATABASE);
        TestDatabases.drop(target, DATABASE);
        SuperuserSql.execute(target, "postgres", "DROP OWNED BY %1$s; DROP ROLE %1$s".formatted(ROLE));
    }

    @Test
    void after_the_decision_that_it_is_complete() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            var request = begin("complete", slow);
            try (var ledger = holdLedger()) {
                slow.speed(FAST);
                awaitDecision(request.id());

                // when
                killLeader(request.id());
                ledger.rollback();
            }

            // then
            thenEndsOnce(request.id(), "Succeeded");
            assertThat(TestDatabases.hasLedger(target, DATABASE)).isFalse();
            assertThat(ContentLines.of(target, DATABASE)).isEqualTo(ContentLines.of(source, DATABASE));
        }
    }

    @Tag("long")
    @Test
    void after_the_decision_that_it_is_cancelled() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            var request = begin("cancelled", slow);
            try (var register = holdRegister()) {
                client.cancel(request.id(), "the window closes");
                awaitDecision(request.id());

                // when
                killLeader(request.id());
                register.rollback();
            }

            // then
            thenEndsOnce(request.id(), "Canceled");
            assertThat(SuperuserSql.lines(target, DATABASE, "SELECT epoch FROM pgconvoy_ledger.migration"))
                    .as("closed for everybody")
                    .containsExactly(Integer.toString(Integer.MAX_VALUE));
        }
    }

    @Tag("long")
    @Test
    void after_the_last_change_on_the_target() throws SQLException, IOException {
        try (var slow = SlowProxy.before(source, SLOW)) {
            // given
            var request = begin("forgotten", slow);
            try (var register = holdRegister()) {
                client.cancel(request.id(), "the window closes");
                awaitDecision(request.id());

                // when
                try (var _ = ProcessSuspension.of(environment.broker())) {
                    register.rollback();
                    until("the register has forgotten the migration", () -> isTrue(NOBODY_LEADS));
                    killLeader(request.id());
                }
            }

            // then
            thenEndsOnce(request.id(), "Canceled");
        }
    }

    private RequestJson begin(String name, SlowProxy slow) throws SQLException {
        var request = RequestJson.move("end-unsaid-" + name, slow.server(), target, DATABASE)
                .asTargetUser(ROLE)
                .with("\"rights\": {\"noOwner\": true, \"noAcl\": true},"
                        + " \"copy\": {\"splitTablesLargerThan\": 1048576}");
        client.request(request);
        var rowsCome = "SELECT count(*) > 0 FROM pg_stat_progress_copy WHERE datname = '%s'".formatted(DATABASE);
        until("rows are on their way", () -> isTrue(rowsCome));
        return request;
    }

    /// So that copiers go on, and nobody can close or remove the ledger.
    private Connection holdLedger() throws SQLException {
        return hold(DATABASE, "SELECT FROM pgconvoy_ledger.migration FOR SHARE");
    }

    /// So that an end can be decided and completed, up to the last step: the register cannot be dropped.
    private Connection holdRegister() throws SQLException {
        return hold("postgres", "LOCK TABLE pgconvoy_lead.migration IN ACCESS SHARE MODE");
    }

    private Connection hold(String database, String sql) throws SQLException {
        var session = target.connect(database);
        session.setAutoCommit(false);
        try (var statement = session.createStatement()) {
            statement.execute(sql);
        }
        return session;
    }

    private void awaitDecision(String id) {
        client.awaitFact(
                KafkaClient.OBSERVED,
                id,
                PATIENCE,
                fact -> fact.data().at("/observation/kind").asText().equals("ending"));
    }

    private void killLeader(String id) {
        var leader = client.facts(KafkaClient.OBSERVED, id).stream()
                .filter(fact -> fact.data().at("/observation/kind").asText().equals("migration-began"))
                .toList()
                .getLast()
                .data()
                .at("/observation/worker")
                .asText();
        environment.service(leader).kill();
    }

    private void thenEndsOnce(String id, String state) throws SQLException {
        var end = client.awaitEnd(id, PATIENCE);
        TestEnvironment.WORKERS.stream()
                .filter(worker -> !environment.service(worker).isAlive())
                .forEach(environment::replace);
        assertThat(end.text("state")).as(end.data().toPrettyString()).isEqualTo(state);
        assertThat(client.ends(id)).hasSize(1);
        assertThat(isTrue(NOBODY_LEADS)).isTrue();
    }

    private boolean isTrue(String condition) throws SQLException {
        return SuperuserSql.lines(target, "postgres", condition).contains("t");
    }

    private static void until(String what, Callable<Boolean> condition) {
        await(what)
                .atMost(PATIENCE)
                .pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(50))
                .until(condition);
    }
}
