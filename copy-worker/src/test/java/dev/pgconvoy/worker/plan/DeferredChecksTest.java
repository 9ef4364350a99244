package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.migration.filter.Filters;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CheckConstraint;
import dev.pgconvoy.worker.schema.ArchiveSelection;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DeferredChecksTest {

    private static final TableName ORDERS = new TableName("public", "orders");
    private static final TableName ITEMS = new TableName("public", "items");
    private static final TableName MONEY = new TableName("public", "money");

    private final TaskPlan plan = new TaskPlan(Map.of());

    private static CheckConstraint check(String kind, TableName of, String name, boolean alone) {
        return new CheckConstraint(kind, of, name, "CHECK (true)", "", alone, false);
    }

    private List<TaskNode> add(Set<String> large, CheckConstraint... checks) {
        new DeferredChecks(List.of(checks)).add(plan, large);
        return plan.nodes().stream()
                .filter(node -> node.kind() == TaskKind.CHECK)
                .toList();
    }

    private static List<String> units(TaskNode node) {
        return ((Work.RunStatements) node.work())
                .statements().stream().map(Statement::unit).toList();
    }

    @Test
    void without_checks_nothing_is_taken_off() {
        assertThat(DeferredChecks.NONE.off()).isEmpty();
        assertThat(add(Set.of())).isEmpty();
    }

    @Test
    void all_are_taken_off_in_one_unit() {
        var off = new DeferredChecks(List.of(check("TABLE", ORDERS, "a", true), check("DOMAIN", MONEY, "b", false)))
                .off();

        assertThat(off)
                .hasValueSatisfying(statement -> assertThat(statement.sql().lines())
                        .containsExactly(
                                "ALTER TABLE \"public\".\"orders\" DROP CONSTRAINT IF EXISTS \"a\";",
                                "ALTER DOMAIN \"public\".\"money\" DROP CONSTRAINT IF EXISTS \"b\";"));
    }

    @Test
    void those_of_large_tables_are_made_side_by_side_and_those_of_trees_after_all_others() {
        var nodes = add(
                Set.of(ORDERS.quoted()),
                check("TABLE", ORDERS, "a", true),
                check("TABLE", ORDERS, "b", true),
                check("TABLE", ITEMS, "c", true),
                check("DOMAIN", MONEY, "d", false));

        assertThat(nodes).hasSize(3);
        assertThat(units(nodes.get(0))).containsExactly("check public.orders a", "check public.orders b");
        assertThat(units(nodes.get(1))).containsExactly("check public.items c");
        assertThat(units(nodes.get(2))).containsExactly("check public.money d");
        assertThat(nodes.get(1).after()).isEmpty();
        assertThat(nodes.get(2).after())
                .containsExactlyInAnyOrder(nodes.get(0).id(), nodes.get(1).id());
    }

    @Test
    void two_hundred_of_small_tables_are_one_task() {
        var many = IntStream.range(0, 201)
                .mapToObj(number -> check("TABLE", ITEMS, "c" + number, true))
                .toArray(CheckConstraint[]::new);

        assertThat(add(Set.of(), many)).extracting(node -> units(node).size()).containsExactly(200, 1);
    }

    @Test
    void they_wait_for_rows_and_keys() {
        var copied = plan.add(TaskKind.COPY, new Work.RunStatements(List.of()), Set.of(), 1);
        plan.add(TaskKind.VERIFY, new Work.RunStatements(List.of()), Set.of(), 1);

        assertThat(add(Set.of(), check("TABLE", ITEMS, "c", true)))
                .singleElement()
                .satisfies(node -> assertThat(node.after()).containsExactly(copied.id()));
    }

    @Test
    void only_those_of_what_is_moved_are_taken_off() {
        var selection = ArchiveSelection.of(
                Filters.NONE,
                List.of(new TocEntry(
                        1, "DOMAIN", "money", "public", "", "CREATE DOMAIN", Section.PRE_DATA, List.of())));

        var checks = DeferredChecks.of(
                List.of(
                        check("TABLE", ORDERS, "a", true),
                        check("DOMAIN", MONEY, "b", false),
                        check("DOMAIN", new TableName("public", "of_an_extension"), "c", false)),
                selection);

        assertThat(checks.checks()).extracting(CheckConstraint::name).containsExactly("a", "b");
    }

    @Test
    void those_that_were_noted_are_violated() {
        var checks = new DeferredChecks(List.of(check("TABLE", ORDERS, "a", true), check("TABLE", ORDERS, "b", true)));

        assertThat(checks.violated(List.of("public.orders b", "table public.orders")))
                .containsExactly("b");
    }
}
