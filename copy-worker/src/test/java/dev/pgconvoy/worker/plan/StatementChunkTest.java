package dev.pgconvoy.worker.plan;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.copy.Work.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class StatementChunkTest {

    @Test
    void all_statements_are_in_the_chunks_in_their_order() {
        var all = grants(2 * StatementChunk.MOST + 1);

        var chunks = StatementChunk.of(all);

        assertThat(chunks).extracting(StatementChunk::from).containsExactly(0, 500, 1_000);
        assertThat(chunks.stream().flatMap(chunk -> chunk.statements().stream()).toList())
                .isEqualTo(all);
        assertThat(StatementChunk.of(List.of())).isEmpty();
    }

    @Test
    void what_runs_in_the_name_of_somebody_else_stays_together() {
        var all = new ArrayList<>(grants(StatementChunk.MOST - 1));
        all.add(statement("SET SESSION AUTHORIZATION \"owner\""));
        all.addAll(grants(10));
        all.add(statement("RESET SESSION AUTHORIZATION"));
        all.addAll(grants(5));

        assertThat(StatementChunk.of(all))
                .extracting(chunk -> chunk.statements().size())
                .containsExactly(StatementChunk.MOST + 11, 5);
    }

    private static List<Statement> grants(int count) {
        return IntStream.range(0, count)
                .mapToObj(number -> statement("GRANT SELECT ON public.t" + number + " TO reader"))
                .toList();
    }

    private static Statement statement(String sql) {
        return new Statement("acl public t", "public.t", sql);
    }
}
