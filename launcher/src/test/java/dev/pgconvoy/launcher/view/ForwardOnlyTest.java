package dev.pgconvoy.launcher.view;

import static dev.pgconvoy.launcher.SampleStatuses.START;
import static dev.pgconvoy.launcher.SampleStatuses.running;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.MigrationStatus;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

class ForwardOnlyTest {

    private final List<DatabaseProgress> seen = new ArrayList<>();
    private final ForwardOnly output = new ForwardOnly(new ProgressOutput() {
        @Override
        public void show(MigrationStatus status, Instant now) {
            seen.addAll(status.databases());
        }

        @Override
        public void tick(Instant now) {
            // Nothing is repeated here.
        }

        @Override
        public void note(String text) {
            throw new AssertionError(text);
        }
    });

    private DatabaseProgress shown(long copied, long total) {
        output.show(
                running(new DatabaseProgress("d", DatabasePhase.COPY, 0, 1, 1, 0, total, copied, 9, 0, 0, 0, 5, -1)),
                START);
        return seen.getLast();
    }

    @Test
    void what_is_copied_again_does_not_take_the_bytes_back() {
        shown(300, 400);

        assertThat(shown(10, 400).bytesCopied()).isEqualTo(300);
        assertThat(shown(350, 400).bytesCopied()).isEqualTo(350);
    }

    @Test
    void a_total_that_grows_is_shown_when_the_percentage_has_reached_it() {
        shown(100, 400);

        assertThat(shown(150, 800).bytesTotal()).isEqualTo(600);
        assertThat(shown(400, 800).bytesTotal()).isEqualTo(800);
    }

    @Test
    void two_databases_do_not_know_of_each_other() {
        shown(300, 400);
        output.show(running(DatabaseProgress.queued("other")), START);

        assertThat(seen.getLast()).isEqualTo(DatabaseProgress.queued("other"));
    }

    @Test
    void whatever_comes_nothing_goes_back() {
        var random = new Random(7);
        var percent = 0.0;
        var bytes = 0L;
        for (var i = 0; i < 5_000; i++) {
            var now = shown(random.nextLong(1_000_000), 1 + random.nextLong(1_000_000));

            assertThat(now.bytesCopied()).isGreaterThanOrEqualTo(bytes);
            assertThat(PhaseShare.of(now).part()).isGreaterThanOrEqualTo(percent - 0.000_01);
            bytes = now.bytesCopied();
            percent = PhaseShare.of(now).part();
        }
    }
}
