package dev.pgconvoy.monitor.api;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.arm.PasswordUses;
import dev.pgconvoy.event.EventCodec;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.EventType;
import dev.pgconvoy.event.MalformedEventException;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
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

/// Makes a request of JSON in the form of the event on the topic, in which passwords may be in
/// clear text. They are taken out before the request becomes an object, and sealed for what they
/// are used for: this migration's login at that server.
@Singleton
public final class RequestBinder {

    private static final String REMEDY = "Correct the field; /q/openapi and docs/events.md show a whole request.";

    private static final String TO_BE_SEALED = "sealed:" + "A".repeat(44);

    private final PasswordSealer sealer;
    private final InstantSource clock;

    public RequestBinder(PasswordSealer sealer, InstantSource clock) {
        this.sealer = sealer;
        this.clock = clock;
    }

    /// @throws RefusedRequestException with the field
    public MigrationRequest bind(JsonNode tree) {
        var clear = new EnumMap<ServerSide, Secret>(ServerSide.class);
        var keys = new EnumMap<ServerSide, Secret>(ServerSide.class);
        for (var side : ServerSide.values()) {
            takeOut(tree.path(side.toString())).ifPresent(password -> clear.put(side, password));
            takeOutKey(tree.path(side.toString())).ifPresent(key -> keys.put(side, key));
        }
        var request = parse(tree);
        return request.withServers(
                sealed(request, ServerSide.SOURCE, clear, keys), sealed(request, ServerSide.TARGET, clear, keys));
    }

    private MigrationRequest parse(JsonNode tree) {
        try {
            var type = EventType.MIGRATION_REQUESTED;
            var headers = new RecordHeaders().add("ce_type", type.ceType().getBytes(StandardCharsets.UTF_8));
            return EventCodec.read(type.topic(), headers, EventJson.write(tree), clock.instant())
                    .of(MigrationRequested.class)
                    .data()
                    .request();
        } catch (MalformedEventException e) {
            throw new RefusedRequestException(e.path(), e.reason(), REMEDY);
        }
    }

    /// The password, when it is in clear text; it is not in the tree any more then.
    private static Optional<Secret> takeOut(JsonNode server) {
        if (server instanceof ObjectNode endpoint
                && endpoint.path("password").isTextual()
                && !SecretReferences.isReference(endpoint.path("password").textValue())) {
            return Optional.of(new Secret(endpoint.remove("password").textValue()));
        }
        return Optional.empty();
    }

    /// The same with the key of the client certificate. Something must stay in its place: the certificate needs one.
    private static Optional<Secret> takeOutKey(JsonNode server) {
        if (server.path("tls") instanceof ObjectNode tls
                && tls.path("clientKey").isTextual()
                && !SecretReferences.isReference(tls.path("clientKey").textValue())) {
            var key = new Secret(tls.path("clientKey").textValue());
            tls.put("clientKey", TO_BE_SEALED);
            return Optional.of(key);
        }
        return Optional.empty();
    }

    private ServerEndpoint sealed(
            MigrationRequest request, ServerSide side, Map<ServerSide, Secret> clear, Map<ServerSide, Secret> keys) {
        var endpoint = request.server(side);
        var use = PasswordUses.of(request, side);
        var login = Optional.ofNullable(clear.get(side))
                .map(password -> endpoint.withPassword(seal(password, use, "password", "password")))
                .orElse(endpoint);
        return Optional.ofNullable(keys.get(side))
                .map(key -> login.withTls(login.tls()
                        .map(tls -> tls.withClientKey(seal(key, use.ofClientKey(), "key", "tls.clientKey")))))
                .orElse(login);
    }

    private SecretRef seal(Secret secret, PasswordUse use, String word, String place) {
        return sealer.seal(secret, use)
                .orElseThrow(() -> new RefusedRequestException(
                        "$." + use.side() + "." + place,
                        "The %s is in clear text and this server has no key to seal it (PGCONVOY_SEAL_KEY_FILE)."
                                .formatted(word),
                        "Set PGCONVOY_SEAL_KEY_FILE for every service, or send a reference:"
                                + " env:NAME, file:/path, keyvault:ID or sealed:VALUE."));
    }
}
