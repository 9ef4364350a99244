package dev.pgconvoy.monitor.api.pause;

import dev.pgconvoy.event.MigrationEvent.PauseSet;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.migration.pause.PauseRules;
import dev.pgconvoy.monitor.access.CallerName;
import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.api.CommandPublisher;
import dev.pgconvoy.monitor.api.MigrationLookup;
import dev.pgconvoy.monitor.api.Problem;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.time.InstantSource;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Pauses one running migration, and lets it go on.
@Path("/api/migrations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class PauseResource {

    private final KnownMigrations migrations;
    private final CommandPublisher publisher;
    private final CallerName caller;
    private final InstantSource clock;

    /// @param detail for people
    record Answer(String detail) {}

    PauseResource(KnownMigrations migrations, CommandPublisher publisher, CallerName caller, InstantSource clock) {
        this.migrations = migrations;
        this.publisher = publisher;
        this.caller = caller;
        this.clock = clock;
    }

    @POST
    @Path("{server}/{name}/pause")
    @Consumes(MediaType.WILDCARD)
    @Operation(
            summary = "Pauses a migration",
            description =
                    "Running copies are stopped and made again later; indexes that are being built are finished. The"
                            + " snapshot is kept, which holds back vacuum at the source: so the migration goes on by itself"
                            + " at the time in `until`, and after as long as the workers allow (4 hours, unless they are"
                            + " set otherwise) at the latest.")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = PauseBody.class)))
    @APIResponse(
            responseCode = "202",
            description = "Asked for; it has stopped when `pause.reached` of the migration is true",
            content = @Content(schema = @Schema(implementation = Answer.class)))
    @APIResponse(responseCode = "400", description = "`until` is no time or is over: a problem document")
    @APIResponse(responseCode = "404", description = "No such migration: a problem document")
    @APIResponse(responseCode = "409", description = "It cannot be paused (any more): a problem document")
    public Response pause(
            @PathParam("server") String server,
            @PathParam("name") String name,
            byte @Nullable [] body,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        var status = known(server, name);
        PauseRules.objection(status).ifPresent(objection -> {
            throw conflict("Migration %s cannot be paused: %s.".formatted(status.id(), objection));
        });
        return ask(
                PauseSet.pause(status.id(), PauseBody.reason(body), PauseBody.until(body, clock.instant())),
                traceparent,
                PauseRules.CONSEQUENCES);
    }

    @POST
    @Path("{server}/{name}/resume")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Lets a paused migration go on", description = "In the same snapshot, with what it has copied")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = PauseBody.class)))
    @APIResponse(
            responseCode = "202",
            description = "Asked for",
            content = @Content(schema = @Schema(implementation = Answer.class)))
    @APIResponse(responseCode = "404", description = "No such migration: a problem document")
    @APIResponse(responseCode = "409", description = "It has ended: a problem document")
    public Response resume(
            @PathParam("server") String server,
            @PathParam("name") String name,
            byte @Nullable [] body,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        var status = known(server, name);
        if (status.isFinal()) {
            throw conflict("Migration %s has ended as %s."
                    .formatted(status.id(), status.state().text()));
        }
        return ask(PauseSet.resume(status.id(), PauseBody.reason(body)), traceparent, "The migration goes on.");
    }

    private MigrationStatus known(String server, String name) {
        return MigrationLookup.require(migrations, CallParameters.id(server, name))
                .brief();
    }

    private static WebApplicationException conflict(String detail) {
        return Problem.of(Response.Status.CONFLICT, detail, "", "Look at its state.")
                .exception();
    }

    private Response ask(PauseSet wish, @Nullable String traceparent, String detail) {
        publisher.publish(wish, caller.actor(), CallParameters.traceparent(traceparent));
        return Response.accepted(new Answer(detail)).location(place(wish.id())).build();
    }

    private static URI place(MigrationId id) {
        return URI.create("/api/migrations/" + id);
    }
}
