package dev.pgconvoy.monitor.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.secret.Secret;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.List;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Makes a request of JSON in the form of the event on the topic, in which passwords may be in clear text. They are
/// sealed here, for this migration alone, before the request becomes an object.
@Singleton
public final class RequestBinder {

    private static final List<String> SERVERS = List.of("source", "target");
    private static final String REMEDY = "Correct the field; /q/openapi and docs/events.md show a whole request.";

    private final Sealer sealer;
    private final InstantSource clock;

    public RequestBinder(Sealer sealer, InstantSource clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /// @throws RefusedRequestException with the field
    public MigrationRequest bind(JsonNode tree) {
        var id = id(tree.path("id"));
        SERVERS.forEach(server -> {
            seal(tree.path(server), "password", server + ".password", id);
            seal(tree.path(server).path("tls"), "clientKey", server + ".tls.clientKey", id);
        });
        try {
            var type = EventType.MIGRATION_REQUESTED;
            var headers = new RecordHeaders().add("ce_type", type.ceType().getBytes(StandardCharsets.UTF_8));
            var read = EventCodec.read(type.topic(), headers, EventJson.write(tree), clock.instant());
            if (read.data() instanceof MigrationRequested(var request)) {
                return request;
            }
            throw new IllegalStateException(type + " is read as something else");
        } catch (MalformedEventException e) {
            throw new RefusedRequestException(e.path(), e.reason(), REMEDY);
        }
    }

    private static MigrationId id(JsonNode node) {
        try {
            return MigrationId.parse(node.asText());
        } catch (IllegalArgumentException e) {
            throw new RefusedRequestException(
                    "$.id", String.valueOf(e.getMessage()), "Send an id such as \"orders-server/move-1\".");
        }
    }

    private void seal(JsonNode node, String field, String place, MigrationId id) {
        if (node instanceof ObjectNode object
                && object.path(field).isTextual()
                && !References.isReference(object.path(field).textValue())) {
            var sealed = sealer.seal(new Secret(object.path(field).textValue()), id)
                    .orElseThrow(() -> new RefusedRequestException(
                            "$." + place,
                            "The %s is in clear text and this server has no key to seal it (PGCONVOY_SEAL_KEY_FILE)."
                                    .formatted(field.equals("password") ? "password" : "key"),
                            "Set PGCONVOY_SEAL_KEY_FILE for every service, or send a reference:"
                                    + " env:NAME, file:/path, keyvault:ID or sealed:VALUE."));
            object.put(field, sealed.text());
        }
    }
}
