package dev.pgconvoy.launcher.stack.folder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.launcher.stack.process.PidFile;
import dev.pgconvoy.launcher.stack.process.StopSignal;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LeftoverProcessesTest {

    @TempDir
    Path run;

    private Process left;

    @BeforeEach
    void start() throws IOException {
        left = new ProcessBuilder("sleep", "600").start();
    }

    @AfterEach
    void stop() {
        left.destroyForcibly();
    }

    @Test
    void a_process_that_a_killed_launcher_left_is_stopped() throws Exception {
        var file = run.resolve("kafka-1.pid");
        PidFile.of(left.toHandle(), StopSignal.INT).write(file);

        LeftoverProcesses.stopProcesses(run);

        assertThat(left.waitFor(1, TimeUnit.SECONDS)).isTrue();
        assertThat(file).doesNotExist();
    }

    @Test
    void a_stranger_that_got_the_same_id_later_is_left_alone() throws IOException {
        var ours = PidFile.of(left.toHandle(), StopSignal.TERM);
        new PidFile(ours.pid(), ours.startedMillis() - 60_000, StopSignal.TERM).write(run.resolve("kafka-1.pid"));

        LeftoverProcesses.stopProcesses(run);

        assertThat(left.isAlive()).isTrue();
        assertThat(run).isEmptyDirectory();
    }

    @Test
    void a_half_written_file_is_no_obstacle() throws IOException {
        Files.writeString(run.resolve("kafka-1.pid"), left.pid() + " ");

        LeftoverProcesses.stopProcesses(run);

        assertThat(left.isAlive()).isTrue();
        assertThat(run).isEmptyDirectory();
    }
}
