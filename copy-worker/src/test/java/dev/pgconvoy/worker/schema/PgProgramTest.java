package dev.pgconvoy.worker.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.pgconvoy.worker.schema.PgProgram.Bounds;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class PgProgramTest {

    private static final Bounds BOUNDS = new Bounds(Duration.ofSeconds(30), 1_000);

    @Test
    void what_it_writes_within_its_bounds_is_its_result() throws InterruptedException {
        assertThat(run("printf '%1000s' x", BOUNDS)).hasSize(1_000);
    }

    @Test
    void one_that_does_not_end_is_ended() {
        assertThatThrownBy(() -> run("exec sleep 600", new Bounds(Duration.ofMillis(50), 1_000)))
                .hasMessageContaining("did not end within");
    }

    @Test
    void one_that_writes_too_much_is_ended() {
        assertThatThrownBy(() -> run("exec yes", BOUNDS)).hasMessageContaining("wrote more than 1,000 bytes");
    }

    @Test
    void one_that_complains_without_end_fails() {
        assertThatThrownBy(() -> run("exec yes 'sh: oh' >&2", BOUNDS)).hasMessageContaining("oh");
    }

    private static byte[] run(String script, Bounds bounds) throws InterruptedException {
        return PgProgram.run(List.of("sh", "-c", script), Map.of(), bounds);
    }
}
