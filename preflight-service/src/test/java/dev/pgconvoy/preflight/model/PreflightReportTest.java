package dev.pgconvoy.preflight.model;

import static dev.pgconvoy.preflight.PreflightRequests.aRequest;
import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.MigrationEvent.MigrationValidated;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.estimate.PreflightRun;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class PreflightReportTest {

    private static final Finding WARNING =
            new Finding("some-check", "PGC1", Severity.WARNING, "orders", "It is odd.", "Look.");
    private static final Finding ERROR =
            new Finding("some-check", "PGC2", Severity.ERROR, "orders", "It is wrong.", "Correct it.");

    @Test
    void the_event_tells_request_verdict_findings_and_when_it_was_asked() {
        var asked = Instant.parse("2026-01-02T03:04:05Z");
        var request = aRequest().of("orders").build();

        var event = new PreflightReport(request, List.of(WARNING))
                .validated("hash", asked, asked.plusSeconds(1), asked.plusSeconds(3));

        assertThat(event)
                .isEqualTo(new MigrationValidated(
                        request,
                        Verdict.WARNING,
                        List.of(WARNING),
                        new dev.pgconvoy.migration.Acceptance("hash", asked, java.util.Map.of()),
                        Optional.of(new PreflightRun(asked.plusSeconds(1), asked.plusSeconds(3), Optional.empty()))));
    }

    @Test
    void what_may_be_dropped_travels_with_the_acceptance() {
        var request = aRequest().of("orders").build();

        var event = new PreflightReport(request, List.of(WARNING), Map.of("orders", 16_385L), Optional.empty())
                .validated("hash", Instant.EPOCH, Instant.EPOCH, Instant.EPOCH);

        assertThat(event.acceptance().overwritable()).containsExactly(Map.entry("orders", 16_385L));
    }

    @Test
    void more_databases_than_one_migration_takes_are_none_to_drop() {
        var many = IntStream.rangeClosed(0, MigrationRequest.MOST_DATABASES)
                .boxed()
                .collect(Collectors.toMap(number -> "db" + number, Integer::longValue));

        var report = new PreflightReport(aRequest().build(), List.of(ERROR), many, Optional.empty());

        assertThat(report.overwritable()).isEmpty();
    }

    @Test
    void an_error_among_too_many_findings_is_never_cut_off() {
        var findings = new ArrayList<>(IntStream.range(0, MigrationValidated.MOST_FINDINGS)
                .mapToObj(PreflightReportTest::warning)
                .toList());
        findings.add(ERROR);

        var report = new PreflightReport(aRequest().build(), findings);

        assertThat(report.findings()).hasSize(MigrationValidated.MOST_FINDINGS).startsWith(ERROR);
        assertThat(report.verdict()).isEqualTo(Verdict.FAILED);
    }

    private static Finding warning(int number) {
        return new Finding("some-check", "PGC1", Severity.WARNING, "orders" + number, "It is odd.", "Look.");
    }

    @Test
    void the_same_finding_stands_once() {
        var report = new PreflightReport(aRequest().build(), List.of(WARNING, ERROR, WARNING));

        assertThat(report.findings()).containsExactly(WARNING, ERROR);
    }

    @Test
    void very_lengthyfindings_fit_into_an_event_and_those_left_out_are_counted() {
        var lengthy = IntStream.range(0, 900)
                .mapToObj(number -> new Finding(
                        "check " + number,
                        "PGC1",
                        Severity.WARNING,
                        "o".repeat(1_000),
                        "m".repeat(4_000),
                        "r".repeat(2_000)))
                .toList();
        var report = new PreflightReport(aRequest().build(), lengthy);

        assertThat(report.findings().stream().mapToLong(Finding::jsonBytes).sum())
                .isLessThan(PreflightReport.MOST_FOR_FINDINGS + 1_000);
        assertThat(report.findings().getLast().object())
                .isEqualTo("%d more findings".formatted(900 - report.findings().size() + 1));
    }
}
