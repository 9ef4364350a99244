package dev.pgconvoy.it.promise;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.pgconvoy.campaign.TestedCommit;
import dev.pgconvoy.it.environment.RunningServer;
import dev.pgconvoy.it.promise.PromiseRecord.Promise;
import dev.pgconvoy.it.wire.KafkaClient;
import dev.pgconvoy.it.wire.RequestJson;
import dev.pgconvoy.it.wire.TopicFact;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;
import org.awaitility.core.ConditionTimeoutException;

/// One database: checked and, if it passes, moved; if not, moved without the checks. Then both servers are compared.
final class PromiseRun {

    /// A small database takes seconds; the machine may be busy.
    private static final Duration PATIENCE = Duration.ofMinutes(8);
    private static final String NOT_ENDED = "none";
    private static final String CHECKED_IN_PART = "PGC1530";

    private final PromisePlan plan;
    private final RunningServer source;
    private final RunningServer target;
    private final KafkaClient client;

    PromiseRun(PromisePlan plan, RunningServer source, RunningServer target, KafkaClient client) {
        this.plan = plan;
        this.source = source;
        this.target = target;
        this.client = client;
    }

    /// @param state in which the migration ended
    private record Outcome(String state, JsonNode end, List<String> lost, List<String> unnamed) {

        boolean succeeded() {
            return state.equals("Succeeded");
        }

        String failure() {
            var failure = end.path("failure");
            return failure.isMissingNode() || failure.isNull()
                    ? ""
                    : Stream.of("code", "object", "message")
                            .map(field -> failure.path(field).asText())
                            .reduce((one, other) -> one + ": " + other)
                            .orElseThrow();
        }
    }

    PromiseRecord execute() throws IOException, SQLException, InterruptedException {
        var began = System.nanoTime();
        try (var database = PromiseDatabase.create(plan, source, target)) {
            var checked =
                    request("promise-" + plan.seed(), "ValidateAndMigrate", ", \"checks\": {\"checkData\": true}");
            client.request(checked);
            var end = awaitEnd(checked);
            var validated = client.facts(KafkaClient.VALIDATED, checked.id()).stream()
                    .findFirst()
                    .map(TopicFact::data);
            var verdict = validated.map(one -> one.path("verdict").asText()).orElse(NOT_ENDED);
            var findings = validated.stream()
                    .flatMap(one -> one.path("findings").valueStream())
                    .toList();
            var outcome = verdict.equals("Failed") ? withoutChecks(findings) : outcome(end, findings);
            return new PromiseRecord(
                    plan.seed(),
                    database.families(),
                    database.pieces(),
                    database.refused(),
                    how(),
                    verdict,
                    codes(findings, "ERROR"),
                    codes(findings, "WARNING"),
                    outcome.state,
                    outcome.failure(),
                    PromiseRecord.shortened(outcome.lost),
                    PromiseRecord.shortened(outcome.unnamed),
                    promise(verdict, findings, outcome),
                    (System.nanoTime() - began) / 1_000_000,
                    TestedCommit.find());
        }
    }

    private Outcome withoutChecks(List<JsonNode> findings) throws IOException, SQLException, InterruptedException {
        var unchecked = request("promise-" + plan.seed() + "-unchecked", "Migrate", "");
        client.request(unchecked);
        return outcome(awaitEnd(unchecked), findings);
    }

    private Outcome outcome(Optional<TopicFact> end, List<JsonNode> findings)
            throws IOException, SQLException, InterruptedException {
        if (end.isEmpty()) {
            return new Outcome(NOT_ENDED, MissingNode.getInstance(), List.of(), List.of());
        }
        var data = end.orElseThrow().data();
        var state = data.path("state").asText();
        if (!state.equals("Succeeded")) {
            return new Outcome(state, data, List.of(), List.of());
        }
        var lost = NamedLosses.of(source, target, plan);
        var told = Stream.concat(findings.stream(), data.at("/report/notes").valueStream())
                .toList();
        return new Outcome(state, data, lost, NamedLosses.unnamed(lost, told, plan.database()));
    }

    private static Promise promise(String verdict, List<JsonNode> findings, Outcome outcome) {
        if (verdict.equals("Failed")) {
            return outcome.succeeded() && outcome.lost.isEmpty() ? Promise.NEEDLESS : Promise.JUSTIFIED;
        }
        if (outcome.succeeded() && outcome.unnamed.isEmpty()) {
            return Promise.KEPT;
        }
        return isSaid(findings, outcome) ? Promise.UNSEEN_AND_SAID : Promise.BROKEN;
    }

    /// Whether a finding says that what the migration failed for was not looked at.
    private static boolean isSaid(List<JsonNode> findings, Outcome outcome) {
        return !outcome.failure().isEmpty()
                && findings.stream()
                        .filter(finding -> finding.path("code").asText().equals(CHECKED_IN_PART))
                        .anyMatch(finding -> NamedLosses.unnamed(List.of(outcome.failure()), List.of(finding), "")
                                .isEmpty());
    }

    private static List<String> codes(List<JsonNode> findings, String severity) {
        return findings.stream()
                .filter(finding -> finding.path("severity").asText().equals(severity))
                .map(finding -> finding.path("code").asText())
                .distinct()
                .sorted()
                .toList();
    }

    private RequestJson request(String name, String option, String more) {
        var request = RequestJson.move(name, source, target, plan.database())
                .with("\"migrationOption\": \"%s\", %s%s"
                        .formatted(option, plan.wishes().json(), more));
        request = switch (plan.sourceUser()) {
            case SUPERUSER -> request;
            case READER -> request.asSourceUser(PromiseServers.READER);
        };
        return switch (plan.targetUser()) {
            case SUPERUSER -> request;
            case MEMBER -> request.asTargetUser(PromiseServers.MEMBER).through(PromiseServers.MEMBER);
            case STRANGER -> request.asTargetUser(PromiseServers.STRANGER).through(PromiseServers.STRANGER);
        };
    }

    private Optional<TopicFact> awaitEnd(RequestJson request) {
        try {
            return Optional.of(client.awaitEnd(request.id(), PATIENCE));
        } catch (ConditionTimeoutException e) {
            client.cancel(request.id(), "it did not end");
            client.awaitEnd(request.id(), PATIENCE);
            return Optional.empty();
        }
    }

    private String how() {
        return "%s %s, from %s to %s, %s"
                .formatted(
                        plan.encoding(),
                        plan.locale(),
                        plan.sourceUser().name().toLowerCase(Locale.ROOT),
                        plan.targetUser().name().toLowerCase(Locale.ROOT),
                        plan.wishes().json());
    }
}
