package dev.pgconvoy.monitor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.Samples;
import java.util.Collections;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class FittingTest {

    private static final int MANY = 110_000;

    /// A report fits by itself; with very large findings beside it, the status may not.
    @Test
    void beside_very_large_findings_a_report_loses_its_tables_and_says_so() {
        var status = withFindings(finished(MANY), 1_000);
        assertThat(Fitting.fits(status)).isFalse();

        var fitted = Fitting.fit(status);

        assertThat(Fitting.fits(fitted)).isTrue();
        var report = fitted.report().orElseThrow();
        assertThat(report.databases().getFirst().tables()).isEmpty();
        assertThat(report.databases().getFirst().tableCount()).isEqualTo(MANY);
        assertThat(report.databases().getFirst().moreTables().count()).isEqualTo(MANY);
        assertThat(report.notes()).extracting("check").containsExactly("report-size");
    }

    @Test
    void one_that_fits_stays_as_it_is() {
        var status = finished(MANY);

        assertThat(Fitting.fit(status) == status).isTrue();
    }

    private static MigrationStatus withFindings(MigrationStatus status, int count) {
        var finding = Finding.warning("check", "PGC1", "o".repeat(1_000), "m".repeat(4_000), "r".repeat(2_000));
        return new MigrationStatus(
                status.id(),
                status.revision(),
                status.state(),
                status.substate(),
                status.request(),
                status.requestedAt(),
                status.changedAt(),
                status.databases(),
                Collections.nCopies(count, finding),
                status.failure(),
                status.report(),
                status.databasesToDrop(),
                status.stalledSince(),
                status.azure());
    }

    private static MigrationStatus finished(int tables) {
        var move = new Samples("orders/move-1");
        Migration requested = Lifecycle.fold(null, move.requested(), Samples.T0).next();
        Migration finished =
                Lifecycle.fold(requested, move.finished(tables), Samples.T0).next();
        return Objects.requireNonNull(finished).status();
    }
}
