package dev.pgconvoy.worker.target;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Digest;
import dev.pgconvoy.copy.Work.DigestField;
import dev.pgconvoy.copy.Work.FieldForm;
import dev.pgconvoy.copy.Work.Hash;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.event.TaskResult.UnitResult;
import dev.pgconvoy.failure.FailureCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.ledger.DoneUnit;
import dev.pgconvoy.worker.plan.TaskNode;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ProvenUnitsTest {

    private static final TaskNode TOGETHER = node("together", "a", "b");
    private static final TaskNode A = node("only a", "a");
    private static final TaskNode B = node("only b", "b");

    private static TaskNode node(String id, String... units) {
        return new TaskNode(
                id,
                TaskKind.BUILD,
                new Work.RunStatements(Stream.of(units)
                        .map(unit -> new Statement(unit, unit, "SELECT 1"))
                        .toList()),
                Set.of(),
                1);
    }

    private static DoneUnit inLedger(String unit) {
        return new DoneUnit(UnitResult.of(unit, 10, 100, 1), Instant.EPOCH);
    }

    @Test
    void each_task_gets_what_the_ledger_says_of_its_units() {
        var ledger = List.of(inLedger("b"), inLedger("a"));

        assertThat(ProvenUnits.of(List.of(TOGETHER), List.of(TOGETHER), ledger))
                .containsOnlyKeys(TOGETHER)
                .containsValue(List.of(inLedger("a"), inLedger("b")));
    }

    @Test
    void what_was_divided_is_proven_by_its_parts() {
        var ledger = List.of(inLedger("a"), inLedger("b"));

        assertThat(ProvenUnits.of(List.of(TOGETHER), List.of(A, B), ledger)).containsOnlyKeys(A, B);
    }

    @Test
    void a_task_that_was_reported_as_done_and_is_not_in_the_ledger_is_to_be_done_again() {
        assertMissing(List.of(A), List.of(A), List.of());
    }

    @Test
    void so_is_a_unit_of_the_plan_of_which_nobody_spoke() {
        assertMissing(List.of(A, B), List.of(A), List.of(inLedger("a")));
    }

    /// Another migration, which only counted rows, may have been here before.
    @Test
    void rows_that_were_counted_are_no_proof_of_their_content() {
        var table = new TableName("public", "orders");
        var digest = new Digest(Hash.RECORD, false, List.of(new DigestField("id", FieldForm.VALUE)));
        var counted = new TableCheck(table, false, Optional.empty(), Optional.empty());
        var compared = new TableCheck(table, false, Optional.of(digest), Optional.empty());
        var node = new TaskNode("proof", TaskKind.VERIFY, new Work.VerifyTables(List.of(compared), true), Set.of(), 1);

        assertMissing(List.of(node), List.of(node), List.of(inLedger(counted.unit())));
    }

    private static void assertMissing(List<TaskNode> plan, List<TaskNode> done, List<DoneUnit> ledger) {
        assertThatExceptionOfType(MigrationException.class)
                .isThrownBy(() -> ProvenUnits.of(plan, done, ledger))
                .satisfies(e -> assertThat(e.failure().code()).isEqualTo(FailureCode.CONTENTION));
    }
}
