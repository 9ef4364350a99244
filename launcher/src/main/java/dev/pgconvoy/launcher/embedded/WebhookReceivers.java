package dev.pgconvoy.launcher.embedded;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;

/// Whether the monitor may have receivers of notifications to tell. It is configured by what it inherits from the
/// launcher: the environment, and the files of settings in the working directory.
///
/// @param variables names of the environment
record WebhookReceivers(Set<String> variables, Path workingDirectory) {

    /// Variables of receivers, and those that name more files of settings.
    private static final List<String> VARIABLES = List.of(
            "PGCONVOY_WEBHOOKS_ENDPOINTS_",
            "PGCONVOY_WEBHOOKS_ALLOWED_",
            "QUARKUS_CONFIG_LOCATIONS",
            "SMALLRYE_CONFIG_LOCATIONS");

    /// Quarkus reads both.
    private static final List<String> FILES = List.of("config/application.properties", ".env");

    static WebhookReceivers inherited() {
        return new WebhookReceivers(System.getenv().keySet(), Path.of(""));
    }

    boolean mayBeConfigured() {
        return variables.stream().anyMatch(variable -> VARIABLES.stream().anyMatch(variable::startsWith))
                || FILES.stream().anyMatch(file -> Files.exists(workingDirectory.resolve(file)));
    }
}
