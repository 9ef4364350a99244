package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.worker.schema.TocEntry.Section;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import org.junit.jupiter.api.Test;

class IndependentHalvesTest {

    @Test
    void tables_that_need_nothing_of_each_other_are_shared_out_evenly() {
        var halves = IndependentHalves.of(IntStream.range(0, 100)
                .mapToObj(id -> entry(id, List.of(1_000)))
                .toList());

        assertThat(halves.first()).hasSize(50);
        assertThat(halves.second()).hasSize(50);
    }

    @Test
    void what_belongs_together_stays_together() {
        var halves = IndependentHalves.of(
                List.of(entry(1, List.of()), entry(2, List.of()), entry(3, List.of(1)), entry(4, List.of(2))));

        assertThat(halves.first()).extracting(TocEntry::dumpId).containsExactly(1, 3);
        assertThat(halves.second()).extracting(TocEntry::dumpId).containsExactly(2, 4);
    }

    @Property
    void every_entry_is_in_one_half_with_all_it_needs_before_it(@ForAll("archives") List<TocEntry> entries) {
        var halves = IndependentHalves.of(entries);

        assertThat(Stream.concat(halves.first().stream(), halves.second().stream()))
                .containsExactlyInAnyOrderElementsOf(entries);
        for (var half : List.of(halves.first(), halves.second())) {
            assertThat(half).isSubsetOf(entries);
            for (var index = 0; index < half.size(); index++) {
                var before =
                        half.subList(0, index).stream().map(TocEntry::dumpId).toList();
                assertThat(before).containsAll(half.get(index).dependencies());
            }
        }
    }

    /// Each entry needs some of those before it.
    @Provide
    Arbitrary<List<TocEntry>> archives() {
        return Arbitraries.integers()
                .between(0, 40)
                .flatMap(size -> Arbitraries.integers()
                        .between(0, 400)
                        .list()
                        .ofSize(2 * size)
                        .map(random -> IntStream.range(0, size)
                                .mapToObj(id -> entry(
                                        id,
                                        Stream.of(random.get(2 * id), random.get(2 * id + 1))
                                                .filter(needed -> needed < id)
                                                .distinct()
                                                .toList()))
                                .toList()));
    }

    private static TocEntry entry(int id, List<Integer> dependencies) {
        return new TocEntry(id, "TABLE", "t" + id, "public", "", "", Section.PRE_DATA, dependencies);
    }
}
