package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.TaskKind;
import dev.pgconvoy.copy.UnitKind;
import dev.pgconvoy.copy.Work;
import dev.pgconvoy.copy.Work.Part;
import dev.pgconvoy.copy.Work.TableCheck;
import dev.pgconvoy.copy.Work.TableCopy;
import dev.pgconvoy.copy.Work.ValueRange;
import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogTable;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class UnloggedUnitsTest {

    private static final TableName LOGGED = new TableName("public", "logged");
    private static final TableName UNLOGGED = new TableName("public", "unlogged");
    private static final TableName TREE = new TableName("public", "tree");
    private static final TableName LEAF = new TableName("public", "leaf");
    private static final List<CatalogTable> TABLES =
            List.of(table(LOGGED, LOGGED, false), table(UNLOGGED, UNLOGGED, true), table(LEAF, TREE, true));

    private static CatalogTable table(TableName name, TableName into, boolean unlogged) {
        return new CatalogTable(name, into, List.of(), true, "", 1, 1, unlogged);
    }

    private static TableCopy copy(TableName name, TableName into, Optional<Part> part) {
        return new TableCopy(name, into, List.of(), true, false, part, 1);
    }

    private static TableCheck check(TableName name, boolean tree) {
        return new TableCheck(name, tree, Optional.empty(), Optional.empty());
    }

    private static TaskNode node(String id, Work work) {
        return new TaskNode(id, TaskKind.COPY, work, Set.of(), 1);
    }

    @Test
    void what_fills_or_checks_an_unlogged_table_is_gone_and_nothing_else() {
        var part = Optional.of(new Part(2, 2, new ValueRange("id", Optional.of("7"), Optional.empty())));
        var index = new Work.Statement(UnitKind.INDEX, "index public unlogged_key", "index", "CREATE INDEX");
        var nodes = List.of(
                node(
                        "batch",
                        new Work.CopyTables(
                                List.of(copy(LOGGED, LOGGED, Optional.empty()), copy(UNLOGGED, UNLOGGED, part)),
                                List.of(index))),
                node("leaf", new Work.CopyTables(List.of(copy(LEAF, TREE, Optional.empty())), List.of())),
                node("check", new Work.VerifyTables(List.of(check(LOGGED, false), check(UNLOGGED, false)), true)),
                node("check of the tree", new Work.VerifyTables(List.of(check(TREE, true)), true)),
                node("build", new Work.RunStatements(List.of(index))),
                node("objects", new Work.CopyLargeObjects(List.of(1L))));

        assertThat(UnloggedUnits.of(TABLES, nodes))
                .containsExactlyInAnyOrder(
                        copy(UNLOGGED, UNLOGGED, part).unit(),
                        copy(LEAF, TREE, Optional.empty()).unit(),
                        check(UNLOGGED, false).unit(),
                        check(TREE, true).unit());
    }
}
