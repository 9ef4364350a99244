package dev.pgconvoy.monitor.azure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.azure.SmallAzure;
import dev.pgconvoy.azure.SmallAzure.Answer;
import dev.pgconvoy.lifecycle.Migration;
import dev.pgconvoy.migration.Observation;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Azure's own SDK against an endpoint of ours.
class AzureWatchTest {

    private static final String ID = "flex-eu-1/move-the-shop";
    private static final String SERVER = "flex-eu-1";
    private static final String NAME = "move-the-shop";

    @TempDir
    Path folder;

    private SmallAzure azure;
    private AzureWatchInMemory watching;

    @BeforeAll
    static void allowForABusyMachine() {
        Awaitility.setDefaultTimeout(Duration.ofMinutes(2));
    }

    @AfterAll
    static void forgetTheAllowance() {
        Awaitility.reset();
    }

    @BeforeEach
    void begin() throws IOException {
        azure = new SmallAzure(folder);
        watching = new AzureWatchInMemory(azure, PollSettings.FAST);
    }

    @AfterEach
    void end() {
        watching.close();
        azure.close();
    }

    @Test
    void each_change_is_said_once_and_in_order() {
        // given
        azure.holds(
                SERVER,
                NAME,
                SmallAzure.status("InProgress", "PerformingPreRequisiteSteps"),
                SmallAzure.status("InProgress", "PerformingPreRequisiteSteps"),
                SmallAzure.status("InProgress", "ValidationInProgress"),
                SmallAzure.status("InProgress", "MigratingData"),
                SmallAzure.status("InProgress", "MigratingData"),
                SmallAzure.status("InProgress", "CompletingMigration"),
                SmallAzure.status("Succeeded", "Completed"));

        // when
        watching.submit(ID);

        // then
        await().until(() -> watching.watch.size() == 0);
        assertThat(watching.words())
                .containsExactly(
                        "InProgress PerformingPreRequisiteSteps",
                        "InProgress ValidationInProgress",
                        "InProgress MigratingData",
                        "InProgress CompletingMigration",
                        "Succeeded Completed");
        assertThat(watching.state(ID)).isInstanceOf(Migration.Succeeded.class);
    }

    @Test
    void what_is_not_there_yet_is_waited_for() {
        // given
        watching.submit(ID);
        await().until(() -> azure.calls("GET").size() > 20);
        assertThat(watching.said()).isEmpty();

        // when
        azure.holds(SERVER, NAME, SmallAzure.status("Failed", "Completed"));

        // then
        await().until(() -> watching.state(ID) instanceof Migration.Failed);
    }

    @Test
    void what_was_there_and_is_gone_has_failed() {
        // given
        azure.holds(SERVER, NAME, SmallAzure.status("InProgress", "MigratingData"));
        watching.submit(ID);
        await().until(() -> watching.state(ID) instanceof Migration.Delegated);

        // when
        azure.loses(SERVER, NAME);

        // then
        await().until(() -> watching.state(ID) instanceof Migration.Failed);
        assertThat(watching.said().getLast())
                .isInstanceOfSatisfying(
                        Observation.Failed.class,
                        failed -> assertThat(failed.failure().message())
                                .contains("it said InProgress MigratingData before"));
    }

    @Test
    void a_cancellation_is_one_patch_and_ends_when_azure_says_so() {
        // given
        azure.holds(SERVER, NAME, SmallAzure.status("InProgress", "MigratingData"));
        watching.submit(ID);
        await().until(() -> watching.state(ID) instanceof Migration.Delegated);

        // when
        watching.cancel(ID);

        // then
        await().until(() -> watching.state(ID) instanceof Migration.Canceled);
        assertThat(azure.calls("PATCH"))
                .singleElement()
                .satisfies(call -> assertThat(call.body()).contains("\"cancel\":\"True\""));
    }

    @Test
    void what_appears_after_its_cancellation_is_cancelled_then() {
        // given
        watching.submit(ID);
        watching.cancel(ID);
        await().until(() -> azure.calls("GET").size() > 10);
        assertThat(azure.calls("PATCH")).isEmpty();
        assertThat(watching.said()).isEmpty();

        // when
        azure.holds(SERVER, NAME, SmallAzure.status("InProgress", "PerformingPreRequisiteSteps"));

        // then
        await().until(() -> watching.state(ID) instanceof Migration.Canceled);
        assertThat(azure.calls("PATCH")).hasSize(1);
    }

    @Test
    void what_is_deleted_while_it_is_cancelled_has_stopped() {
        // given
        azure.holds(SERVER, NAME, SmallAzure.status("InProgress", "CancelingRequestedDBMigrations"));
        watching.submit(ID);
        await().until(() -> watching.state(ID) instanceof Migration.Delegated);
        watching.cancel(ID);

        // when
        azure.loses(SERVER, NAME);

        // then
        await().until(() -> watching.state(ID) instanceof Migration.Canceled);
        assertThat(watching.said().getLast()).isEqualTo(new Observation.Stopped(0, List.of("shop")));
    }

    @Test
    void faults_are_waited_out_and_counted() {
        // given
        azure.failsWith(
                Answer.error(429, "TooManyRequests").after(1),
                Answer.truncated(),
                Answer.error(403, "AuthorizationFailed"));
        azure.failsWith(
                Collections.nCopies(20, Answer.error(503, "ServiceUnavailable")).toArray(Answer[]::new));
        azure.holds(SERVER, NAME, SmallAzure.status("Succeeded", "Completed"));

        // when
        watching.submit(ID);

        // then
        await().atMost(Duration.ofSeconds(20)).until(() -> watching.watch.size() == 0);
        assertThat(watching.words()).containsExactly("Succeeded Completed");
        assertThat(watching.registry.get("pgconvoy.azure.errors").counter().count())
                .isEqualTo(23);
        assertThat(watching.registry.get("pgconvoy.azure.waiting").gauge().value())
                .isZero();
    }

    @Test
    void a_task_that_ends_takes_its_pollers_along() {
        // given
        azure.holds(SERVER, NAME, SmallAzure.status("InProgress", "MigratingData"));
        watching.submit(ID);
        await().until(() -> watching.state(ID) instanceof Migration.Delegated);

        // when
        watching.release();

        // then
        assertThat(watching.watch.size()).isZero();
        var asked = new int[] {-1};
        await().pollInterval(Duration.ofMillis(200)).until(() -> {
            var before = asked[0];
            asked[0] = azure.calls().size();
            return before == asked[0];
        });
    }

    @Test
    void five_hundred_are_asked_for_within_the_budget() {
        // given
        var limited = new PollSettings(100, 8);
        try (var many = new AzureWatchInMemory(azure, limited)) {
            IntStream.range(0, 500).forEach(each -> {
                azure.holds("server-" + each, NAME, SmallAzure.status("InProgress", "MigratingData"));
                many.submit("server-%d/%s".formatted(each, NAME));
            });
            var begin = System.nanoTime();

            // when
            await().until(() -> many.words().size() == 500);

            // then
            var seconds = (System.nanoTime() - begin) / 1e9;
            assertThat((double) azure.calls().size()).isLessThanOrEqualTo(100 + 100 * (seconds + 1));
            assertThat(azure.mostAtOnce()).isLessThanOrEqualTo(8);
        }
    }
}
