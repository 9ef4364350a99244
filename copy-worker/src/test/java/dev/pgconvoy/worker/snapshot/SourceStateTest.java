package dev.pgconvoy.worker.snapshot;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SourceStateTest {

    @Test
    void a_short_list_of_transactions_stays_as_it_is() {
        assertThat(SourceState.brief("700:720:701,705")).isEqualTo("700:720:701,705");
    }

    @Test
    void a_long_list_becomes_short_and_stays_another_one_than_others() {
        var one = SourceState.brief("700:9000:" + open(701, 5_000));
        var another = SourceState.brief("700:9000:" + open(702, 5_000));

        assertThat(one).startsWith("700:9000:").hasSizeLessThan(100).isNotEqualTo(another);
    }

    private static String open(long from, long to) {
        return LongStream.range(from, to).mapToObj(Long::toString).collect(Collectors.joining(","));
    }
}
