package dev.pgconvoy.monitor.api;

import com.fasterxml.jackson.annotation.JsonValue;
import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.monitor.access.CallerName;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Asks several migrations to stop. One that cannot be asked keeps none of the others from
/// it.
@Path("/api/migrations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class CancelSelectionResource {

    private final KnownMigrations migrations;
    private final CommandPublisher publisher;
    private final CallerName caller;

    /// What became of the wish to stop one migration.
    enum Outcome {
        ASKED,
        ENDED,
        UNKNOWN,
        NOT_CONFIRMED;

        @JsonValue
        String text() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /// @param detail for people
    record Result(MigrationId id, Outcome outcome, String detail) {}

    /// @param results one for each id, in the order in which they were named
    record Results(List<Result> results) {}

    CancelSelectionResource(KnownMigrations migrations, CommandPublisher publisher, CallerName caller) {
        this.migrations = migrations;
        this.publisher = publisher;
        this.caller = caller;
    }

    @POST
    @Path("cancel")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Asks several running migrations to stop",
            description =
                    "Each has a result: `asked` (it is over when its state is Canceled), `ended` (it was over before),"
                            + " `unknown`, or `not-confirmed` (the brokers did not say in time that they have it: look whether it"
                            + " stops, or ask again).")
    @RequestBody(content = @Content(schema = @Schema(implementation = CancelSelection.class)))
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Results.class)))
    @APIResponse(
            responseCode = "400",
            description = "The selection is not valid: a problem document; nothing was asked")
    public Results cancel(byte[] body, @HeaderParam("traceparent") @Nullable String traceparent) {
        var selection = CancelSelection.read(body);
        var trace = CallParameters.traceparent(traceparent);
        var actor = caller.actor();
        // Side by side: brokers that do not answer are waited for once, not once for each.
        try (var asking = Executors.newVirtualThreadPerTaskExecutor()) {
            var results = selection.ids().stream()
                    .map(id ->
                            CompletableFuture.supplyAsync(() -> cancel(id, selection.reason(), actor, trace), asking))
                    .toList();
            return new Results(results.stream().map(CompletableFuture::join).toList());
        }
    }

    private Result cancel(MigrationId id, String reason, String actor, Optional<String> traceparent) {
        var known = migrations.find(id).map(KnownMigration::brief);
        if (known.isEmpty()) {
            return new Result(id, Outcome.UNKNOWN, "No such migration is known.");
        }
        if (known.get().isFinal()) {
            return new Result(
                    id,
                    Outcome.ENDED,
                    "It has ended as %s; nothing is left to cancel."
                            .formatted(known.get().state().text()));
        }
        try {
            publisher.publish(new CancelRequested(id, reason), actor, traceparent);
            return new Result(id, Outcome.ASKED, "It was asked to stop.");
        } catch (NotPublishedException _) {
            return new Result(
                    id,
                    Outcome.NOT_CONFIRMED,
                    "The brokers did not confirm it in time; it may still arrive. See whether it stops, or ask again.");
        }
    }
}
