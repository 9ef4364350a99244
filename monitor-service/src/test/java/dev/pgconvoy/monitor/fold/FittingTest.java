package dev.pgconvoy.monitor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.Samples;
import java.util.Collections;
import java.util.Objects;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class FittingTest {

    private static final int TOO_MANY = 110_000;

    @Test
    void a_report_too_large_for_an_event_loses_its_tables_and_says_so() {
        var fitted = Fitting.fit(finished(TOO_MANY)).report().orElseThrow();

        assertThat(EventJson.write(fitted)).hasSizeLessThan(1_000);
        assertThat(fitted.databases().getFirst().tables()).isEmpty();
        assertThat(fitted.databases().getFirst().tableCount()).isEqualTo(TOO_MANY);
        assertThat(fitted.notes()).extracting("check").containsExactly("report-size");
    }

    @Test
    void one_that_fits_stays_as_it_is() {
        var status = finished(1_000);

        assertThat(Fitting.fit(status) == status).isTrue();
    }

    @Test
    void one_whose_findings_alone_are_too_large_keeps_the_first_and_counts_the_rest() {
        var large = Finding.warning("check", "PGC1", "o".repeat(2_000), "m".repeat(4_000), "r".repeat(4_000));
        var status = finished(1_000).withFindings(Collections.nCopies(1_000, large));
        assertThat(Fitting.fits(status)).isFalse();

        var fitted = Fitting.fit(status);

        assertThat(Fitting.fits(fitted)).isTrue();
        assertThat(fitted.report()).isEmpty();
        assertThat(fitted.findings().subList(0, 2))
                .extracting(Finding::message)
                .containsExactly(
                        "%d findings are left out here: the status is too large for an event."
                                .formatted(1_000 + 2 - fitted.findings().size()),
                        "The report is left out here: the status is too large for an event.");
        assertThat(fitted.findings()).hasSizeGreaterThan(700).contains(large);
    }

    @Test
    void one_without_a_report_fits_too() {
        var large = Finding.warning("check", "PGC1", "o".repeat(2_000), "m".repeat(4_000), "r".repeat(4_000));
        var status = finished(1).withReport(Optional.empty()).withFindings(Collections.nCopies(1_000, large));

        assertThat(Fitting.fits(Fitting.fit(status))).isTrue();
    }

    private static MigrationStatus finished(int tables) {
        var move = new Samples("orders/move-1");
        Migration requested = Lifecycle.fold(null, move.requested(), Samples.T0).next();
        Migration finished =
                Lifecycle.fold(requested, move.finished(tables), Samples.T0).next();
        return Objects.requireNonNull(finished).status();
    }
}
