package dev.pgconvoy.launcher.stack.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.secret.Secret;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ProcessCommandTest {

    private static final ProcessWrapper FULL =
            new ProcessWrapper(List.of("setsid"), List.of("setpriv", "--pdeathsig"), List.of("unshare", "--user"));

    @Test
    void the_death_signal_is_set_last_because_a_change_of_user_would_clear_it() {
        assertThat(FULL.around(List.of("postgres", "-D", "x"), StopSignal.INT, true))
                .containsExactly("setsid", "unshare", "--user", "setpriv", "--pdeathsig", "INT", "postgres", "-D", "x");
    }

    @Test
    void what_does_not_mind_root_stays_root() {
        assertThat(FULL.around(List.of("java"), StopSignal.TERM, false))
                .containsExactly("setsid", "setpriv", "--pdeathsig", "TERM", "java");
    }

    @Test
    void without_these_programs_the_command_runs_bare() {
        var bare = new ProcessWrapper(List.of(), List.of(), List.of());

        assertThat(bare.around(List.of("java"), StopSignal.TERM, true)).containsExactly("java");
    }

    @Test
    void a_server_does_not_see_the_launchers_environment() {
        var command = new ProcessCommand(
                "x",
                List.of("true"),
                false,
                Map.of("TZ", "UTC"),
                Map.of(),
                StopSignal.INT,
                true,
                Path.of("/tmp/x.log"));

        assertThat(command.builder().environment().keySet())
                .contains("TZ")
                .isSubsetOf("TZ", "PATH", "HOME", "TMPDIR", "LD_LIBRARY_PATH");
    }

    @Test
    void a_secret_shows_in_the_environment_and_not_in_the_arguments_of_the_process() {
        var command = new ProcessCommand(
                "x",
                List.of("true"),
                true,
                Map.of(),
                Map.of("SOURCE_PASSWORD", new Secret("s3cret")),
                StopSignal.TERM,
                false,
                Path.of("/tmp/x.log"));

        assertThat(command.toString()).doesNotContain("s3cret");
        assertThat(String.join(" ", command.builder().command())).doesNotContain("s3cret");
        assertThat(command.builder().environment()).containsEntry("SOURCE_PASSWORD", "s3cret");
    }
}
