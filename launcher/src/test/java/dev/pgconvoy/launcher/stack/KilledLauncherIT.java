package dev.pgconvoy.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.ProcessCommand;
import dev.pgconvoy.launcher.stack.process.StopSignal;
import dev.pgconvoy.launcher.stack.settings.KafkaSettings;
import dev.pgconvoy.launcher.stack.settings.PostgresSettings;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Another JVM runs a stack; its processes end with it, however it ends, and its folder can be used again.
class KilledLauncherIT {

    private static final Duration START = Duration.ofSeconds(60);
    private static final Duration STOP = Duration.ofSeconds(15);

    @TempDir
    Path temp;

    private Process launcher;
    private List<Long> children;

    @BeforeEach
    void start() throws IOException {
        var said = temp.resolve("said");
        launcher = new ProcessBuilder(ProcessCommand.java(
                        List.of("-cp", System.getProperty("java.class.path")),
                        List.of(OtherLauncher.class.getName(), temp.toString())))
                .redirectError(temp.resolve("errors").toFile())
                .redirectOutput(said.toFile())
                .start();
        await().atMost(START).until(() -> Files.readString(said).contains("\n") || !launcher.isAlive());
        assertThat(launcher.isAlive())
                .as(Files.readString(temp.resolve("errors")))
                .isTrue();
        children = Arrays.stream(Files.readString(said).strip().split(" "))
                .map(Long::valueOf)
                .toList();
        assertThat(children).hasSize(3).allMatch(KilledLauncherIT::runs);
    }

    @AfterEach
    void stop() {
        launcher.destroyForcibly();
        children.forEach(pid -> ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly));
    }

    @Test
    void sigkill_leaves_no_child_and_the_next_launcher_finds_the_data() throws Exception {
        launcher.destroyForcibly().waitFor();

        await().atMost(STOP).until(() -> children.stream().noneMatch(KilledLauncherIT::runs));
        try (var stack = Stack.in(StackFolder.open(temp.resolve("data")), StackDistribution.current())) {
            assertThat(stack.start(PostgresSettings.of("target", 17)).isAlive()).isTrue();
        }
    }

    @Test
    void ctrl_c_stops_every_child_in_order_before_the_launcher_ends() throws Exception {
        StopSignal.INT.send(launcher.toHandle());

        assertThat(launcher.waitFor(STOP.toSeconds(), TimeUnit.SECONDS))
                .as(
                        "it ends by SIGINT, which nobody may have told this JVM to ignore (as a shell does for what it starts with &)")
                .isTrue();
        assertThat(launcher.exitValue()).isEqualTo(130);
        assertThat(children).noneMatch(KilledLauncherIT::runs);
        assertThat(temp.resolve("data/logs/target.log")).content().contains("received fast shutdown request");
    }

    /// A dead process that nobody has waited for is no longer running.
    private static boolean runs(long pid) {
        try {
            var stat = Files.readString(Path.of("/proc/" + pid + "/stat"));
            return stat.charAt(stat.lastIndexOf(')') + 2) != 'Z';
        } catch (IOException e) {
            return false;
        }
    }

    /// The launcher to be killed. It prints the ids of its children when all are ready, and waits.
    static final class OtherLauncher {

        private OtherLauncher() {}

        public static void main(String[] arguments) throws Exception {
            var folder = Path.of(arguments[0]);
            var stack =
                    Stack.in(StackFolder.open(folder.resolve("data")), PretendService.in(folder.resolve("modules")));
            stack.startAll(
                    List.of(KafkaSettings.slim(), PostgresSettings.of("target", 17), ServiceSettings.of("pretend")));
            var pids = stack.members().stream()
                    .map(member -> Long.toString(member.pid()))
                    .toList();
            System.out.println(String.join(" ", pids));
            stack.firstLoss().join();
        }
    }
}
