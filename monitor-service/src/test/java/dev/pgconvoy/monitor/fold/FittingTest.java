package dev.pgconvoy.monitor.fold;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.lifecycle.Lifecycle;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.Samples;
import java.util.Objects;
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

    private static MigrationStatus finished(int tables) {
        var move = new Samples("orders/move-1");
        Migration requested = Lifecycle.fold(null, move.requested(), Samples.T0).next();
        Migration finished =
                Lifecycle.fold(requested, move.finished(tables), Samples.T0).next();
        return Objects.requireNonNull(finished).status();
    }
}
