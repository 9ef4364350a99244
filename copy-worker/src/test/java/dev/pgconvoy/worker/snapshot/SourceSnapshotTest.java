package dev.pgconvoy.worker.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.snapshot.SourceSession.EnumLabel;
import dev.pgconvoy.worker.snapshot.SourceSession.TableIdentity;
import java.sql.SQLException;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/// What is decided about a snapshot, in sessions without a server.
@Timeout(20)
class SourceSnapshotTest {

    private static final TableName ORDERS = new TableName("public", "orders");
    private static final TableName ITEMS = new TableName("public", "items");

    private final FakeSourceSession session = new FakeSourceSession();
    private final FakeSourceSession outside = new FakeSourceSession();

    @AfterEach
    void clearInterrupt() {
        Thread.interrupted();
    }

    private SourceSnapshot takeOver(String offered, String... names) throws SQLException {
        return SourceSnapshot.takeOver(List.of(names), offered, session);
    }

    private static void assertFailure(FailureCode code, String about, ThrowingCallable call) {
        assertThatExceptionOfType(MigrationException.class).isThrownBy(call).satisfies(e -> {
            assertThat(e.failure().code()).isEqualTo(code);
            assertThat(e.failure().sentence()).contains(about);
        });
    }

    @Test
    void the_first_name_that_somebody_holds_is_imported() throws Exception {
        session.notEntered.put("A", new SQLException("invalid snapshot identifier", "22023"));

        var snapshot = takeOver(FakeSnapshot.STATE, "A", "B", "C");

        assertThat(session.calls)
                .containsSubsequence("hold", "begin", "enter A", "roll back", "begin", "enter B", "export")
                .doesNotContain("enter C");
        assertThat(snapshot.state()).isEqualTo(FakeSnapshot.STATE);
        assertThat(snapshot.name()).isEqualTo("00000003-0000001B-1");
    }

    @Test
    void a_name_that_is_refused_otherwise_is_passed_over_too() throws Exception {
        session.notEntered.put("A", new SQLException("could not import", "0A000"));

        takeOver(FakeSnapshot.STATE, "A");

        assertThat(session.calls).containsSubsequence("enter A", "roll back", "begin", "export");
    }

    @Test
    void a_broken_session_is_no_reason_to_take_another_snapshot() {
        session.notEntered.put("A", new SQLException("connection reset", "08006"));

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> takeOver(FakeSnapshot.STATE, "A", "B"));

        assertThat(session.calls).endsWith("close").doesNotContain("enter B", "export");
    }

    @Test
    void with_no_name_a_new_one_is_taken() throws Exception {
        takeOver("");

        assertThat(session.calls).startsWith("hold", "begin").noneMatch(call -> call.startsWith("enter"));
    }

    @Test
    void it_lives_as_long_as_its_transaction() throws Exception {
        var snapshot = takeOver("");

        assertThat(snapshot.isAlive()).isTrue();
        snapshot.requireAlive("shop");
        assertThat(session.calls).endsWith("answer within 5", "transaction", "answer within 0");
        session.transaction = "12:00:07";
        assertThat(snapshot.isAlive()).isFalse();
        assertFailure(FailureCode.SNAPSHOT_LOST, "has ended", () -> snapshot.requireAlive("shop"));
    }

    @Test
    void a_failure_in_work_with_it_is_its_end_when_its_session_has_ended() throws Exception {
        var snapshot = takeOver("");
        var failure = new SQLException("no such table", "42P01");

        assertThat(snapshot.explain(failure, "shop").failure().code()).isEqualTo(FailureCode.SCHEMA_REFUSED);
        session.lost = new SQLException("terminated", "57P01");
        assertThat(snapshot.explain(failure, "shop").failure().code()).isEqualTo(FailureCode.SNAPSHOT_LOST);
        assertThat(snapshot.explain(new SQLException("no equivalent", "22P05"), "shop")
                        .failure()
                        .code())
                .isEqualTo(FailureCode.DATA_REFUSED);
    }

    @Test
    void closing_it_closes_its_session() throws Exception {
        takeOver("").close();

        assertThat(session.calls).endsWith("close");
    }

    @Test
    void a_name_that_nobody_holds_any_more_is_lost_and_other_errors_are_not() throws Exception {
        for (var gone : List.of("22023", "42704", "22P02", "55000")) {
            session.notEntered.put("A", new SQLException("no", gone));
            assertFailure(FailureCode.SNAPSHOT_LOST, "SQLSTATE " + gone, () -> SnapshotImport.into(session, "A"));
        }
        session.notEntered.put("A", new SQLException("no", "53300"));

        assertThatExceptionOfType(SQLException.class).isThrownBy(() -> SnapshotImport.into(session, "A"));
        SnapshotImport.into(session, "B");
    }

    private void identities(FakeSourceSession of, long file) {
        of.tables = Map.of(ORDERS, new TableIdentity(1, file, 3), ITEMS, new TableIdentity(2, 7, 3));
    }

    @Test
    void tables_are_replaced_when_another_session_sees_other_ones() throws Exception {
        identities(session, 5);
        identities(outside, 5);
        assertThat(ReplacedTables.among(List.of(ORDERS, ITEMS), session, outside))
                .isEmpty();

        identities(outside, 6);
        assertThat(ReplacedTables.among(List.of(ORDERS, ITEMS), session, outside))
                .containsExactly(ORDERS);

        outside.tables = Map.of();
        assertThat(ReplacedTables.among(List.of(ORDERS), session, outside)).containsExactly(ORDERS);
    }

    @Test
    void a_table_that_the_snapshot_does_not_see_is_replaced() throws Exception {
        identities(outside, 5);

        assertThat(ReplacedTables.among(List.of(ORDERS), session, outside)).containsExactly(ORDERS);
    }

    @Test
    void holding_tables_locks_them_before_anything_is_compared() throws Exception {
        identities(session, 5);
        identities(outside, 5);

        takeOver("").holdAgainst(List.of(ORDERS, ITEMS), () -> outside);

        assertThat(session.calls).containsSubsequence("lock 2", "tables");
    }

    @Test
    void of_many_that_were_replaced_ten_are_named() throws Exception {
        var tables = IntStream.range(0, 12)
                .mapToObj(number -> new TableName("public", "t" + number))
                .toList();
        var snapshot = takeOver("");

        assertFailure(
                FailureCode.SNAPSHOT_LOST, "public.t9 and 2 more", () -> snapshot.holdAgainst(tables, () -> outside));
        assertFailure(
                FailureCode.SNAPSHOT_LOST,
                "public.t0",
                () -> snapshot.holdAgainst(tables.subList(0, 1), () -> outside));
    }

    @Test
    void a_table_that_somebody_is_changing_is_asked_for_again() throws Exception {
        session.locksRefused.add(new SQLException("lock not available", "55P03"));

        TableLocks.take(session, List.of(ORDERS), Duration.ofMinutes(1), Duration.ZERO);

        assertThat(session.calls).containsExactly("lock 1", "lock 1");
    }

    @Test
    void not_for_ever() {
        for (var tries = 0; tries < 3; tries++) {
            session.locksRefused.add(new SQLException("lock not available", "55P03"));
        }

        assertFailure(
                FailureCode.CONTENTION,
                "locked by somebody else",
                () -> TableLocks.take(session, List.of(ORDERS), Duration.ZERO, Duration.ofMillis(1)));
    }

    @Test
    void one_that_is_not_there_any_more_is_lost() {
        for (var gone : List.of("42P01", "3F000")) {
            session.locksRefused.add(new SQLException("does not exist", gone));
            assertFailure(
                    FailureCode.SNAPSHOT_LOST,
                    "does not exist",
                    () -> TableLocks.take(session, List.of(ORDERS), Duration.ofMinutes(1), Duration.ZERO));
        }
    }

    @Test
    void other_errors_stay_what_they_are() {
        session.locksRefused.add(new SQLException("permission denied", "42501"));

        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> TableLocks.take(session, List.of(ORDERS), Duration.ofMinutes(1), Duration.ZERO));
    }

    @Test
    void who_waits_for_a_lock_can_be_interrupted() {
        session.locksRefused.add(new SQLException("lock not available", "55P03"));
        Thread.currentThread().interrupt();

        assertThatExceptionOfType(InterruptedException.class)
                .isThrownBy(() -> TableLocks.take(session, List.of(ORDERS), Duration.ofMinutes(1), Duration.ZERO));
    }

    @Test
    void nothing_is_asked_for_no_tables() throws Exception {
        TableLocks.take(session, List.of(), Duration.ofMinutes(1), Duration.ZERO);

        assertThat(session.calls).isEmpty();
    }

    @Test
    void children_and_partitions_are_not_locked_with_their_parents() {
        assertThat(TableLocks.statements(List.of(ORDERS, new TableName("it", "a \"b\""))))
                .containsExactly(
                        "SET LOCAL lock_timeout = '500ms'",
                        "LOCK TABLE ONLY \"public\".\"orders\", ONLY \"it\".\"a \"\"b\"\"\" IN ACCESS SHARE MODE",
                        "SET LOCAL lock_timeout = 0");
    }

    @Test
    void many_tables_are_locked_by_some_statements() {
        var tables = IntStream.range(0, 2_500)
                .mapToObj(number -> new TableName("public", "t" + number))
                .toList();

        assertThat(TableLocks.statements(tables))
                .hasSize(2 + 3)
                .element(3)
                .asString()
                .contains("\"t2499\"");
    }

    @Test
    void nothing_is_asked_about_no_relations() throws Exception {
        RenamedRelations.requireNone(session, List.of());

        assertThat(session.calls).isEmpty();
    }

    private static Map<Long, EnumLabel> labels(String... names) {
        var labels = new HashMap<Long, EnumLabel>();
        for (var name : names) {
            labels.put((long) labels.size(), new EnumLabel("public.colour", name));
        }
        return labels;
    }

    @Test
    void a_label_that_has_another_name_now_is_renamed_and_new_or_dropped_ones_are_not() {
        assertThat(RenamedLabels.firstType(labels("red", "green"), labels("red", "green", "blue")))
                .isEmpty();
        assertThat(RenamedLabels.firstType(labels("red", "green"), labels("red")))
                .isEmpty();
        assertThat(RenamedLabels.firstType(labels("red", "green"), labels("red", "lime")))
                .contains("public.colour");
    }

    @Test
    void rows_read_while_a_label_was_renamed_are_not_those_of_the_snapshot() throws Exception {
        session.labels = labels("red");
        outside.labels = labels("crimson");
        var snapshot = takeOver("");

        assertFailure(FailureCode.SNAPSHOT_LOST, "type public.colour", () -> snapshot.requireLabelsAsIn(() -> outside));
        outside.labels = labels("red");
        snapshot.requireLabelsAsIn(() -> outside);
        assertThat(outside.calls).containsExactly("labels", "close", "labels", "close");
    }

    @Test
    void without_enums_no_second_session_is_opened() throws Exception {
        takeOver("").requireLabelsAsIn(() -> {
            throw new AssertionError("nobody needs it");
        });
    }

    @Test
    void relations_that_have_another_name_now_are_named() throws Exception {
        RenamedRelations.requireNone(session, List.of(ORDERS, ITEMS));
        session.renamed = List.of(2);

        assertFailure(
                FailureCode.SNAPSHOT_LOST,
                "public.items",
                () -> RenamedRelations.requireNone(session, List.of(ORDERS, ITEMS)));
    }

    @Test
    void names_of_relations_are_quoted_in_the_question() {
        assertThat(RenamedRelations.query(List.of(new TableName("it's", "a \"table\""), ITEMS)))
                .contains("ARRAY['it''s','public']", "ARRAY['a \"table\"','items']")
                .doesNotContain("?");
    }
}
