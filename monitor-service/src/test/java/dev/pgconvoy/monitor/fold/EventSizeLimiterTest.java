package dev.pgconvoy.monitor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.MigrationSamples;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventSizeLimiterTest {

    private static final int MANY = 110_000;

    /// A report fits by itself; with very large findings beside it, the status may not.
    @Test
    void beside_very_large_findings_a_report_loses_its_tables_and_says_so() {
        var status = finished(MANY).withFindings(Collections.nCopies(1_000, finding("m")));
        assertThat(EventSizeLimiter.fits(status)).isFalse();

        var fitted = EventSizeLimiter.fit(status);

        assertThat(EventSizeLimiter.fits(fitted)).isTrue();
        assertThat(fitted.findings()).isEqualTo(status.findings());
        var report = fitted.report().orElseThrow();
        assertThat(report.databases().getFirst().tables()).isEmpty();
        assertThat(report.databases().getFirst().tableCount()).isEqualTo(MANY);
        assertThat(report.databases().getFirst().moreTables().count()).isEqualTo(MANY);
        assertThat(report.notes()).extracting("check").containsExactly("report-size");
    }

    @Test
    void one_that_fits_stays_as_it_is() {
        var status = finished(MANY);

        assertThat(EventSizeLimiter.fit(status) == status).isTrue();
    }

    @Test
    void one_whose_findings_alone_are_too_large_keeps_the_first_and_counts_the_rest() {
        var status = finished(1_000).withFindings(Collections.nCopies(1_000, finding("€")));
        assertThat(EventSizeLimiter.fits(status)).isFalse();

        var fitted = EventSizeLimiter.fit(status);

        assertThat(EventSizeLimiter.fits(fitted)).isTrue();
        assertThat(fitted.report()).isEmpty();
        assertThat(fitted.findings().subList(0, 2))
                .extracting(Finding::message)
                .containsExactly(
                        "%d findings are left out here: the status is too large for an event."
                                .formatted(1_000 + 2 - fitted.findings().size()),
                        "The report is left out here: the status is too large for an event.");
        assertThat(fitted.findings()).hasSizeBetween(500, 700).contains(finding("€"));
    }

    @Test
    void one_without_a_report_fits_too() {
        var status = finished(1).withReport(Optional.empty()).withFindings(Collections.nCopies(1_000, finding("€")));
        assertThat(EventSizeLimiter.fits(status)).isFalse();

        assertThat(EventSizeLimiter.fits(EventSizeLimiter.fit(status))).isTrue();
    }

    private static Finding finding(String letter) {
        return new Finding(
                "check", "PGC1", Severity.WARNING, "o".repeat(1_000), letter.repeat(4_000), "r".repeat(2_000));
    }

    private static MigrationStatus finished(int tables) {
        var move = new MigrationSamples("orders/move-1");
        Migration requested =
                Lifecycle.fold(null, move.requested(), MigrationSamples.T0).next();
        Migration finished = Lifecycle.fold(requested, move.finished(tables), MigrationSamples.T0)
                .next();
        return Objects.requireNonNull(finished).status();
    }
}
