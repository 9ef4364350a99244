package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.postgres.TableName;
import dev.pgconvoy.worker.catalog.CatalogTable;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.constraints.IntRange;
import net.jqwik.api.constraints.LongRange;
import net.jqwik.api.constraints.Size;
import org.junit.jupiter.api.Test;

class TableBatchesTest {

    private static final long MIB = 1024 * 1024;

    @Property
    void every_table_is_in_exactly_one_group_and_no_group_is_too_large(
            @ForAll @Size(max = 400) List<@LongRange(max = 4_000_000_000L) Long> sizes,
            @ForAll @IntRange(min = 1, max = 64) int jobs,
            @ForAll @IntRange(min = 1, max = 4) int databases,
            @ForAll @IntRange(min = 1, max = 300) int mostTables) {
        var tables = tables(sizes.stream().mapToLong(Long::longValue));

        var groups = new TableBatches(mostTables, 64 * MIB, jobs, databases).of(tables);

        assertThat(groups.stream().flatMap(List::stream)).containsExactlyElementsOf(tables);
        assertThat(groups).allSatisfy(group -> {
            assertThat(group).hasSizeBetween(1, mostTables);
            var bytes = group.stream().mapToLong(CatalogTable::bytes).sum();
            assertThat(group.size() == 1 || bytes <= 64 * MIB).isTrue();
        });
    }

    @Test
    void two_thousand_small_tables_become_few_groups_but_enough_for_all_jobs() {
        var groups = new TableBatches(256, 64 * MIB, 4, 1)
                .of(tables(LongStream.range(0, 2_000).map(_ -> 16_384)));

        assertThat(groups).hasSizeBetween(8, 40);
    }

    @Test
    void a_small_database_beside_others_is_one_group() {
        var tables = tables(LongStream.range(0, 20).map(_ -> 150_000));

        assertThat(new TableBatches(256, 64 * MIB, 4, 1).of(tables)).hasSize(4);
        assertThat(new TableBatches(256, 64 * MIB, 4, 4).of(tables)).hasSize(1);
    }

    private static List<CatalogTable> tables(LongStream sizes) {
        var bytes = sizes.toArray();
        return IntStream.range(0, bytes.length)
                .mapToObj(number -> table(new TableName("public", "t" + number), bytes[number]))
                .toList();
    }

    private static CatalogTable table(TableName name, long bytes) {
        return new CatalogTable(
                name, name, List.of(new CatalogTable.Column("a", 23)), true, "", bytes, bytes / 8_192, false);
    }
}
