package dev.pgconvoy.worker.verify;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.migration.connection.SslMode;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.postgres.ServerConnector;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.secret.SecretResolver;
import dev.pgconvoy.secret.ServerSide;
import dev.pgconvoy.worker.catalog.SequenceState;
import dev.pgconvoy.worker.lead.LeadTerm;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence;
import dev.pgconvoy.worker.target.LedgeredSession;
import dev.pgconvoy.worker.wire.WireSession;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Sequences of a source that is in use, on a real server: its database is the source, another one the target.
class SequencePositionsIT {

    private static final MigrationId ID = MigrationId.parse("target/sequences");
    private static final LeadTerm TERM = new LeadTerm(ID, "a-hash", 1);
    private static final List<TableName> ALL = List.of(name("up"), name("down"), name("round"), name("unused"));
    private static final String CREATE = """
            CREATE SEQUENCE up; CREATE SEQUENCE down INCREMENT -2; CREATE SEQUENCE unused START 7;
            CREATE SEQUENCE round MINVALUE 1 MAXVALUE 100 CYCLE""";

    private static EmbeddedPostgres server;
    private Connection source;
    private WireSession target;

    @BeforeAll
    static void startServer() throws IOException {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void createDatabases() throws SQLException {
        source = server.getPostgresDatabase().getConnection();
        execute(source, CREATE + "; CREATE DATABASE copy");
        execute(source, "SELECT nextval('up'), nextval('up'), nextval('down'), setval('round', 99)");
        target = WireSession.open(
                new ServerConnector(new SecretResolver(Optional.empty()), Duration.ofSeconds(10)),
                ServerSide.TARGET,
                new ServerEndpoint(
                        "localhost", server.getPort(), "postgres", Optional.empty(), SslMode.PREFER, "postgres"),
                "copy",
                ID,
                "test");
        execute(target.jdbc(), "SET search_path = public; " + CREATE);
        Fence.create(target.jdbc(), TERM, new CopyOrigin("a", "b"), "a state");
    }

    @AfterEach
    void dropDatabases() throws SQLException {
        target.close();
        execute(source, "DROP DATABASE copy WITH (FORCE)");
        execute(source, "DROP SEQUENCE up, down, unused, round");
        source.close();
    }

    private static void execute(Connection session, String sql) throws SQLException {
        for (var one : sql.split(";")) {
            try (var statement = session.createStatement()) {
                statement.execute(one);
            }
        }
    }

    private static TableName name(String sequence) {
        return new TableName("public", sequence);
    }

    @Test
    void a_source_that_is_used_meanwhile_makes_no_difference() throws SQLException {
        setOnce();

        execute(source, "SELECT nextval('up'), nextval('down'), nextval('round'), nextval('unused')");

        assertThat(SequencePositions.compareCopied(target.jdbc(), ALL)).isEmpty();
        assertThat(SequencePositions.read(target.jdbc(), ALL))
                .containsEntry(name("up"), new SequenceState(2, true, 1, false, 1, Long.MAX_VALUE))
                .containsEntry(name("unused"), new SequenceState(7, false, 1, false, 1, Long.MAX_VALUE));
    }

    @Test
    void a_view_that_moves_a_sequence_of_the_target_on_makes_no_difference() throws SQLException {
        setOnce();

        execute(
                target.jdbc(),
                "SELECT nextval('public.up'), nextval('public.down'), nextval('public.round'), nextval('public.round')");

        assertThat(SequencePositions.compareCopied(target.jdbc(), ALL)).isEmpty();
    }

    @Test
    void one_that_lacks_what_it_was_set_to_is_a_difference() throws SQLException {
        setOnce();

        execute(target.jdbc(), "SELECT setval('public.up', 1), setval('public.down', -1, false)");

        assertThat(SequencePositions.compareCopied(target.jdbc(), ALL))
                .extracting(difference -> difference.object())
                .containsExactlyInAnyOrder("public.up", "public.down");
    }

    @Test
    void they_are_set_once_also_by_whoever_goes_on_with_the_copy() throws SQLException {
        setOnce();
        execute(source, "SELECT setval('up', 50)");

        setOnce();

        assertThat(SequencePositions.read(target.jdbc(), List.of(name("up")))
                        .get(name("up"))
                        .lastValue())
                .isEqualTo(2);
        assertThat(SequencePositions.compareCopied(target.jdbc(), ALL)).isEmpty();
    }

    @Test
    void one_that_was_never_set_is_a_difference() throws SQLException {
        assertThat(SequencePositions.compareCopied(target.jdbc(), ALL)).hasSize(ALL.size());
    }

    @Test
    void one_that_has_the_name_of_another_one_since_the_snapshot_costs_the_snapshot() throws SQLException {
        source.setAutoCommit(false);
        execute(source, "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ; SELECT 1");
        try (var changer = server.getPostgresDatabase().getConnection()) {
            execute(changer, """
                    ALTER SEQUENCE up RENAME TO other; ALTER SEQUENCE unused RENAME TO up;
                    ALTER SEQUENCE other RENAME TO unused""");
        }

        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(this::setOnce)
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.SNAPSHOT_LOST))
                .satisfies(e -> assertThat(e.failure().object()).isEqualTo("public.up, public.unused"));

        source.rollback();
        source.setAutoCommit(true);
    }

    private void setOnce() {
        SequencePositions.setOnce(new LedgeredSession(target, TERM), source, ALL);
    }
}
