package dev.pgconvoy.monitor.arm.migrations;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.Substate;
import dev.pgconvoy.monitor.api.CommandPublisher;
import dev.pgconvoy.monitor.arm.protocol.ArmAnswer;
import dev.pgconvoy.monitor.arm.protocol.ArmCall;
import dev.pgconvoy.monitor.arm.protocol.ArmConfig;
import dev.pgconvoy.monitor.arm.protocol.ArmError;
import dev.pgconvoy.monitor.arm.protocol.ArmException;
import dev.pgconvoy.monitor.arm.protocol.ResourceGroup;
import dev.pgconvoy.monitor.arm.protocol.ServerInventory;
import dev.pgconvoy.monitor.arm.protocol.TargetServer;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.Optional;

/// Creates, shows, lists and cancels migrations.
@Singleton
public final class MigrationOperations {

    private static final int MOST_LISTED = 1_000;

    private final KnownMigrations migrations;
    private final CommandPublisher publisher;
    private final MigrationRequestReader wanted;
    private final ArmConfig config;
    private final InstantSource clock;

    public MigrationOperations(
            KnownMigrations migrations,
            CommandPublisher publisher,
            MigrationRequestReader wanted,
            ArmConfig config,
            InstantSource clock) {
        this.migrations = migrations;
        this.publisher = publisher;
        this.wanted = wanted;
        this.config = config;
        this.clock = clock;
    }

    /// Answers when Kafka has the request, and whoever asks then finds it.
    public ArmAnswer create(MigrationAddress address, ArmCall call) {
        var body = call.json();
        if (!(body.path("properties") instanceof ObjectNode properties)) {
            throw ArmException.badRequest("InvalidRequestContent", "The request content has no properties.");
        }
        var location = body.path("location").asText(address.server().location());
        var request = wanted.read(address, location, body.path("tags"), properties);
        var known = find(address);
        if (known.isPresent()) {
            requireSame(known.get(), request);
            return ArmAnswer.of(200, MigrationResource.shown(address, known.get()));
        }
        publisher.publish(new MigrationRequested(request), call.actor(), call.traceparent());
        var seen = migrations.await(address.id(), _ -> true, config.visibleWithin());
        seen.ifPresent(status -> requireSame(status, request));
        return ArmAnswer.of(
                201,
                MigrationResource.created(
                        address, request, seen.map(MigrationStatus::requestedAt).orElseGet(clock::instant)));
    }

    private static void requireSame(MigrationStatus known, MigrationRequest request) {
        if (!known.request().isSameAs(request.withoutPasswords())) {
            throw new ArmException(409, taken(request));
        }
    }

    /// What is said of a migration whose name belongs to another one.
    public static ArmError taken(MigrationRequest request) {
        return ArmError.of(
                        "Conflict",
                        "Migration %s exists with a different request. Choose another name.".formatted(request.id()))
                .about(request.id().toString());
    }

    /// The migration that a request would become, of a server that the inventory has.
    public static ObjectNode planned(ResourceGroup group, ServerInventory inventory, MigrationRequest request) {
        var server = inventory.find(request.id().targetServer()).orElseThrow();
        return MigrationResource.planned(
                new MigrationAddress(group, server, request.id().name()), request);
    }

    public ArmAnswer show(MigrationAddress address) {
        return ArmAnswer.of(200, MigrationResource.shown(address, known(address)));
    }

    public ArmAnswer list(ResourceGroup group, TargetServer server, ArmCall call) {
        var filter = call.query("migrationListFilter").orElse("Active");
        var all = filter.equalsIgnoreCase("All");
        if (!all && !filter.equalsIgnoreCase("Active")) {
            throw ArmException.badRequest("InvalidParameterValue", "migrationListFilter must be one of Active, All.");
        }
        var list = EventJson.MAPPER.createObjectNode();
        var value = list.putArray("value");
        migrations
                .newestFirst()
                .filter(status -> status.id().targetServer().equals(server.name()))
                .filter(status -> all || !status.isFinal())
                .limit(MOST_LISTED)
                .forEach(status -> value.add(MigrationResource.shown(
                        new MigrationAddress(group, server, status.id().name()), status)));
        return ArmAnswer.of(200, list);
    }

    public ArmAnswer change(MigrationAddress address, ArmCall call) {
        var status = known(address);
        var change = MigrationChange.read(call.json(), status, MigrationResource.shown(address, status));
        if (!change.cancels()) {
            return ArmAnswer.of(200, MigrationResource.shown(address, status));
        }
        if (status.isFinal()) {
            throw ArmException.conflict(
                    "OperationNotAllowed",
                    "Migration %s has ended as %s; nothing is left to cancel."
                            .formatted(status.id(), status.state().text()));
        }
        return cancelled(address, status, call);
    }

    /// Deleting is cancelling; what has ended stays and is shown.
    public ArmAnswer delete(MigrationAddress address, ArmCall call) {
        var known = find(address);
        if (known.isEmpty()) {
            return ArmAnswer.empty(204);
        }
        return known.get().isFinal()
                ? ArmAnswer.of(200, MigrationResource.shown(address, known.get()))
                : cancelled(address, known.get(), call);
    }

    private ArmAnswer cancelled(MigrationAddress address, MigrationStatus status, ArmCall call) {
        if (isStopping(status)) {
            return ArmAnswer.of(200, MigrationResource.shown(address, status));
        }
        publisher.publish(
                new CancelRequested(status.id(), "asked for through Azure's interface"),
                call.actor(),
                call.traceparent());
        var seen = migrations
                .await(status.id(), MigrationOperations::isStopping, config.visibleWithin())
                .orElse(status);
        return ArmAnswer.of(200, MigrationResource.shown(address, seen));
    }

    private static boolean isStopping(MigrationStatus status) {
        return status.isFinal() || status.substate() == Substate.CANCELING_REQUESTED_DB_MIGRATIONS;
    }

    public ArmAnswer nameAvailability(ResourceGroup group, TargetServer server, ArmCall call) {
        var asked = call.json();
        var name = asked.path("name").asText();
        var type = asked.path("type").asText();
        if (!type.equalsIgnoreCase(MigrationAddress.TYPE)) {
            throw ArmException.badRequest("InvalidParameterValue", "type must be %s.".formatted(MigrationAddress.TYPE));
        }
        var answer = EventJson.MAPPER.createObjectNode().put("name", name).put("type", MigrationAddress.TYPE);
        return ArmAnswer.of(200, availability(new MigrationAddress(group, server, name), answer));
    }

    private ObjectNode availability(MigrationAddress address, ObjectNode answer) {
        try {
            if (find(address).isEmpty()) {
                return answer.put("nameAvailable", true);
            }
        } catch (ArmException e) {
            return answer.put("nameAvailable", false)
                    .put("reason", "Invalid")
                    .put("message", e.error().message());
        }
        return answer.put("nameAvailable", false)
                .put("reason", "AlreadyExists")
                .put("message", "Migration %s exists already.".formatted(address.id()));
    }

    private Optional<MigrationStatus> find(MigrationAddress address) {
        return migrations.find(address.id()).map(KnownMigration::brief);
    }

    private MigrationStatus known(MigrationAddress address) {
        return migrations
                .await(address.id(), _ -> true, config.elsewhereWithin())
                .orElseThrow(address::notFound);
    }
}
