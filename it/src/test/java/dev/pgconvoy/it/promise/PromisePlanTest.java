package dev.pgconvoy.it.promise;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.it.content.ObjectFamily;
import java.io.IOException;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class PromisePlanTest {

    private final List<ObjectFamily> families = ObjectFamily.all();
    private final List<HostilePiece> pieces = HostilePiece.all();

    PromisePlanTest() throws IOException {}

    @Test
    void a_seed_always_decides_the_same() {
        assertThat(plan(17)).isEqualTo(plan(17)).isNotEqualTo(plan(18));
    }

    @Test
    void three_hundred_seeds_have_every_family_almost_every_piece_and_all_users() {
        var plans = LongStream.rangeClosed(1, 300).mapToObj(this::plan).toList();

        assertThat(plans.stream().flatMap(plan -> plan.families().stream()).distinct())
                .hasSameSizeAs(families);
        assertThat(plans.stream().flatMap(plan -> plan.pieces().stream()).distinct())
                .hasSizeGreaterThan(pieces.size() * 4 / 5);
        assertThat(plans).extracting(PromisePlan::sourceUser).contains(PromisePlan.SourceUser.values());
        assertThat(plans).extracting(PromisePlan::targetUser).contains(PromisePlan.TargetUser.values());
        assertThat(plans).extracting(PromisePlan::encoding).contains("UTF8", "LATIN1", "SQL_ASCII", "EUC_JP");
    }

    @Test
    void a_piece_is_only_where_its_encoding_is_and_those_that_close_the_database_come_last() {
        assertThat(LongStream.rangeClosed(1, 300).mapToObj(this::plan)).allSatisfy(plan -> {
            assertThat(plan.pieces())
                    .allSatisfy(piece ->
                            assertThat(piece.encoding().orElse(plan.encoding())).isEqualTo(plan.encoding()));
            assertThat(plan.pieces()).extracting(HostilePiece::closes).isSorted();
        });
    }

    private PromisePlan plan(long seed) {
        return PromisePlan.of(seed, families, pieces);
    }
}
