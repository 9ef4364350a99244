package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.MigrationEvent.MigrationRequested;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import dev.pgconvoy.monitor.webhook.AllowedReceivers;
import jakarta.inject.Singleton;
import jakarta.ws.rs.core.Response;
import java.util.Optional;

/// Asks for a migration, once.
@Singleton
final class RequestMigration {

    private final KnownMigrations migrations;
    private final CommandPublisher publisher;
    private final AllowedReceivers receivers;

    RequestMigration(KnownMigrations migrations, CommandPublisher publisher, AllowedReceivers receivers) {
        this.migrations = migrations;
        this.publisher = publisher;
        this.receivers = receivers;
    }

    /// @return what is known when the same request was made before: nothing is sent then
    Optional<KnownMigration> ask(MigrationRequest request, String actor, Optional<String> traceparent) {
        var known = migrations.find(request.id());
        if (known.isEmpty()) {
            requireNoFleet(request);
            requireAllowed(request);
            publisher.publish(new MigrationRequested(request), actor, traceparent);
        } else if (!known.get().brief().request().isSameAs(request.withoutPasswords())) {
            throw Problem.of(
                            Response.Status.CONFLICT,
                            "Migration %s exists with a different request.".formatted(request.id()),
                            "$.id",
                            "Choose another name for this migration.")
                    .exception();
        }
        return known;
    }

    /// The submitter alone requests the migrations of fleets, on the topic.
    private static void requireNoFleet(MigrationRequest request) {
        if (request.fleet().isPresent()) {
            throw Problem.badRequest(
                    "A migration of a fleet is not requested by itself.",
                    "$.fleet",
                    "Leave fleet out, or add the server to the fleet's plan.");
        }
    }

    private void requireAllowed(MigrationRequest request) {
        receivers.refusal(request.options().notifications()).ifPresent(reason -> {
            throw Problem.badRequest(
                    "It would not be told: %s.".formatted(reason),
                    "$.options.notifications",
                    "Have the monitor's operator allow it (docs/notifications.md), or leave the receiver out.");
        });
    }
}
