package dev.pgconvoy.worker.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.copy.Work.PageRange;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.postgres.FreshPostgres;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.lead.LeadTerm;
import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// The fence and the markers, on a real server.
class LedgerIT {

    private static final MigrationId ID = MigrationId.parse("target/ledger");
    private static final MigrationId ANOTHER = MigrationId.parse("target/another");
    private static final String HASH = "a-hash";
    private static final LeadTerm TERM = term(ID, 7);
    private static final CopyOrigin ORIGIN = new CopyOrigin("system 1 database 5 shop", "all");
    private static EmbeddedPostgres server;
    private Connection conductor;

    private static LeadTerm term(MigrationId id, int epoch) {
        return new LeadTerm(id, HASH, epoch);
    }

    @BeforeAll
    static void startServer() throws IOException {
        server = FreshPostgres.start();
    }

    @AfterAll
    static void stopServer() throws IOException {
        server.close();
    }

    @BeforeEach
    void createLedger() throws SQLException {
        conductor = session();
        Fence.create(conductor, TERM, ORIGIN, "a state");
    }

    @AfterEach
    void dropLedger() throws SQLException {
        try (var session = conductor;
                var statement = session.createStatement()) {
            statement.execute("DROP SCHEMA pgconvoy_ledger CASCADE; DROP TABLE IF EXISTS public.work");
        }
    }

    private static Connection session() throws SQLException {
        return server.getPostgresDatabase().getConnection();
    }

    private static Connection transaction() throws SQLException {
        var session = session();
        session.setAutoCommit(false);
        return session;
    }

    @Test
    void a_unit_that_is_done_is_not_done_again_and_its_result_is_kept() throws SQLException {
        try (var first = transaction()) {
            assertThat(Ledger.begin(first, TERM, List.of("copy a", "copy b"))).isEqualTo(Set.of("copy a", "copy b"));
            Ledger.complete(first, List.of(UnitResult.of("copy a", 10, 100, 1), UnitResult.of("copy b", 20, 200, 2)));
            first.commit();
        }

        try (var second = transaction()) {
            assertThat(Ledger.begin(second, TERM, List.of("copy a", "copy b"))).isEmpty();
            assertThat(Ledger.read(second, List.of("copy a"))).containsExactly(UnitResult.of("copy a", 10, 100, 1));
        }
    }

    @Test
    void how_tables_are_divided_is_decided_once() throws SQLException {
        var table = "\"public\".\"a\"";
        var decided = new TableDivision(
                Map.of(
                        table,
                        List.of(
                                new Part(1, 2, new PageRange(Optional.empty(), Optional.of(5L))),
                                new Part(2, 2, new PageRange(Optional.of(5L), Optional.empty())))),
                Map.of(table, 10L));

        assertThat(DecidedDivision.decideOnce(conductor, TERM, () -> decided)).isEqualTo(decided);
        assertThat(DecidedDivision.decideOnce(
                        conductor, TERM, () -> new TableDivision(Map.of(), Map.of("\"public\".\"b\"", 7L))))
                .isEqualTo(decided);
    }

    @Test
    void that_no_table_is_large_is_decided_once_too() throws SQLException {
        DecidedDivision.decideOnce(conductor, TERM, () -> TableDivision.NONE);

        assertThat(DecidedDivision.decideOnce(
                        conductor, TERM, () -> new TableDivision(Map.of(), Map.of("\"public\".\"b\"", 7L))))
                .isEqualTo(TableDivision.NONE);
    }

    @Test
    void a_twin_waits_for_the_first_and_then_finds_the_unit_done() throws Exception {
        try (var first = transaction();
                var twin = transaction()) {
            Ledger.begin(first, TERM, List.of("copy a"));
            var waiting = CompletableFuture.supplyAsync(() -> begin(twin, 7));
            await().until(() -> isBlocked(twin));

            first.commit();

            assertThat(waiting.get()).isEmpty();
        }
    }

    @Test
    void a_twin_does_the_unit_when_the_first_is_rolled_back() throws Exception {
        try (var first = transaction();
                var twin = transaction()) {
            Ledger.begin(first, TERM, List.of("copy a"));
            var waiting = CompletableFuture.supplyAsync(() -> begin(twin, 7));
            await().until(() -> isBlocked(twin));

            first.rollback();

            assertThat(waiting.get()).containsExactly("copy a");
        }
    }

    @Test
    void an_older_epoch_may_not_begin() throws SQLException {
        Fence.raise(conductor, term(ID, 8));

        try (var late = transaction()) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> Ledger.begin(late, TERM, List.of("copy a")))
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
        }
    }

    @Test
    void another_migration_may_not_begin_even_in_the_same_epoch() throws SQLException {
        try (var stranger = transaction()) {
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> Ledger.begin(stranger, term(ANOTHER, 7), List.of("copy a")))
                    .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.FENCED));
        }
    }

    @Test
    void who_adopts_a_ledger_has_what_was_copied_and_nothing_of_what_was_compared() throws SQLException {
        var compared = List.of("verify a", "verify a 1/2", "count b", "last steps");
        try (var first = transaction()) {
            Ledger.begin(first, TERM, List.of("copy a"));
            Ledger.begin(first, TERM, compared);
            first.commit();
        }

        Fence.adopt(conductor, Fence.owner(conductor).orElseThrow(), term(ANOTHER, 1));

        assertThat(Ledger.read(conductor, List.of("copy a"))).hasSize(1);
        assertThat(Ledger.read(conductor, compared)).isEmpty();
    }

    @Test
    void who_adopts_a_closed_ledger_has_all_that_is_done_and_the_former_one_is_out() throws SQLException {
        try (var first = transaction()) {
            Ledger.begin(first, TERM, List.of("copy a"));
            Ledger.complete(first, List.of(UnitResult.of("copy a", 10, 100, 1)));
            first.commit();
        }
        Fence.close(conductor, term(ID, 8));

        assertThat(Fence.adopt(conductor, Fence.owner(conductor).orElseThrow(), term(ANOTHER, 3)))
                .isTrue();

        assertThat(Fence.owner(conductor)).hasValue(new Fence.Owner(ANOTHER.toString(), HASH, 3, ORIGIN, "a state"));
        try (var heir = transaction();
                var former = transaction()) {
            assertThat(Ledger.begin(heir, term(ANOTHER, 3), List.of("copy a", "copy b")))
                    .containsExactly("copy b");
            assertThatExceptionOfType(MigrationException.class)
                    .isThrownBy(() -> Ledger.begin(former, TERM, List.of("copy c")));
        }
    }

    @Test
    void of_two_that_adopt_one_is_refused() throws SQLException {
        var owner = Fence.owner(conductor).orElseThrow();

        assertThat(Fence.adopt(conductor, owner, term(ANOTHER, 3))).isTrue();
        assertThat(Fence.adopt(conductor, owner, term(MigrationId.parse("target/third"), 3)))
                .isFalse();
    }

    @Test
    void adopting_ends_what_the_former_one_has_begun() throws SQLException {
        try (var old = transaction()) {
            Ledger.begin(old, TERM, List.of("copy a"));

            Fence.adopt(conductor, Fence.owner(conductor).orElseThrow(), term(ANOTHER, 3));

            assertThatExceptionOfType(SQLException.class).isThrownBy(old::commit);
        }
    }

    @Test
    void raising_the_fence_ends_what_an_older_epoch_has_begun_and_nothing_of_it_stays() throws SQLException {
        try (var old = transaction();
                var statement = old.createStatement()) {
            statement.execute("CREATE TABLE public.work (a int)");
            old.commit();
            Ledger.begin(old, TERM, List.of("copy a"));
            statement.execute("INSERT INTO public.work VALUES (1)");

            assertThat(Fence.raise(conductor, term(ID, 8))).isTrue();

            assertThatExceptionOfType(SQLException.class).isThrownBy(old::commit);
        }
        try (var statement = conductor.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM public.work")) {
            rows.next();
            assertThat(rows.getInt(1)).isZero();
        }
    }

    @Test
    void a_closed_fence_lets_nobody_in_and_cannot_be_raised() throws SQLException {
        Fence.close(conductor, term(ID, 8));

        assertThat(Fence.raise(conductor, term(ID, 9))).isFalse();
        assertThat(Fence.owner(conductor))
                .hasValueSatisfying(owner -> assertThat(owner.isClosed()).isTrue());
    }

    private static Set<String> begin(Connection session, int epoch) {
        try {
            return Ledger.begin(session, term(ID, epoch), List.of("copy a"));
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    private boolean isBlocked(Connection session) throws SQLException {
        var pid = session.unwrap(org.postgresql.PGConnection.class).getBackendPID();
        try (var statement = conductor.createStatement();
                var rows = statement.executeQuery("SELECT cardinality(pg_blocking_pids(%d)) > 0".formatted(pid))) {
            rows.next();
            return rows.getBoolean(1);
        }
    }
}
