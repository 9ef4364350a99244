package dev.pgconvoy.launcher.exit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.launcher.SampleStatuses;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.Report.Difference;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ExitCodeTest {

    @ParameterizedTest
    @CsvSource({"SUCCEEDED, 0", "VALIDATION_FAILED, 3", "FAILED, 4", "CANCELED, 5"})
    void each_end_has_its_number(MigrationState state, int number) {
        assertThat(ExitCode.of(SampleStatuses.ended(state)).number()).isEqualTo(number);
    }

    @Test
    void a_difference_is_no_success() {
        var report = SampleStatuses.report(List.of(new Difference("public.t", "rows", "3", "2")));

        assertThat(ExitCode.of(SampleStatuses.ended(MigrationState.SUCCEEDED, report))
                        .number())
                .isEqualTo(4);
    }

    @Test
    void what_runs_has_none() {
        assertThatThrownBy(() -> ExitCode.of(SampleStatuses.running())).isInstanceOf(IllegalArgumentException.class);
    }
}
