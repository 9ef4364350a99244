package dev.pgconvoy.monitor.arm.migrations;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.MigrationProperties;
import dev.pgconvoy.arm.RequestForms;
import dev.pgconvoy.arm.ResourceTags;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.monitor.api.RefusedRequestException;
import dev.pgconvoy.monitor.api.RequestBinder;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import jakarta.inject.Singleton;
import java.time.DateTimeException;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/// Reads a migration as Azure's interface takes it and makes a request of it that our workers serve. The inventory says
/// where the target is, whatever the caller says.
@Singleton
public final class MigrationRequestReader {

    private static final List<String> PASSWORDS = List.of("sourceServerPassword", "targetServerPassword");
    private static final String TARGET_NAME = "targetDbServerFullyQualifiedDomainName";
    private static final String START = "migrationWindowStartTimeInUtc";

    private final RequestBinder binder;
    private final InstantSource clock;

    public MigrationRequestReader(RequestBinder binder, InstantSource clock) {
        this.binder = binder;
        this.clock = clock;
    }

    /// @param tags of the resource, or nothing
    /// @param given of the resource, names and enumerated values in any case
    /// @throws ArmException with everything that is wrong
    public MigrationRequest read(MigrationAddress address, String location, JsonNode tags, ObjectNode given) {
        var id = address.id();
        var wanted = new MigrationProperties(given);
        var violations = Stream.concat(wanted.violations().stream(), violations(address, wanted.json()))
                .toList();
        if (!violations.isEmpty()) {
            throw ArmException.invalid(violations);
        }
        var azure = EventJson.MAPPER
                .createObjectNode()
                .put("subscriptionId", address.group().subscriptionId())
                .put("resourceGroup", address.group().name())
                .put("location", location);
        var request = wanted.request(id.targetServer(), id.name(), azure, ExecutorKind.WORKERS.text());
        request.set("labels", ResourceTags.labels(tags));
        request.withObject("/target")
                .put("host", address.server().host())
                .put("port", address.server().port())
                .put("sslMode", address.server().sslMode().text())
                .put("maintenanceDatabase", address.server().database());
        return bound(request);
    }

    private MigrationRequest bound(ObjectNode request) {
        try {
            return binder.bind(request);
        } catch (RefusedRequestException e) {
            var field = RequestForms.place(MissingNode.getInstance(), e.field());
            throw ArmException.invalid(
                    List.of(field.equals("$") ? e.reason() + "." : "%s: %s".formatted(field, e.reason())));
        }
    }

    private Stream<String> violations(MigrationAddress address, ObjectNode properties) {
        var violations = new ArrayList<String>();
        for (var password : PASSWORDS) {
            if (properties
                    .at("/secretParameters/adminCredentials/" + password)
                    .asText()
                    .isEmpty()) {
                violations.add("secretParameters.adminCredentials.%s is missing.".formatted(password));
            }
        }
        var name = properties.path(TARGET_NAME).asText();
        if (!name.isEmpty() && !name.equalsIgnoreCase(address.server().host())) {
            violations.add("%s is not that of the server %s here; leave it out."
                    .formatted(TARGET_NAME, address.server().name()));
        }
        if (properties.hasNonNull("migrationInstanceResourceId")) {
            violations.add(
                    "migrationInstanceResourceId is not supported: our workers connect themselves; leave it out.");
        }
        if (properties.hasNonNull(START) && !isPast(properties.path(START).asText())) {
            violations.add("%s must be left out: a migration starts when it is asked for.".formatted(START));
        }
        return violations.stream();
    }

    /// What a client sends back that has read a migration.
    private boolean isPast(String time) {
        try {
            return OffsetDateTime.parse(time).toInstant().isBefore(clock.instant());
        } catch (DateTimeException _) {
            return false;
        }
    }
}
