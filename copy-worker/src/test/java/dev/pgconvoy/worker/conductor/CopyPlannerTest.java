package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.Catalog;
import dev.pgconvoy.worker.conductor.TaskNode.Kind;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class CopyPlannerTest {

    private static final long GIB = 1L << 30;

    private final List<TocEntry> entries = List.of(
            entry(1, "TABLE", "orders", Section.PRE_DATA),
            entry(2, "TABLE", "items", Section.PRE_DATA),
            entry(3, "TABLE", "parts", Section.PRE_DATA),
            entry(10, "CONSTRAINT", "orders orders_pkey", Section.POST_DATA, 1),
            entry(11, "INDEX", "items_order", Section.POST_DATA, 2),
            entry(12, "INDEX", "parts_name", Section.POST_DATA, 3),
            entry(13, "INDEX ATTACH", "items_order", Section.POST_DATA, 11, 12),
            entry(20, "FK CONSTRAINT", "items items_order_fkey", Section.POST_DATA, 2, 10));

    private final List<TaskNode> plan = plan(VerifyMode.FULL);

    @Test
    void an_index_waits_for_the_copy_of_its_table_alone() {
        var copy = task(node -> node.work() instanceof Work.CopyTables(var tables) && tables.contains(table("items")));

        assertThat(build("items_order").after()).containsExactly(copy.id());
    }

    @Test
    void the_index_of_a_partitioned_parent_waits_for_no_rows() {
        assertThat(build("parts_name").after()).isEmpty();
    }

    @Test
    void an_attachment_waits_for_both_indexes() {
        var attachment = task(node -> node.id().contains("attachments"));

        assertThat(attachment.after())
                .containsExactlyInAnyOrder(
                        build("items_order").id(), build("parts_name").id());
    }

    @Test
    void a_foreign_key_waits_for_all_rows_and_for_the_key_it_refers_to() {
        var foreignKey = task(node -> node.kind() == Kind.FOREIGN_KEY);

        assertThat(foreignKey.after())
                .contains(build("orders orders_pkey").id())
                .containsAll(plan.stream()
                        .filter(node -> node.kind() == Kind.COPY)
                        .map(TaskNode::id)
                        .toList());
    }

    @Test
    void every_copy_is_verified_unless_that_is_off() {
        assertThat(plan.stream().filter(node -> node.kind() == Kind.VERIFY)).hasSize(2);
        assertThat(plan(VerifyMode.OFF)).noneMatch(node -> node.kind() == Kind.VERIFY);
    }

    @Test
    void large_objects_are_copied_a_thousand_at_a_time() {
        var objects = plan.stream()
                .filter(node -> node.kind() == Kind.LARGE_OBJECTS)
                .map(node -> ((Work.CopyLargeObjects) node.work()).oids().size());

        assertThat(objects).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void the_plan_can_be_carried_out() {
        assertThat(new TaskGraph(plan).hasReady()).isTrue();
    }

    private List<TaskNode> plan(VerifyMode verify) {
        var catalog = new Catalog(
                List.of(table("items"), table("orders")),
                List.of(),
                List.of(),
                LongStream.range(0, 2_500).boxed().toList());
        return new CopyPlanner(new Batches(256, 64 << 20, 4), verify)
                .plan(
                        catalog,
                        SchemaPieces.of(entries),
                        entries.stream().collect(Collectors.toMap(TocEntry::dumpId, Function.identity())));
    }

    private TaskNode build(String tag) {
        return task(node -> node.kind() == Kind.BUILD
                && node.work() instanceof Work.RunStatements(var statements)
                && statements.stream()
                        .anyMatch(statement -> statement.object().equals("public." + tag)
                                && !statement.unit().startsWith("index attach")));
    }

    private TaskNode task(java.util.function.Predicate<TaskNode> which) {
        return plan.stream().filter(which).findFirst().orElseThrow();
    }

    private static TableCopy table(String name) {
        return new TableCopy(new TableName("public", name), List.of("id"), true, GIB);
    }

    private static TocEntry entry(int id, String kind, String tag, Section section, Integer... dependencies) {
        return new TocEntry(id, kind, tag, "public", "", "", section, List.of(dependencies));
    }
}
