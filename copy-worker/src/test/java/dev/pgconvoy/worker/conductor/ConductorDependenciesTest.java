package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.CopyOptions;
import dev.pgconvoy.migration.InvalidData;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class ConductorDependenciesTest {

    private static final long MIB = 1L << 20;

    private final ConductorFixture conductor =
            new ConductorFixture(Fixtures.aRequest().build(), 1, _ -> {});

    @AfterEach
    void end() {
        conductor.close();
    }

    private void with(int batchTables, long batchBytes, long partBytes) {
        var tools = conductor.tools;
        new ConductorDependencies(
                tools.worker(),
                tools.clock(),
                tools.producer(),
                tools.switchboard(),
                tools.pauses(),
                tools.history(),
                tools.servers(),
                tools.retries(),
                batchTables,
                batchBytes,
                partBytes);
    }

    @Test
    void settings_out_of_bounds_are_refused_by_their_names() {
        with(1, MIB, MIB);
        with(10_000, MIB, MIB);

        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(0, MIB, MIB))
                .withMessageContaining("PGCONVOY_WORKER_BATCH_TABLES");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(10_001, MIB, MIB))
                .withMessageContaining("PGCONVOY_WORKER_BATCH_TABLES");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(1, MIB - 1, MIB))
                .withMessageContaining("PGCONVOY_WORKER_BATCH_BYTES");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> with(1, MIB, MIB - 1))
                .withMessageContaining("PGCONVOY_WORKER_PART_BYTES");
    }

    @Test
    void a_request_that_says_how_large_parts_are_gets_them_whatever_the_machine_is() {
        var request = Fixtures.aRequest()
                .copy(new CopyOptions(7 * MIB, false, InvalidData.FAIL, false))
                .build();

        var splitter = conductor.tools.splitter(request);

        assertThat(splitter.largerThan()).isEqualTo(7 * MIB);
        assertThat(splitter.streams()).isEqualTo(2);
    }

    @Test
    void others_get_the_workers_size() {
        assertThat(conductor.tools.splitter(Fixtures.aRequest().build()).largerThan())
                .isEqualTo(1L << 30);
    }
}
