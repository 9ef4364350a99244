package dev.pgconvoy.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.monitor.MigrationSamples;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

class RateSeriesTest {

    private static final Duration SPAN = Duration.ofSeconds(5);

    private static RateSeries filled(RateSeries series, int samples) {
        for (var second = 0; second < samples * 5; second += 5) {
            series.add(MigrationSamples.T0.plusSeconds(second), 100);
        }
        return series;
    }

    @Test
    void a_span_shows_the_mean_of_what_was_measured_in_it() {
        var series = new RateSeries(MigrationSamples.T0, SPAN, true);
        series.add(MigrationSamples.T0.plusSeconds(1), 10);
        series.add(MigrationSamples.T0.plusSeconds(4), 30);
        series.add(MigrationSamples.T0.plusSeconds(12), 0);

        assertThat(series.shown()).isEqualTo(new Throughput(MigrationSamples.T0, 5, List.of(20L, -1L, 0L)));
    }

    @Test
    void spans_become_longer_and_the_beginning_stays() {
        var shown = filled(new RateSeries(MigrationSamples.T0, SPAN, true), 121).shown();

        assertThat(shown.from()).isEqualTo(MigrationSamples.T0);
        assertThat(shown.spanSeconds()).isEqualTo(10);
        assertThat(shown.bytesPerSecond()).hasSize(61).containsOnly(100L);
    }

    @Test
    void a_week_later_there_are_no_more_spans_than_before() {
        var series = filled(new RateSeries(MigrationSamples.T0, SPAN, true), 20);
        series.add(MigrationSamples.T0.plus(Duration.ofDays(7)), 100);

        assertThat(series.shown().bytesPerSecond()).hasSizeLessThanOrEqualTo(RateSeries.MOST_SPANS);
        assertThat(series.shown().bytesPerSecond().getFirst()).isEqualTo(100);
        assertThat(series.shown().bytesPerSecond().get(5)).isEqualTo(Throughput.UNKNOWN);
    }

    @Test
    void where_the_beginning_does_not_matter_it_is_forgotten() {
        var series = filled(new RateSeries(MigrationSamples.T0, SPAN, false), 125);

        assertThat(series.shown().from()).isEqualTo(MigrationSamples.T0.plusSeconds(25));
        assertThat(series.shown().spanSeconds()).isEqualTo(5);
        assertThat(series.shown().bytesPerSecond()).hasSize(120).containsOnly(100L);

        series.add(MigrationSamples.T0.plus(Duration.ofDays(1)), 7);

        assertThat(series.shown().bytesPerSecond())
                .hasSize(120)
                .endsWith(-1L, 7L)
                .doesNotContain(100L);
    }
}
