package dev.pgconvoy.monitor.arm.protocol;

import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/// The versions of Azure's interface that we know.
public final class ApiVersions {

    public static final String PARAMETER = "api-version";

    /// Of migrations and their servers.
    public static final Set<String> MIGRATIONS = Set.of(
            "2022-05-01-privatepreview",
            "2023-06-01-preview",
            "2023-12-01-preview",
            "2024-08-01",
            "2025-01-01-preview",
            "2025-06-01-preview",
            "2025-08-01",
            "2026-07-01-preview");

    /// What we serve of deployments and resource groups has been the same in all.
    private static final Pattern RESOURCES = Pattern.compile("20[0-9]{2}-[0-9]{2}-[0-9]{2}(-preview)?");

    private ApiVersions() {}

    public static void requireMigrations(ArmCall call) {
        var version = given(call);
        if (!MIGRATIONS.contains(version)) {
            throw ArmException.badRequest(
                    "InvalidApiVersionParameter",
                    "The api-version '%s' is invalid. The supported versions are '%s'."
                            .formatted(version, String.join(",", new TreeSet<>(MIGRATIONS))));
        }
    }

    public static void requireResources(ArmCall call) {
        var version = given(call);
        if (!RESOURCES.matcher(version).matches()) {
            throw ArmException.badRequest(
                    "InvalidApiVersionParameter",
                    "The api-version '%s' is invalid. A version is a date such as '2024-11-01'.".formatted(version));
        }
    }

    private static String given(ArmCall call) {
        return call.query(PARAMETER)
                .filter(version -> !version.isBlank())
                .map(version -> version.substring(0, Math.min(version.length(), 64)))
                .orElseThrow(() -> ArmException.badRequest(
                        "MissingApiVersionParameter",
                        "The api-version query parameter (?api-version=) is required for all requests."));
    }
}
