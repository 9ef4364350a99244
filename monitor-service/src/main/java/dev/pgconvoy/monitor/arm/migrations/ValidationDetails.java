package dev.pgconvoy.monitor.arm.migrations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.Severity;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationOption;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.migration.Verdict;
import dev.pgconvoy.migration.estimate.Estimate;
import dev.pgconvoy.migration.estimate.PreflightRun;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/// `validationDetails`: what the checks found, of the servers and of each database, once their verdict is known.
final class ValidationDetails {

    private static final Set<MigrationOption> EXAMINING =
            EnumSet.of(MigrationOption.VALIDATE, MigrationOption.VALIDATE_AND_MIGRATE);

    private ValidationDetails() {}

    static Optional<ObjectNode> of(MigrationStatus status) {
        return isKnown(status) ? Optional.of(details(status)) : Optional.empty();
    }

    /// A migration that was cancelled or failed may have been so before the checks had ended.
    private static boolean isKnown(MigrationStatus status) {
        if (!status.findings().isEmpty()) {
            return true;
        }
        return switch (status.substate()) {
            case PERFORMING_PRE_REQUISITE_STEPS, VALIDATION_IN_PROGRESS, CANCELING_REQUESTED_DB_MIGRATIONS -> false;
            case COMPLETED -> status.state() == MigrationState.SUCCEEDED;
            case Substate _ -> true;
        };
    }

    private static ObjectNode details(MigrationStatus status) {
        var findings = status.findings();
        var databases =
                status.databases().stream().map(DatabaseProgress::database).toList();
        var details = EventJson.MAPPER
                .createObjectNode()
                .put("status", Verdict.of(findings).text());
        status.preflight()
                .ifPresent(run -> details.put(
                                "validationStartTimeInUtc", run.startedAt().toString())
                        .put("validationEndTimeInUtc", run.endedAt().toString()));
        var servers = byType(
                alwaysOfServers(status),
                findings.stream()
                        .filter(finding -> databases.stream().noneMatch(name -> isAbout(finding, name)))
                        .toList());
        var ofServers = details.putArray("serverLevelValidationDetails");
        servers.forEach((type, found) -> ofServers.add(summary(type, found)));
        status.preflight().flatMap(PreflightRun::estimate).ifPresent(estimate -> ofServers.add(told(estimate)));
        var ofDatabases = details.putArray("dbLevelValidationDetails");
        for (var name : databases) {
            var about =
                    findings.stream().filter(finding -> isAbout(finding, name)).toList();
            var ofDatabase = ofDatabases.addObject().put("databaseName", name);
            status.preflight()
                    .ifPresent(run -> ofDatabase
                            .put("startedOn", run.startedAt().toString())
                            .put("endedOn", run.endedAt().toString()));
            var summary = ofDatabase.putArray("summary");
            byType(alwaysOfDatabase(status, about), about).forEach((type, found) -> summary.add(summary(type, found)));
        }
        return details;
    }

    private static boolean isAbout(Finding finding, String database) {
        var object = finding.object();
        return object.equals(database)
                || object.endsWith(" in \"%s\"".formatted(database))
                || object.endsWith(" of \"%s\"".formatted(database))
                || object.startsWith("database \"%s\"".formatted(database));
    }

    /// Checks that were made whether or not they found something.
    private static List<String> alwaysOfServers(MigrationStatus status) {
        if (!isOurs(status)) {
            return List.of();
        }
        return isExamined(status)
                ? List.of(
                        ValidationTypes.CONNECTIVITY, ValidationTypes.SOURCE_VERSION, ValidationTypes.SERVER_PARAMETERS)
                : List.of(ValidationTypes.CONNECTIVITY);
    }

    private static List<String> alwaysOfDatabase(MigrationStatus status, List<Finding> about) {
        return isOurs(status) && isExamined(status) && Verdict.of(about) != Verdict.FAILED
                ? List.of(ValidationTypes.SCHEMA, ValidationTypes.EXTENSIONS, ValidationTypes.COLLATIONS)
                : List.of();
    }

    /// The service has no place for it but a message.
    private static ObjectNode told(Estimate estimate) {
        var summary = summary(ValidationTypes.ESTIMATE, List.of());
        summary.putArray("messages")
                .addObject()
                .put("state", Verdict.SUCCEEDED.text())
                .put("message", estimate.sentence());
        return summary;
    }

    private static boolean isOurs(MigrationStatus status) {
        return status.request().options().executor() == ExecutorKind.WORKERS;
    }

    /// Whether it came to more than connecting.
    private static boolean isExamined(MigrationStatus status) {
        return EXAMINING.contains(status.request().options().migrationOption())
                && status.findings().stream()
                        .noneMatch(finding -> finding.severity() == Severity.ERROR
                                && ValidationTypes.of(finding.check()).equals(ValidationTypes.CONNECTIVITY));
    }

    private static Map<String, List<Finding>> byType(List<String> always, List<Finding> findings) {
        var types = new LinkedHashMap<String, List<Finding>>();
        always.forEach(type -> types.put(type, new ArrayList<>()));
        findings.forEach(finding -> Objects.requireNonNull(
                        types.computeIfAbsent(ValidationTypes.of(finding.check()), _ -> new ArrayList<>()))
                .add(finding));
        return types;
    }

    private static ObjectNode summary(String type, List<Finding> findings) {
        var summary = EventJson.MAPPER
                .createObjectNode()
                .put("type", type)
                .put("state", Verdict.of(findings).text());
        if (!findings.isEmpty()) {
            var messages = summary.putArray("messages");
            findings.forEach(finding -> messages.addObject()
                    .put("state", Verdict.of(List.of(finding)).text())
                    .put(
                            "message",
                            "%s: %s: %s %s"
                                    .formatted(finding.code(), finding.object(), finding.message(), finding.remedy())));
        }
        return summary;
    }
}
