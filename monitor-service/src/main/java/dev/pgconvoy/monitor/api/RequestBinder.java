package dev.pgconvoy.monitor.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.PasswordUses;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.ServerEndpoint;
import dev.pgconvoy.secret.PasswordUse;
import dev.pgconvoy.secret.Secret;
import dev.pgconvoy.secret.SecretRef;
import dev.pgconvoy.secret.ServerSide;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;
import org.apache.kafka.common.header.internals.RecordHeaders;

/// Makes a request of JSON in the form of the event on the topic, in which passwords may be in clear text. They are
/// taken out before the request becomes an object, and sealed for what they are used for: this migration's login at
/// that
/// server.
@Singleton
public final class RequestBinder {

    private static final String REMEDY = "Correct the field; /q/openapi and docs/events.md show a whole request.";
    private static final int DEFAULT_PORT = 5432;

    private final Sealer sealer;
    private final InstantSource clock;

    public RequestBinder(Sealer sealer, InstantSource clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /// @throws RefusedRequestException with the field
    public MigrationRequest bind(JsonNode tree) {
        var id = id(tree.path("id"));
        var clear = new EnumMap<ServerSide, Secret>(ServerSide.class);
        for (var side : ServerSide.values()) {
            var server = tree.path(side.toString());
            takeOut(server).ifPresent(password -> clear.put(side, password));
            sealKey(server, id, side);
        }
        var request = parse(tree);
        return request.withServers(
                sealed(request, ServerSide.SOURCE, clear), sealed(request, ServerSide.TARGET, clear));
    }

    private MigrationRequest parse(JsonNode tree) {
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

    /// The password, when it is in clear text; it is not in the tree any more then.
    private static Optional<Secret> takeOut(JsonNode server) {
        if (server instanceof ObjectNode endpoint
                && endpoint.path("password").isTextual()
                && !References.isReference(endpoint.path("password").textValue())) {
            return Optional.of(new Secret(endpoint.remove("password").textValue()));
        }
        return Optional.empty();
    }

    /// A private key in clear text becomes a sealed one before anything is made of the request: without a key its
    /// certificate would be refused.
    private void sealKey(JsonNode server, MigrationId id, ServerSide side) {
        if (server.path("tls") instanceof ObjectNode tls
                && tls.path("clientKey").isTextual()
                && !References.isReference(tls.path("clientKey").textValue())) {
            var use = new PasswordUse(
                    id.toString(),
                    side,
                    server.path("host").asText(),
                    server.path("port").asInt(DEFAULT_PORT),
                    server.path("user").asText());
            tls.put(
                    "clientKey",
                    seal(new Secret(tls.path("clientKey").textValue()), use, "tls.clientKey", "The key")
                            .text());
        }
    }

    private ServerEndpoint sealed(MigrationRequest request, ServerSide side, Map<ServerSide, Secret> clear) {
        var endpoint = request.server(side);
        return Optional.ofNullable(clear.get(side))
                .map(password -> endpoint.withPassword(
                        seal(password, PasswordUses.of(request, side), "password", "The password")))
                .orElse(endpoint);
    }

    private SecretRef seal(Secret secret, PasswordUse use, String field, String what) {
        return sealer.seal(secret, use)
                .orElseThrow(() -> new RefusedRequestException(
                        "$.%s.%s".formatted(use.side(), field),
                        what + " is in clear text and this server has no key to seal it (PGCONVOY_SEAL_KEY_FILE).",
                        "Set PGCONVOY_SEAL_KEY_FILE for every service, or send a reference:"
                                + " env:NAME, file:/path, keyvault:ID or sealed:VALUE."));
    }
}
