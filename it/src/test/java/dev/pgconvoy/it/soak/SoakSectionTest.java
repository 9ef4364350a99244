package dev.pgconvoy.it.soak;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SoakSectionTest {

    private static final MeasuredFigure HEAP = new MeasuredFigure("monitor-service", BoundedQuantity.HEAP);
    private static final MeasuredFigure CONNECTIONS = new MeasuredFigure("the target", BoundedQuantity.CONNECTIONS);
    private static final long MIB = 1024 * 1024;

    @Test
    void each_figure_is_a_row_with_what_would_be_flat() {
        assertThat(section(20, 20, 0))
                .startsWith("## Soak\n\n120 min of load")
                .contains("Taken steps: finished 7.")
                .contains(
                        "\n| heap after a full collection | monitor-service | 20.00 MiB | 20.00 MiB | 23.00 MiB | 20.00 MiB |\n")
                .contains("\n| connections of ours | the target | 3 | 0 | 0 |\n")
                .endsWith("Result: nothing grew.\n");
    }

    @Test
    void what_grew_is_the_result() {
        assertThat(section(20, 30, 1))
                .contains("Result: heap after a full collection of monitor-service grew from ")
                .endsWith(
                        "; connections of ours of the target: 3 while nothing was to be done, and 1 after the load.\n");
    }

    private static String section(long early, long late, long connections) {
        var samples = List.of(heap(early), heap(early), heap(late));
        var verdict = SoakVerdict.of(samples, connections(3), connections(connections));
        return new SoakSection(SoakTimes.of(Duration.ofHours(2)), Map.of(LoadStep.FINISHED, 7), verdict).text();
    }

    private static SoakSample heap(long mebibytes) {
        return new SoakSample(Duration.ZERO, Map.of(HEAP, mebibytes * MIB));
    }

    private static SoakSample connections(long count) {
        return new SoakSample(Duration.ZERO, Map.of(CONNECTIONS, count));
    }
}
