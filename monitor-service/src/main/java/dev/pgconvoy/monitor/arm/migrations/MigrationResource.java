package dev.pgconvoy.monitor.arm.migrations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.failure.Failure;
import dev.pgconvoy.failure.Finding;
import dev.pgconvoy.migration.AzureResource;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationState;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.connection.SslMode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// A migration as Azure's interface shows it.
final class MigrationResource {

    private MigrationResource() {}

    /// As it is answered when it has just been asked for.
    static ObjectNode created(MigrationAddress address, MigrationRequest request, Instant requestedAt) {
        var location = request.azure()
                .flatMap(AzureResource::location)
                .orElse(address.server().location());
        var resource = resource(address, request, requestedAt).put("location", location);
        resource.withObject("/properties/currentStatus").put("state", MigrationState.IN_PROGRESS.text());
        return resource;
    }

    /// What is known of it before anybody has asked for it.
    static ObjectNode planned(MigrationAddress address, MigrationRequest request) {
        var resource = created(address, request, Instant.EPOCH);
        resource.withObject("/properties").remove(List.of("currentStatus", "migrationWindowStartTimeInUtc"));
        return resource;
    }

    static ObjectNode shown(MigrationAddress address, MigrationStatus status) {
        var request = status.request();
        var resource = resource(address, request, status.requestedAt())
                .put("location", address.server().location());
        var properties = resource.withObject("/properties");
        properties.set("currentStatus", currentStatus(status));
        properties.put("migrateRoles", flag(request.options().rights().migrateRoles()));
        if (status.isFinal()) {
            properties.put("migrationWindowEndTimeInUtc", status.changedAt().toString());
        }
        properties
                .putObject("targetDbServerMetadata")
                .put("location", address.server().location());
        return resource;
    }

    private static ObjectNode currentStatus(MigrationStatus status) {
        var current =
                EventJson.MAPPER.createObjectNode().put("state", status.state().text());
        status.failure()
                .map(Failure::sentence)
                .or(() -> status.obstacle().map(MigrationResource::sentence))
                .ifPresent(error -> current.put("error", error));
        var details = current.putObject("currentSubStateDetails")
                .put("currentSubState", status.substate().text());
        details.set("dbDetails", DatabaseDetails.of(status));
        ValidationDetails.of(status).ifPresent(validation -> details.set("validationDetails", validation));
        return current;
    }

    private static String sentence(Finding obstacle) {
        return "%s: %s %s".formatted(obstacle.object(), obstacle.message(), obstacle.remedy());
    }

    private static ObjectNode resource(MigrationAddress address, MigrationRequest request, Instant requestedAt) {
        var resource = EventJson.MAPPER.createObjectNode();
        var options = request.options();
        var properties = resource.putObject("properties")
                .put("migrationId", migrationId(request))
                .put("migrationMode", "Offline")
                .put("migrationOption", options.migrationOption().text())
                .put(
                        "sourceType",
                        request.azure().map(AzureResource::sourceType).orElse("OnPremises"))
                .put("sslMode", sslMode(request.source().sslMode()))
                .put("sourceDbServerResourceId", sourceId(request))
                .put("targetDbServerResourceId", address.serverId())
                .put("setupLogicalReplicationOnSourceDbIfNeeded", flag(false))
                .put("overwriteDbsInTarget", flag(options.overwriteDbsInTarget()))
                .put("migrationWindowStartTimeInUtc", requestedAt.toString())
                .put("triggerCutover", flag(true));
        request.databases().forEach(properties.putArray("dbsToMigrate")::add);
        if (!request.labels().isEmpty()) {
            request.labels().forEach(resource.putObject("tags")::put);
        }
        return resource.put("id", address.resourceId())
                .put("name", address.name())
                .put("type", MigrationAddress.TYPE);
    }

    private static String migrationId(MigrationRequest request) {
        return UUID.nameUUIDFromBytes(("migration " + request.id()).getBytes(StandardCharsets.UTF_8))
                .toString();
    }

    private static String sourceId(MigrationRequest request) {
        var source = request.source();
        return request.azure().flatMap(AzureResource::sourceResourceId).orElse(source.address() + "@" + source.user());
    }

    private static String sslMode(SslMode mode) {
        return switch (mode) {
            case DISABLE -> "Disable";
            case ALLOW -> "Allow";
            case PREFER -> "Prefer";
            case REQUIRE -> "Require";
            case VERIFY_CA -> "VerifyCA";
            case VERIFY_FULL -> "VerifyFull";
        };
    }

    private static String flag(boolean value) {
        return value ? "True" : "False";
    }
}
