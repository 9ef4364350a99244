package dev.pgconvoy.preflight.azure;

import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.failure.FindingCode;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.VerifyMode;
import dev.pgconvoy.migration.filter.Filters;
import java.util.ArrayList;
import java.util.List;

/// What our workers would do and Azure's service does not. What would move more than was asked for is an error.
public final class ServiceLimits {

    static final String NAME = "executor-options";

    private ServiceLimits() {}

    public static List<Finding> assess(MigrationRequest request) {
        var findings = new ArrayList<Finding>();
        var options = request.options();
        if (!options.filters().equals(Filters.NONE)) {
            findings.add(Finding.error(
                    NAME,
                    FindingCode.NOT_DONE_BY_AZURE,
                    "options.filters",
                    "Azure's service moves whole databases and knows no filters.",
                    "Leave the filters out, or let our workers move the data (executor workers)."));
        }
        if (request.databases().isEmpty()) {
            findings.add(Finding.warning(
                    NAME,
                    FindingCode.NOT_DONE_BY_AZURE,
                    "databases",
                    "None is named, and Azure's service does not choose: it may wait until somebody names them.",
                    "Name the databases in the request."));
        }
        var rights = options.rights();
        if (rights.migrateRoles() || rights.noOwner() || rights.noAcl()) {
            findings.add(Finding.warning(
                    NAME,
                    FindingCode.NOT_DONE_BY_AZURE,
                    "options.rights",
                    "Azure's template has no parameter for roles, owners and grants; what is asked of them is not done.",
                    "Make the roles on the target yourself, or let our workers move the data (executor workers)."));
        }
        if (request.source().tls().isPresent() || request.target().tls().isPresent()) {
            findings.add(Finding.warning(
                    NAME,
                    FindingCode.NOT_DONE_BY_AZURE,
                    "source.tls, target.tls",
                    "Azure's template has no parameter for root certificates, client certificates and channel binding; Azure's service decides itself what it trusts.",
                    "Leave tls out, or let our workers move the data (executor workers)."));
        }
        if (options.verify() != VerifyMode.OFF) {
            findings.add(Finding.info(
                    NAME,
                    FindingCode.NOT_DONE_BY_AZURE,
                    "options.verify",
                    "Azure's service does not compare what it has moved with the source."));
        }
        return findings;
    }
}
