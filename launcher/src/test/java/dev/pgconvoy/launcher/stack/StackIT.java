package dev.pgconvoy.launcher.stack;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.launcher.stack.folder.StackFolder;
import dev.pgconvoy.launcher.stack.process.StackException;
import dev.pgconvoy.launcher.stack.settings.ServiceSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StackIT {

    private static final ServiceSettings PRETEND = ServiceSettings.of("pretend");

    @TempDir
    Path temp;

    private Stack stack;

    @BeforeEach
    void open() throws IOException {
        stack = Stack.in(StackFolder.open(temp.resolve("data")), PretendService.in(temp.resolve("modules")));
    }

    @AfterEach
    void close() {
        stack.close();
    }

    @Test
    void closing_stops_every_process_and_frees_the_folder() {
        stack.startAll(List.of(PRETEND.named("one"), PRETEND.named("two")));
        var members = stack.members();
        assertThat(members).extracting(StackMember::name).containsExactlyInAnyOrder("one", "two");

        stack.close();

        assertThat(members).noneMatch(StackMember::isAlive);
        StackFolder.open(temp.resolve("data")).close();
    }

    @Test
    void when_one_cannot_start_all_are_stopped_and_the_message_has_the_end_of_its_log() {
        var first = stack.start(PRETEND.named("first"));

        assertThatThrownBy(() -> stack.startAll(List.of(
                        PRETEND.named("slow").with("pretend", "never ready"),
                        PRETEND.named("bad").with("pretend", "fail"))))
                .isInstanceOf(StackException.class)
                .hasMessageContainingAll("bad", "exit code 3", "a setting is missing", "bad.log");

        assertThat(first.isAlive()).isFalse();
        assertThat(stack.members()).isEmpty();
    }

    @Test
    void a_start_that_fails_while_others_work_is_told_and_leaves_the_logs() {
        stack.launchAll(List.of(PRETEND.named("good"), PRETEND.named("bad").with("pretend", "fail")));

        await().untilAsserted(() -> assertThatThrownBy(stack::requireNoFailedStart)
                .isInstanceOf(StackException.class)
                .hasMessageContainingAll("bad", "exit code 3"));
        assertThat(temp.resolve("data/logs/bad.log")).content().contains("a setting is missing");
    }

    @Test
    void everything_can_be_ended_by_force_at_once() {
        stack.startAll(List.of(PRETEND.named("one"), PRETEND.named("two")));
        var members = stack.members();

        stack.closeAtOnce();

        assertThat(members).noneMatch(StackMember::isAlive);
        StackFolder.open(temp.resolve("data")).close();
    }

    @Test
    void a_service_that_is_never_ready_is_given_up_in_time() {
        var limited = new ServiceSettings(
                "lazy",
                "pretend",
                0,
                Map.of("pretend", "never ready"),
                Map.of(),
                ServiceSettings.QUICK_JVM,
                Duration.ofSeconds(1));

        assertThatThrownBy(() -> stack.start(limited))
                .isInstanceOf(StackException.class)
                .hasMessageContainingAll("lazy", "not ready within 1 s", "listening");
    }

    @Test
    void one_that_dies_unasked_is_reported_and_can_be_started_anew() throws Exception {
        var killed = stack.start(PRETEND);
        assertThat(stack.firstLoss()).isNotDone();

        ProcessHandle.of(killed.pid()).orElseThrow().destroyForcibly();

        assertThat(stack.firstLoss().get(5, TimeUnit.SECONDS)).isSameAs(killed);
        var anew = stack.start(PRETEND);
        assertThat(stack.service("pretend")).isSameAs(anew);
        assertThat(stack.members()).containsExactly(anew);
    }

    @Test
    void one_that_was_killed_on_purpose_is_no_loss() {
        var killed = stack.start(PRETEND);

        killed.kill();

        assertThat(killed.isAlive()).isFalse();
        assertThat(stack.firstLoss()).isNotDone();
    }
}
