package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.TaskLabel;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.copy.Work.Statement;
import dev.pgconvoy.migration.InvalidData;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogContents;
import dev.pgconvoy.worker.catalog.CatalogTable;
import dev.pgconvoy.worker.catalog.CheckConstraint;
import dev.pgconvoy.worker.catalog.ColumnTypes;
import dev.pgconvoy.worker.catalog.EarlyForeignKey;
import dev.pgconvoy.worker.catalog.RowDigest;
import dev.pgconvoy.worker.catalog.TableDivision;
import dev.pgconvoy.worker.dispatch.TaskGraph;
import dev.pgconvoy.worker.schema.SchemaPieces;
import dev.pgconvoy.worker.schema.TocEntry;
import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class CopyPlannerTest {

    private static final long MIB = 1L << 20;
    private static final long GIB = 1L << 30;
    private static final TableBatches BATCHES = new TableBatches(256, 64 * MIB, 4, 1);

    private final List<TocEntry> entries = List.of(
            entry(1, "TABLE", "orders", Section.PRE_DATA),
            entry(2, "TABLE", "items", Section.PRE_DATA),
            entry(3, "TABLE", "parts", Section.PRE_DATA),
            entry(4, "TABLE", "notes", Section.PRE_DATA),
            entry(5, "TABLE", "tags", Section.PRE_DATA),
            entry(10, "CONSTRAINT", "orders orders_pkey", Section.POST_DATA, 1),
            entry(11, "INDEX", "items_order", Section.POST_DATA, 2),
            entry(12, "INDEX", "parts_name", Section.POST_DATA, 3),
            entry(13, "INDEX ATTACH", "items_order", Section.POST_DATA, 11, 12),
            entry(14, "CONSTRAINT", "notes notes_pkey", Section.POST_DATA, 4),
            key(15, "items", 2),
            foreignKey(20, "items", "orders", 1, 2, 10),
            foreignKey(21, "tags", "notes", 5, 14),
            foreignKey(22, "tags", "parts", 5, 12));

    private final List<TaskNode> plan = plan(VerifyMode.FULL);

    @Test
    void an_index_of_a_large_table_waits_for_the_copy_of_its_table_alone() {
        assertThat(build("items_order").after()).containsExactly(copyOf("items").id());
    }

    @Test
    void small_tables_are_copied_indexed_and_analyzed_in_one_task() {
        var together = copyOf("notes");

        assertThat(together).isSameAs(copyOf("tags"));
        assertThat(((Work.CopyTables) together.work()).afterwards().stream().map(Statement::unit))
                .containsExactlyInAnyOrder(
                        "constraint public notes notes_pkey",
                        "analyze \"public\".\"notes\"",
                        "analyze \"public\".\"tags\"");
    }

    @Test
    void a_large_table_is_analyzed_after_its_indexes() {
        assertThat(finishOf(plan, "items").after())
                .containsExactlyInAnyOrder(
                        copyOf("items").id(),
                        build("items_order").id(),
                        build("items items_pkey").id());
    }

    @Test
    void a_key_beside_another_index_is_built_as_an_index_and_made_a_constraint_after_both() {
        var built = ((Work.RunStatements) build("items items_pkey").work()).statements();
        var finished = ((Work.RunStatements) finishOf(plan, "items").work()).statements();

        assertThat(build("items items_pkey").after())
                .containsExactly(copyOf("items").id());
        assertThat(built)
                .singleElement()
                .satisfies(statement -> assertThat(statement.sql()).contains("CREATE UNIQUE INDEX \"items_pkey\""));
        assertThat(finished.getFirst().sql()).contains("PRIMARY KEY USING INDEX \"items_pkey\"");
        assertThat(finished.getLast().sql()).startsWith("ANALYZE");
    }

    /// It would be computed from what those tables hold by then, and nobody would say so.
    @ParameterizedTest
    @CsvSource({"items, SELECT rate FROM rates, true", "notes, SELECT rate FROM rates, true", "items, SELECT 1, false"})
    void an_index_that_may_read_other_tables_waits_for_all_rows(String table, String body, boolean all) {
        var tableId = table.equals("items") ? 2 : 4;
        var more = Stream.concat(
                        entries.stream(),
                        Stream.of(
                                defined(
                                        entry(30, "FUNCTION", "rate(integer)", Section.PRE_DATA),
                                        "CREATE FUNCTION \"public\".\"rate\"(integer) AS $$%s$$;".formatted(body)),
                                entry(31, "INDEX", "by_rate", Section.POST_DATA, tableId, 30)))
                .toList();
        var catalog = catalog(GIB, 8_192);
        var division = new TableDivision(Map.of(), BATCHES.largePages(catalog.tables()));

        var nodes = plan(VerifyMode.FULL, catalog, BATCHES, division, more);

        var build = nodes.stream()
                .filter(node -> makes(node, "public.by_rate"))
                .findFirst()
                .orElseThrow();
        var copies = nodes.stream()
                .filter(node -> node.kind() == TaskKind.COPY)
                .map(TaskNode::id)
                .toList();
        assertThat(copies).hasSizeGreaterThan(2);
        assertThat(build.kind()).isEqualTo(TaskKind.BUILD);
        assertThat(build.after().containsAll(copies)).isEqualTo(all);
        assertThat(finishOf(nodes, table).after()).contains(build.id());
        assertThat(units(nodes)).containsAll(units(plan));
        assertThat(new TaskGraph(nodes)).isNotNull();
    }

    /// Functions of the extension may read them, in a check, a generated column or an index of any table.
    @Test
    void rows_that_configure_an_extension_come_first() {
        var catalog = catalog(GIB, 8_192);
        var systems = new TableName("public", "systems");
        var more = new CatalogContents(
                15,
                Stream.concat(
                                catalog.tables().stream(),
                                Stream.of(new CatalogTable(
                                        systems,
                                        systems,
                                        List.of(new CatalogTable.Column("id", 23)),
                                        true,
                                        "WHERE own",
                                        8_192,
                                        1,
                                        false)))
                        .toList(),
                ColumnTypes.none(),
                List.of(),
                List.of(),
                List.of());
        var division = new TableDivision(Map.of(), BATCHES.largePages(more.tables()));

        var nodes = plan(VerifyMode.FULL, more, BATCHES, division);

        var first = copiesOf(nodes, "systems");
        assertThat(afterOf(nodes, "systems")).isEmpty();
        assertThat(nodes.stream().filter(node -> node.kind() == TaskKind.COPY && !first.contains(node.id())))
                .hasSize(3)
                .allSatisfy(node -> assertThat(node.after()).isEqualTo(first));
    }

    @Test
    void a_table_whose_generated_column_may_read_others_is_copied_after_them() {
        var more = Stream.concat(
                        entries.stream().filter(entry -> entry.dumpId() != 2),
                        Stream.of(
                                defined(
                                        entry(30, "FUNCTION", "rate(integer)", Section.PRE_DATA),
                                        "CREATE FUNCTION \"public\".\"rate\"(integer) AS $$SELECT rate FROM rates$$;"),
                                defined(
                                        entry(2, "TABLE", "items", Section.PRE_DATA, 30),
                                        "CREATE TABLE \"public\".\"items\" (\"r\" int GENERATED ALWAYS AS (\"public\".\"rate\"(1)) STORED);")))
                .toList();
        var catalog = catalog(GIB, 8_192);
        var division = new TableDivision(Map.of(), BATCHES.largePages(catalog.tables()));

        var nodes = plan(VerifyMode.FULL, catalog, BATCHES, division, more);

        var last = nodes.stream()
                .filter(node -> isCopyOf(node, "items"))
                .findFirst()
                .orElseThrow();
        assertThat(last.after())
                .containsExactlyInAnyOrderElementsOf(nodes.stream()
                        .filter(node -> node.kind() == TaskKind.COPY && !node.equals(last))
                        .map(TaskNode::id)
                        .toList())
                .isNotEmpty();
        assertThat(finishOf(nodes, "items").after()).contains(last.id());
        assertThat(units(nodes)).isEqualTo(units(plan));
        assertThat(new TaskGraph(nodes)).isNotNull();
    }

    /// `topology.layer` refers to `topology.topology` from the moment that its extension is there.
    @Test
    void a_table_whose_foreign_key_is_there_before_the_rows_waits_for_those_it_refers_to() {
        var catalog = catalog(GIB, 8_192);
        var division = new TableDivision(
                Map.of(
                        "\"public\".\"items\"",
                        List.of(
                                new Part(1, 2, new Work.ConfigurationRows()),
                                new Part(2, 2, new Work.ConfigurationRows()))),
                BATCHES.largePages(catalog.tables()));
        var order = FillOrder.of(
                List.of(before("tags", "notes"), before("notes", "items"), before("tags", "absent")), List.of());

        var ordered = plan(VerifyMode.OFF, catalog, BATCHES, division, order, entries);

        assertThat(afterOf(ordered, "tags"))
                .isEqualTo(copiesOf(ordered, "notes"))
                .hasSize(1);
        assertThat(afterOf(ordered, "notes"))
                .isEqualTo(copiesOf(ordered, "items"))
                .hasSize(2);
        assertThat(afterOf(ordered, "orders")).isEmpty();
    }

    @Test
    void tables_that_wait_for_each_other_are_copied_one_after_the_other() {
        var catalog = catalog(GIB, 8_192);
        var division = new TableDivision(Map.of(), BATCHES.largePages(catalog.tables()));
        var order = FillOrder.of(List.of(before("tags", "notes"), before("notes", "tags")), List.of());

        var ordered = plan(VerifyMode.OFF, catalog, BATCHES, division, order, entries);

        assertThat(afterOf(ordered, "notes").size() + afterOf(ordered, "tags").size())
                .isEqualTo(1);
    }

    @Test
    void keys_that_were_dropped_before_the_rows_are_made_again_after_all_of_them() {
        var catalog = catalog(GIB, 8_192);
        var division = new TableDivision(Map.of(), BATCHES.largePages(catalog.tables()));
        var postponed = List.of(before("tags", "notes"), before("notes", "tags"));

        var order = FillOrder.of(postponed, postponed);
        var nodes = plan(
                VerifyMode.OFF,
                catalog,
                BATCHES,
                division,
                order,
                new ForeignKeys(InvalidData.FAIL, postponed),
                entries);
        var again = nodes.stream()
                .filter(node -> statements(node)
                        .anyMatch(made -> made.unit().equals("foreign key \"public\".\"tags\" \"notes\"")))
                .findFirst()
                .orElseThrow();

        assertThat(order.concerns(new TableName("public", "tags"))).isFalse();
        assertThat(again.after())
                .hasSizeGreaterThan(3)
                .as("other keys lock the same tables")
                .containsAll(nodes.stream()
                        .filter(node -> node.kind() == TaskKind.FOREIGN_KEY && !node.equals(again))
                        .map(TaskNode::id)
                        .toList());
        assertThat(((Work.RunStatements) again.work()).statements())
                .extracting(Statement::unit)
                .containsExactly(
                        "foreign key \"public\".\"tags\" \"notes\"", "foreign key \"public\".\"notes\" \"tags\"");
    }

    private static EarlyForeignKey before(String referencing, String referenced) {
        return new EarlyForeignKey(
                new TableName("public", referencing), new TableName("public", referenced), referenced, "", "", true);
    }

    private static Set<String> afterOf(List<TaskNode> nodes, String table) {
        return nodes.stream()
                .filter(node -> isCopyOf(node, table))
                .findFirst()
                .orElseThrow()
                .after();
    }

    private static Set<String> copiesOf(List<TaskNode> nodes, String table) {
        return nodes.stream()
                .filter(node -> isCopyOf(node, table))
                .map(TaskNode::id)
                .collect(Collectors.toSet());
    }

    private static boolean isCopyOf(TaskNode node, String table) {
        return node.work() instanceof Work.CopyTables(var tables, var _)
                && tables.stream().anyMatch(copy -> copy.table().name().equals(table));
    }

    @Test
    void the_index_of_a_partitioned_parent_waits_for_no_rows() {
        assertThat(build("parts_name").after()).isEmpty();
    }

    @Test
    void an_attachment_waits_for_both_indexes() {
        assertThat(task(node -> statements(node)
                                .anyMatch(statement -> statement.unit().startsWith("index attach")))
                        .after())
                .containsExactlyInAnyOrder(
                        build("items_order").id(), build("parts_name").id());
    }

    @Test
    void a_foreign_key_waits_for_its_two_tables_only_and_is_validated_after_it_was_added() {
        var added = foreignKeys("NOT VALID", "public.items orders_fkey");
        var validated = foreignKeys("VALIDATE CONSTRAINT", "public.items orders_fkey");

        assertThat(added.after())
                .containsExactlyInAnyOrder(
                        finishOf(plan, "items").id(),
                        finishOf(plan, "orders").id(),
                        build("orders orders_pkey").id());
        assertThat(validated.after()).containsExactly(added.id());
    }

    @Test
    void foreign_keys_between_small_tables_are_made_together() {
        assertThat(foreignKeys("", "public.tags notes_fkey").after())
                .containsExactly(copyOf("tags").id());
    }

    @Test
    void a_foreign_key_to_a_partitioned_table_waits_for_everything() {
        assertThat(foreignKeys("", "public.tags parts_fkey").after())
                .containsAll(plan.stream()
                        .filter(node -> Set.of(TaskKind.COPY, TaskKind.BUILD, TaskKind.ANALYZE)
                                .contains(node.kind()))
                        .map(TaskNode::id)
                        .toList());
    }

    @Test
    void a_table_that_is_split_is_indexed_after_all_parts_and_verified_slice_by_slice() {
        var parts = TableParts.byPages(table("items", GIB), 3);

        var split = plan(VerifyMode.FULL, Map.of("\"public\".\"items\"", parts));

        assertThat(split.stream()
                        .filter(node -> node.work() instanceof Work.CopyTables(var tables, var _)
                                && tables.getFirst().part().isPresent()))
                .hasSize(3)
                .allSatisfy(node -> assertThat(((Work.CopyTables) node.work())
                                .tables()
                                .getFirst()
                                .freeze())
                        .isFalse());
        assertThat(split.stream()
                        .filter(node -> makes(node, "public.items_order"))
                        .findFirst()
                        .orElseThrow()
                        .after())
                .hasSize(3);
        assertThat(split.stream().filter(CopyPlannerTest::isSliceOfItems)).hasSize(3);
    }

    /// Whether a table may be queried depends on such an index: a slice that is compared before it is there
    /// and one that is compared afterwards would read the table in two ways, and some rows twice or never.
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "CREATE INDEX \"items_order\" ON \"public\".\"items\" USING btree ((\"id\" + f(1)))          | true",
                "CREATE INDEX \"items_order\" ON \"public\".\"items\" USING btree (\"id\", lower(\"name\"))    | true",
                "CREATE INDEX \"items_order\" ON \"public\".\"items\" USING gin (f(\"id\") \"gin_ops\")        | true",
                "CREATE INDEX \"items_order\" ON \"public\".\"items\" USING btree (\"id\") WHERE (\"id\" > f(1)) | true",
                "CREATE INDEX \"items_order\" ON \"public\".\"items\" USING btree (\"id\", \"name\" DESC)       | false",
            })
    void slices_wait_for_the_builds_of_indexes_with_expressions_and_for_no_others(String definition, boolean wait) {
        var parts = TableParts.byPages(table("items", GIB), 3);

        var split = plan(
                VerifyMode.FULL,
                Map.of("\"public\".\"items\"", parts),
                entries.stream()
                        .map(entry -> entry.dumpId() == 11 ? defined(entry, definition + ";\n") : entry)
                        .toList());

        var copies = split.stream()
                .filter(node -> node.work() instanceof Work.CopyTables(var tables, var _)
                        && tables.getFirst().part().isPresent())
                .map(TaskNode::id)
                .toList();
        assertThat(split.stream().filter(CopyPlannerTest::isSliceOfItems))
                .hasSize(3)
                .allSatisfy(slice -> {
                    assertThat(slice.after()).containsAll(copies);
                    assertThat(slice.after().contains(finishOf(split, "items").id()))
                            .isEqualTo(wait);
                });
    }

    private static boolean isSliceOfItems(TaskNode node) {
        return node.work() instanceof Work.VerifyTables(var checks, var _)
                && checks.stream()
                        .anyMatch(check -> check.table().name().equals("items")
                                && check.slice().isPresent());
    }

    private TaskNode checkOf(String table) {
        return task(node -> node.kind() == TaskKind.CHECK && makes(node, "public.%s positive".formatted(table)));
    }

    @Test
    void tasks_are_numbered_in_the_order_of_the_plan_and_named_beside_it() {
        assertThat(plan)
                .extracting(TaskNode::id)
                .doesNotHaveDuplicates()
                .allMatch(id -> id.matches("t[0-9]{5}"))
                .isEqualTo(plan(VerifyMode.FULL).stream().map(TaskNode::id).toList());
        assertThat(copyOf("notes").label())
                .isEqualTo(new TaskLabel(TaskKind.COPY, "public.notes and 1 more", Optional.empty()));
        assertThat(build("items_order").label().sentence()).isEqualTo("build public.items_order");
        assertThat(foreignKeys("VALIDATE CONSTRAINT", "public.items orders_fkey")
                        .label()
                        .sentence())
                .isEqualTo("foreign-key public.items orders_fkey");
    }

    /// Whoever takes over finds what is done by these names: they may never change.
    @Test
    void the_names_of_units_in_the_ledger_are_as_they_always_were() {
        assertThat(units(plan))
                .contains(
                        "copy \"public\".\"items\"",
                        "analyze \"public\".\"items\"",
                        "index public items_order",
                        "index attach public items_order",
                        "index of constraint public items items_pkey",
                        "constraint public items items_pkey",
                        "constraint public notes notes_pkey",
                        "add fk constraint public items orders_fkey",
                        "fk constraint public items orders_fkey",
                        "fk constraint public tags notes_fkey",
                        "check public.items positive",
                        "large-objects 0-999",
                        "verify \"public\".\"items\"");
    }

    private static TocEntry defined(TocEntry entry, String definition) {
        return new TocEntry(
                entry.dumpId(),
                entry.kind(),
                entry.tag(),
                entry.namespace(),
                entry.owner(),
                definition,
                entry.section(),
                entry.dependencies());
    }

    @Test
    void every_table_is_verified_unless_that_is_off() {
        assertThat(plan.stream()
                        .filter(node -> node.kind() == TaskKind.VERIFY)
                        .flatMap(node -> ((Work.VerifyTables) node.work()).checks().stream())
                        .map(check -> check.table().name()))
                .containsExactlyInAnyOrder("items", "orders", "notes", "tags");
        assertThat(plan(VerifyMode.OFF)).noneMatch(node -> node.kind() == TaskKind.VERIFY);
    }

    @Test
    void large_objects_are_copied_a_thousand_at_a_time() {
        var objects = plan.stream()
                .filter(node -> node.kind() == TaskKind.LARGE_OBJECTS)
                .map(node -> ((Work.CopyLargeObjects) node.work()).oids().size());

        assertThat(objects).containsExactly(1_000, 1_000, 500);
    }

    @Test
    void checks_come_after_all_that_changes_tables_and_those_of_trees_last() {
        var ofTable = checkOf("items");
        var ofSmall = checkOf("tags");
        var ofTrees = checkOf("amount");

        assertThat(ofTable.after())
                .containsAll(plan.stream()
                        .filter(node -> Set.of(TaskKind.COPY, TaskKind.BUILD, TaskKind.ANALYZE, TaskKind.FOREIGN_KEY)
                                .contains(node.kind()))
                        .map(TaskNode::id)
                        .toList());
        assertThat(ofTrees.after()).contains(ofTable.id(), ofSmall.id());
        assertThat(((Work.RunStatements) ofSmall.work()).statements())
                .containsExactly(
                        new Statement(
                                UnitKind.CHECK,
                                "check public.tags positive",
                                "public.tags positive",
                                "ALTER TABLE \"public\".\"tags\" ADD CONSTRAINT \"positive\" CHECK ((id > 0));",
                                Optional.of(
                                        "ALTER TABLE \"public\".\"tags\" ADD CONSTRAINT \"positive\" CHECK ((id > 0)) NOT VALID;")));
    }

    @Test
    void whoever_goes_on_with_the_copy_plans_the_same_units_whatever_the_sizes_and_settings_are_by_then() {
        var begun = catalog(15 * MIB, 17 * MIB);
        var division = new TableDivision(Map.of(), BATCHES.largePages(begun.tables()));
        var first = units(plan(VerifyMode.FULL, begun, BATCHES, division));

        assertThat(units(plan(VerifyMode.FULL, catalog(17 * MIB, 15 * MIB), BATCHES, division)))
                .isEqualTo(first);
        assertThat(units(plan(VerifyMode.FULL, begun, new TableBatches(2, 8 * MIB, 1, 1), division)))
                .isEqualTo(first);
    }

    @Test
    void slices_of_two_conductors_are_disjoint_on_the_target_although_the_source_has_grown() {
        var begun = catalog(GIB, 8_192);
        var division = new TableDivision(
                Map.of("\"public\".\"items\"", TableParts.byPages(begun.tables().getFirst(), 4)),
                BATCHES.largePages(begun.tables()));

        assertThat(slicesOfTarget(plan(VerifyMode.FULL, catalog(2 * GIB, 8_192), BATCHES, division)))
                .hasSize(4)
                .isEqualTo(slicesOfTarget(plan(VerifyMode.FULL, begun, BATCHES, division)));
    }

    @Test
    void the_plan_can_be_carried_out() {
        var graph = new TaskGraph(plan);
        for (var next = graph.takeReady(Set.of()); next.isPresent(); next = graph.takeReady(Set.of())) {
            graph.done(next.get());
        }

        assertThat(graph.isFinished()).isTrue();
    }

    private List<TaskNode> plan(VerifyMode verify) {
        return plan(verify, Map.of());
    }

    private static Map<String, Work.Rows> slicesOfTarget(List<TaskNode> some) {
        return some.stream()
                .filter(node -> node.work() instanceof Work.VerifyTables)
                .flatMap(node -> ((Work.VerifyTables) node.work()).checks().stream())
                .filter(check -> check.slice().isPresent())
                .collect(Collectors.toMap(
                        Work.TableCheck::unit,
                        check -> check.slice().orElseThrow().target()));
    }

    private static Set<String> units(List<TaskNode> some) {
        return some.stream().flatMap(node -> node.work().units().stream()).collect(Collectors.toSet());
    }

    private List<TaskNode> plan(VerifyMode verify, Map<String, List<Part>> parts) {
        return plan(verify, parts, entries);
    }

    private static List<TaskNode> plan(VerifyMode verify, Map<String, List<Part>> parts, List<TocEntry> entries) {
        var catalog = catalog(GIB, 8_192);
        var division = new TableDivision(parts, BATCHES.largePages(catalog.tables()));
        return plan(verify, catalog, BATCHES, division, entries);
    }

    private static CatalogContents catalog(long itemBytes, long tagBytes) {
        return new CatalogContents(
                15,
                List.of(
                        table("items", itemBytes),
                        table("orders", GIB),
                        table("notes", 8_192),
                        table("tags", tagBytes)),
                ColumnTypes.none(),
                List.of(),
                List.of(),
                LongStream.range(0, 2_500).boxed().toList());
    }

    private List<TaskNode> plan(
            VerifyMode verify, CatalogContents catalog, TableBatches batches, TableDivision division) {
        return plan(verify, catalog, batches, division, entries);
    }

    private static List<TaskNode> plan(
            VerifyMode verify,
            CatalogContents catalog,
            TableBatches batches,
            TableDivision division,
            List<TocEntry> entries) {
        return plan(verify, catalog, batches, division, FillOrder.ANY, entries);
    }

    private static List<TaskNode> plan(
            VerifyMode verify,
            CatalogContents catalog,
            TableBatches batches,
            TableDivision division,
            FillOrder order,
            List<TocEntry> entries) {
        return plan(verify, catalog, batches, division, order, new ForeignKeys(InvalidData.FAIL, List.of()), entries);
    }

    private static List<TaskNode> plan(
            VerifyMode verify,
            CatalogContents catalog,
            TableBatches batches,
            TableDivision division,
            FillOrder order,
            ForeignKeys foreignKeys,
            List<TocEntry> entries) {
        var deferred = new DeferredChecks(
                List.of(check("TABLE", "items", true), check("TABLE", "tags", true), check("DOMAIN", "amount", false)));
        var checks = new VerificationPlanner(verify, new RowDigest(ColumnTypes.none(), 15, false), batches, 15, true);
        return new CopyPlanner(
                        batches,
                        checks,
                        division,
                        order,
                        entries.stream().collect(Collectors.toMap(TocEntry::dumpId, Function.identity())))
                .plan(catalog, SchemaPieces.of(entries), foreignKeys, deferred);
    }

    private static CheckConstraint check(String kind, String of, boolean alone) {
        return new CheckConstraint(kind, new TableName("public", of), "positive", "CHECK ((id > 0))", "", alone, false);
    }

    private TaskNode copyOf(String table) {
        return task(node -> isCopyOf(node, table));
    }

    /// The task that gathers its statistics.
    private static TaskNode finishOf(List<TaskNode> nodes, String table) {
        return nodes.stream()
                .filter(node -> node.kind() == TaskKind.ANALYZE && makes(node, "public." + table))
                .findFirst()
                .orElseThrow();
    }

    private static boolean makes(TaskNode node, String object) {
        return statements(node).anyMatch(statement -> statement.object().equals(object));
    }

    private static Stream<Statement> statements(TaskNode node) {
        return node.work() instanceof Work.RunStatements(var statements) ? statements.stream() : Stream.of();
    }

    private TaskNode foreignKeys(String sql, String object) {
        return task(node -> node.kind() == TaskKind.FOREIGN_KEY
                && makes(node, object)
                && statements(node).allMatch(statement -> statement.sql().contains(sql)));
    }

    private TaskNode build(String tag) {
        return task(node -> node.kind() == TaskKind.BUILD
                && node.work() instanceof Work.RunStatements(var statements)
                && statements.stream()
                        .anyMatch(statement -> statement.object().equals("public." + tag)
                                && !statement.unit().startsWith("index attach")));
    }

    private TaskNode task(Predicate<TaskNode> which) {
        return plan.stream().filter(which).findFirst().orElseThrow();
    }

    private static CatalogTable table(String name, long bytes) {
        var full = new TableName("public", name);
        return new CatalogTable(
                full, full, List.of(new CatalogTable.Column("id", 23)), true, "", bytes, bytes / 8_192, false);
    }

    private static TocEntry foreignKey(int id, String from, String to, Integer... dependencies) {
        var definition =
                "ALTER TABLE ONLY \"public\".\"%s\"\n    ADD CONSTRAINT \"%s_fkey\" FOREIGN KEY (\"x\") REFERENCES \"public\".\"%s\"(\"id\");\n"
                        .formatted(from, to, to);
        return new TocEntry(
                id,
                "FK CONSTRAINT",
                "%s %s_fkey".formatted(from, to),
                "public",
                "",
                definition,
                Section.POST_DATA,
                List.of(dependencies));
    }

    private static TocEntry key(int id, String table, Integer... dependencies) {
        var definition = "ALTER TABLE ONLY \"public\".\"%s\"\n    ADD CONSTRAINT \"%s_pkey\" PRIMARY KEY (\"id\");\n"
                .formatted(table, table);
        return new TocEntry(
                id,
                "CONSTRAINT",
                "%s %s_pkey".formatted(table, table),
                "public",
                "",
                definition,
                Section.POST_DATA,
                List.of(dependencies));
    }

    private static TocEntry entry(int id, String kind, String tag, Section section, Integer... dependencies) {
        return new TocEntry(id, kind, tag, "public", "", "", section, List.of(dependencies));
    }
}
