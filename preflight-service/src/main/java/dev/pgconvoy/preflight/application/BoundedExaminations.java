package dev.pgconvoy.preflight.application;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.preflight.model.PreflightReport;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.stream.Stream;

/// Examines in bounded number and bounded time, whatever the servers do. What takes longer is interrupted, which closes
/// the sockets at which it waits, and the report says what could not be checked.
public final class BoundedExaminations {

    private static final Duration SHORTEST = Duration.ofSeconds(1);
    private static final Duration LONGEST = Duration.ofHours(1);
    private static final Duration TIME_TO_END = Duration.ofSeconds(5);
    private static final Duration LATEST = Duration.ofMinutes(1);

    private final ExamineServers examineServers;
    private final ExaminationSlots slots;
    private final Duration deadline;

    public BoundedExaminations(ExamineServers examineServers, ExaminationSlots slots, Duration deadline) {
        if (deadline.compareTo(SHORTEST) < 0 || deadline.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException(
                    "pgconvoy.preflight.deadline must be between 1s and 1h, and is " + deadline);
        }
        this.examineServers = examineServers;
        this.slots = slots;
        this.deadline = deadline;
    }

    /// @param requester who asks, by the event's source
    public PreflightReport examine(MigrationRequest request, String requester) {
        try {
            var slot = slots.take(addressOf(request.source()), addressOf(request.target()), requester);
            if (slot.isEmpty()) {
                return new PreflightReport(request, List.of(tooManyWait(request)));
            }
            try (var _ = slot.get()) {
                return examine(request);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while it waited for an examination", e);
        }
    }

    private static String addressOf(ServerEndpoint server) {
        return server.address().toLowerCase(Locale.ROOT);
    }

    /// Whether each one that runs is no older than it may become.
    public boolean areInTime() {
        return slots.oldest().compareTo(deadline.plus(TIME_TO_END).plus(LATEST)) < 0;
    }

    private PreflightReport examine(MigrationRequest request) throws InterruptedException {
        var threads = Executors.newVirtualThreadPerTaskExecutor();
        try {
            var examination = threads.submit(() -> examineServers.examine(request, threads));
            return await(examination, deadline).orElseGet(() -> {
                threads.shutdownNow();
                return interrupted(request, examination);
            });
        } finally {
            threads.shutdownNow();
        }
    }

    private static Optional<PreflightReport> await(Future<PreflightReport> examination, Duration longest)
            throws InterruptedException {
        try {
            return Optional.of(examination.get(longest.toNanos(), TimeUnit.NANOSECONDS));
        } catch (TimeoutException _) {
            return Optional.empty();
        } catch (ExecutionException e) {
            throw new IllegalStateException("an examination came to no report", e.getCause());
        }
    }

    /// With what was found until then, if it ends now that its sockets are closed.
    private PreflightReport interrupted(MigrationRequest request, Future<PreflightReport> examination) {
        var findings = Stream.of(tookTooLong(request));
        try {
            var rest = await(examination, TIME_TO_END);
            return new PreflightReport(
                    rest.map(PreflightReport::request).orElse(request),
                    Stream.concat(findings, rest.stream().flatMap(report -> report.findings().stream()))
                            .toList());
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
            return new PreflightReport(request, findings.toList());
        } catch (IllegalStateException _) {
            return new PreflightReport(request, List.of(tookTooLong(request)));
        }
    }

    private Finding tookTooLong(MigrationRequest request) {
        return Finding.error(
                "preflight",
                FindingCode.CHECK_NOT_RUN,
                request.id().toString(),
                "The checks were ended after %d s: a server did not answer in time.".formatted(deadline.toSeconds()),
                "Look at what the other findings name, or raise PGCONVOY_PREFLIGHT_DEADLINE, and request again under another name.");
    }

    private static Finding tooManyWait(MigrationRequest request) {
        return Finding.error(
                "preflight",
                FindingCode.CHECK_NOT_RUN,
                "%s, %s".formatted(request.source().address(), request.target().address()),
                "Too many requests between these servers wait to be checked.",
                "Request again under another name when the others have been checked.");
    }
}
