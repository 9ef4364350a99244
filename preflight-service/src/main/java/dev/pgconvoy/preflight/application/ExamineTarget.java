package dev.pgconvoy.preflight.application;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.failure.MigrationException;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.preflight.azure.AzureAccess;
import dev.pgconvoy.preflight.azure.ServiceLimits;
import dev.pgconvoy.preflight.azure.TargetCheck;
import dev.pgconvoy.preflight.azure.TargetChecks;
import dev.pgconvoy.preflight.azure.TargetExamination;
import dev.pgconvoy.preflight.azure.TemplateConstraints;
import dev.pgconvoy.preflight.azure.UnansweredQuestion;
import dev.pgconvoy.preflight.examination.Examination;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;

/// Asks Azure about the target: alone, when Azure's service is to move the data, or beside the checks of both servers.
public final class ExamineTarget {

    private static final String CHECK = "target-resource";

    private final Optional<AzureAccess> azure;

    public ExamineTarget(Optional<AzureAccess> azure) {
        this.azure = azure;
    }

    List<Finding> alone(MigrationRequest request) {
        if (azure.isEmpty()) {
            return List.of(
                    Finding.error(
                            CHECK,
                            FindingCode.AZURE_NOT_CONFIGURED,
                            "pgconvoy.azure.enabled",
                            "The request is for Azure's service, and Azure is not enabled here.",
                            "Set PGCONVOY_AZURE_ENABLED=true for the pgconvoy services, or let our workers move the data (executor workers)."));
        }
        var access = azure.get();
        var findings = new ArrayList<Finding>(ServiceLimits.assess(request));
        findings.addAll(TemplateConstraints.assess(request, access.secrets()));
        findings.addAll(
                allowed(
                        () -> access.target(request)
                                .map(target -> run(new TargetExamination(
                                        request, target, access.facts().apply(target), Optional.empty())))
                                .orElseGet(
                                        () -> List.of(
                                                Finding.error(
                                                        CHECK,
                                                        FindingCode.AZURE_NOT_CONFIGURED,
                                                        "azure.subscriptionId, azure.resourceGroup",
                                                        "Neither the request nor the configuration says where the target is.",
                                                        "Name both in the request, or set PGCONVOY_AZURE_SUBSCRIPTION_ID and PGCONVOY_AZURE_RESOURCE_GROUP.")))));
        return findings;
    }

    List<Finding> beside(Examination examination) {
        var request = examination.request();
        if (azure.isEmpty() || !AzureAccess.concerns(request) || !validates(request)) {
            return List.of();
        }
        var access = azure.get();
        return allowed(
                () -> access.target(request)
                        .map(target -> run(new TargetExamination(
                                request, target, access.facts().apply(target), Optional.of(examination))))
                        .orElseGet(
                                () -> List.of(
                                        Finding.info(
                                                CHECK,
                                                FindingCode.AZURE_NOT_CONFIGURED,
                                                "azure.subscriptionId, azure.resourceGroup",
                                                "Azure was not asked about the target: neither the request nor the configuration says where it is."))));
    }

    /// Our identity is not used for a place that the configuration does not allow.
    private static List<Finding> allowed(Supplier<List<Finding>> asking) {
        try {
            return asking.get();
        } catch (MigrationException e) {
            var failure = e.failure();
            return List.of(Finding.error(
                    CHECK, FindingCode.SCOPE_NOT_ALLOWED, failure.object(), failure.message(), failure.remedy()));
        }
    }

    /// A comparison writes nothing to the target.
    private static boolean validates(MigrationRequest request) {
        return switch (request.options().migrationOption()) {
            case VALIDATE, VALIDATE_AND_MIGRATE -> true;
            case MIGRATE, VERIFY -> false;
        };
    }

    private static List<Finding> run(TargetExamination examination) {
        var findings = new ArrayList<Finding>();
        if (run(TargetChecks.FIRST, examination, findings)) {
            TargetChecks.OTHERS.forEach(check -> run(check, examination, findings));
        }
        return findings;
    }

    /// @return whether it makes sense to go on
    private static boolean run(TargetCheck check, TargetExamination examination, List<Finding> findings) {
        try {
            var found = check.run(examination);
            findings.addAll(found);
            return found.stream().noneMatch(finding -> finding.has(FindingCode.NO_SUCH_SERVER));
        } catch (MigrationException e) {
            findings.add(UnansweredQuestion.assess(check.name(), examination, e.failure()));
        } catch (SQLException | RuntimeException e) {
            findings.add(ExamineServers.notRun(check.name(), examination.request(), e));
        }
        return false;
    }
}
