package dev.pgconvoy.preflight.application;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static dev.pgconvoy.preflight.PreflightRequests.endpoint;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.postgres.PgTools;
import dev.pgconvoy.postgres.ServerVersion;
import dev.pgconvoy.preflight.application.ExaminationSlots.Limits;
import dev.pgconvoy.preflight.examination.ConnectionAttempt;
import dev.pgconvoy.preflight.examination.ConnectionRefusal;
import dev.pgconvoy.preflight.examination.ServerAccess;
import dev.pgconvoy.preflight.model.ExaminedSide;
import dev.pgconvoy.preflight.model.PreflightReport;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A server that lets in and never answers, in a word: one that makes whoever asks it wait for ever.
class BoundedExaminationsTest {

    private static final String DEAD = "dead.example";
    private static final Duration SOON = Duration.ofSeconds(20);

    private final AtomicInteger waitingAtTheDead = new AtomicInteger();
    private final CountDownLatch never = new CountDownLatch(1);
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final ExaminationSlots slots = new ExaminationSlots(new Limits(8, 3, 5, 6, 4), System::nanoTime);
    private final ServerAccess servers = this::connect;

    private ConnectionAttempt connect(MigrationRequest request, ExaminedSide side) {
        if (side.of(request).host().equals(DEAD)) {
            waitingAtTheDead.incrementAndGet();
            try {
                never.await();
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            } finally {
                waitingAtTheDead.decrementAndGet();
            }
        }
        return new ConnectionAttempt.Refused(
                new ConnectionRefusal(side, side.of(request), ConnectionRefusal.Reason.NO_ANSWER, "no answer"));
    }

    @AfterEach
    void end() {
        never.countDown();
        threads.shutdownNow();
    }

    private BoundedExaminations examinations(Duration deadline) {
        return new BoundedExaminations(
                new ExamineServers(
                        servers,
                        () -> new PgTools(Path.of("/opt/pg"), new ServerVersion(150_004)),
                        new ExamineTarget(Optional.empty())),
                slots,
                deadline);
    }

    private static MigrationRequest atTheDead() {
        return aRequest().from(endpoint(DEAD, 5432)).build();
    }

    private CompletableFuture<PreflightReport> ask(BoundedExaminations examinations, MigrationRequest request) {
        return CompletableFuture.supplyAsync(() -> examinations.examine(request, "/somebody"), threads);
    }

    @Test
    void an_examination_ends_at_its_deadline_and_says_so() {
        var report = assertTimeoutPreemptively(
                SOON, () -> examinations(Duration.ofSeconds(1)).examine(atTheDead(), "/somebody"));

        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
        assertThat(report.findings().getFirst().message()).contains("ended after 1 s");
        await().untilAtomic(waitingAtTheDead, org.hamcrest.Matchers.is(0));
        assertThat(slots.oldest()).isZero();
    }

    @Test
    void those_of_a_server_that_does_not_answer_leave_places_for_others() {
        var examinations = examinations(Duration.ofMinutes(10));
        for (var number = 0; number < 7; number++) {
            ask(examinations, atTheDead());
        }
        await().untilAsserted(() -> assertThat(slots.waitingFor(DEAD + ":5432")).isEqualTo(4));

        assertThat(assertTimeoutPreemptively(
                                SOON, () -> examinations.examine(aRequest().build(), "/somebody"))
                        .findings())
                .extracting(Finding::check)
                .containsExactly("connect-source", "connect-target");
        assertThat(waitingAtTheDead).hasValue(3);
    }

    @Test
    void who_would_wait_behind_too_many_is_told_at_once() {
        var examinations = examinations(Duration.ofMinutes(10));
        for (var number = 0; number < 7; number++) {
            ask(examinations, atTheDead());
        }
        await().untilAsserted(() -> assertThat(slots.waitingFor(DEAD + ":5432")).isEqualTo(4));

        var report = assertTimeoutPreemptively(SOON, () -> examinations.examine(atTheDead(), "/somebody"));

        assertThat(report.findings())
                .singleElement()
                .satisfies(finding -> assertThat(finding.message()).startsWith("Too many requests between"));
    }

    @Test
    void one_requester_leaves_places_for_another() throws Exception {
        var taken = new ArrayList<ExaminationSlots.Slot>();
        for (var number = 0; number < 6; number++) {
            taken.add(slots.take("source-" + number, "target-" + number, "/greedy")
                    .orElseThrow());
        }
        var seventh = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return slots.take("source-7", "target-7", "/greedy").orElseThrow();
                    } catch (InterruptedException e) {
                        throw new IllegalStateException(e);
                    }
                },
                threads);
        await().untilAsserted(() -> assertThat(slots.waitingFor("source-7")).isEqualTo(1));

        assertThat(slots.take("source-8", "target-8", "/modest")).isPresent();
        assertThat(seventh).isNotDone();
        taken.getFirst().close();

        assertThat(seventh.join()).isNotNull();
    }
}
