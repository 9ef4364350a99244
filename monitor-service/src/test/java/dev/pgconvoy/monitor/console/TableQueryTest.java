package dev.pgconvoy.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.monitor.console.TableQuery.Order;
import dev.pgconvoy.monitor.live.TableRow;
import dev.pgconvoy.monitor.live.TableStage;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class TableQueryTest {

    private static final List<TableRow> TABLES = List.of(
            table("public.done", TableStage.DONE, 900),
            table("public.small", TableStage.COPYING, 10),
            table("public.large", TableStage.COPYING, 500),
            table("public.broken", TableStage.FAILED, 1));

    private static TableRow table(String name, TableStage stage, long bytes) {
        return new TableRow(
                "orders",
                name,
                stage,
                Optional.empty(),
                Optional.of(bytes),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                Optional.empty(),
                List.of(),
                "");
    }

    private static List<String> names(TableQuery query) {
        return query.of(TABLES).tables().stream().map(TableRow::table).toList();
    }

    @Test
    void what_failed_comes_first_then_what_is_at_work_the_largest_before() {
        assertThat(names(new TableQuery(Set.of(), List.of(), Order.WORST, false, 0, 10)))
                .containsExactly("public.broken", "public.large", "public.small", "public.done");
    }

    @Test
    void states_and_words_choose_and_the_counts_stay() {
        var page = new TableQuery(Set.of(TableStage.COPYING), List.of("l"), Order.NAME, true, 0, 1).of(TABLES);

        assertThat(page.tables()).extracting(TableRow::table).containsExactly("public.small");
        assertThat(page.total()).isEqualTo(2);
        assertThat(page.states()).containsEntry("done", 1).containsEntry("copying", 2);
    }
}
