package dev.pgconvoy.monitor.fleets;

import dev.pgconvoy.event.FleetEvent.FleetActionRequested;
import dev.pgconvoy.event.FleetEvent.FleetRequested;
import dev.pgconvoy.fleet.FleetAction;
import dev.pgconvoy.fleet.FleetSpec;
import dev.pgconvoy.fleet.OptionSettings;
import dev.pgconvoy.fleet.status.FleetStatus;
import dev.pgconvoy.monitor.access.CallerName;
import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.api.CommandPublisher;
import dev.pgconvoy.monitor.api.Problem;
import dev.pgconvoy.monitor.webhook.AllowedReceivers;
import dev.pgconvoy.text.Excerpt;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.HeaderParam;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.net.URI;
import java.util.Optional;
import java.util.regex.Pattern;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Fleets over HTTP.
@Path("/api/fleets")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class FleetsResource {

    private static final int LONGEST_NAME = 200;
    private static final Pattern REVISION = Pattern.compile("[0-9]{1,18}");

    private final KnownFleets fleets;
    private final PlannedSchedules schedules;
    private final CommandPublisher publisher;
    private final CallerName caller;
    private final AllowedReceivers receivers;

    FleetsResource(
            KnownFleets fleets,
            PlannedSchedules schedules,
            CommandPublisher publisher,
            CallerName caller,
            AllowedReceivers receivers) {
        this.schedules = schedules;
        this.receivers = receivers;
        this.fleets = fleets;
        this.publisher = publisher;
        this.caller = caller;
    }

    @GET
    @Operation(summary = "Lists fleets, the one that changed last first, with the number of servers in each phase")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FleetList.class)))
    public Response list(@QueryParam("limit") @Nullable String limit) {
        var rows = fleets.latestFirst()
                .limit(CallParameters.limit(limit))
                .map(FleetList.Row::of)
                .toList();
        return Response.ok(new FleetList(rows, fleets.count())).build();
    }

    @GET
    @Path("{fleet}")
    @Operation(summary = "Shows how a fleet stands: its waves, their gates, and every server")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = FleetStatus.class)))
    @APIResponse(responseCode = "404", description = "No such fleet: a problem document")
    public Response show(@PathParam("fleet") String fleet) {
        return Response.ok(known(fleet)).build();
    }

    @GET
    @Path("{fleet}/planned")
    @Operation(
            summary = "Shows when each wave and server was expected to begin and to end when the plan was applied",
            description = "From that moment on, with approvals given at once, no failure, and the durations that the"
                    + " last checks or the plan expect: as likely before p50 as after it, in nine of ten cases before"
                    + " p90. Empty while the last plan on the topic is not the one that is applied.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = PlannedSchedule.class)))
    @APIResponse(responseCode = "404", description = "No such fleet: a problem document")
    public Response planned(@PathParam("fleet") String fleet) {
        return Response.ok(schedules.of(known(fleet))).build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Applies a plan",
            description = "The same plan once more changes nothing. What came of it is in the fleet's state; the answer"
                    + " on the topic fleet.changed has the eventId as its cause.")
    @RequestBody(content = @Content(schema = @Schema(implementation = FleetRequested.class)))
    @APIResponse(
            responseCode = "202",
            description = "Asked for; Location says where to look",
            content = @Content(schema = @Schema(implementation = AcceptedRequest.class)))
    @APIResponse(responseCode = "400", description = "The plan cannot be applied: a problem document")
    public Response apply(byte[] body, @HeaderParam("traceparent") @Nullable String traceparent) {
        var plan = FleetBodies.plan(body);
        requireAllowed(plan.fleet().spec());
        var eventId = publisher.publish(plan, caller.actor(), CallParameters.traceparent(traceparent));
        return accepted(plan.fleet().name(), eventId);
    }

    private void requireAllowed(FleetSpec spec) {
        requireAllowed(spec.defaults().options(), "/spec/defaults");
        for (var index = 0; index < spec.servers().size(); index++) {
            requireAllowed(spec.servers().get(index).options(), "/spec/servers/" + index);
        }
    }

    private void requireAllowed(OptionSettings options, String place) {
        options.notifications().flatMap(receivers::refusal).ifPresent(reason -> {
            throw Problem.badRequest(
                    "It would not be told: %s.".formatted(reason),
                    place + "/options/notifications",
                    "Have the monitor's operator allow it (docs/notifications.md), or leave the receiver out.");
        });
    }

    @POST
    @Path("{fleet}/actions")
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Approves a wave, pauses, resumes, cancels or retries",
            description =
                    "The body's kind is approve, pause, resume, cancel or retry. Where there is an issuer of tokens,"
                            + " its token says who approves.")
    @RequestBody(content = @Content(schema = @Schema(implementation = FleetAction.class)))
    @APIResponse(
            responseCode = "202",
            description = "Asked for; Location says where to look",
            content = @Content(schema = @Schema(implementation = AcceptedRequest.class)))
    @APIResponse(responseCode = "400", description = "The action is not valid: a problem document")
    @APIResponse(responseCode = "404", description = "No such fleet: a problem document")
    public Response act(
            @PathParam("fleet") String fleet,
            byte[] body,
            @QueryParam("ifRevision") @Nullable String ifRevision,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        var name = known(fleet).fleet();
        var action = FleetBodies.action(body);
        if (action instanceof FleetAction.Delete) {
            throw Problem.badRequest(
                    "A fleet is not deleted by an action: it needs the role admin.",
                    "$.kind",
                    "Send DELETE /api/fleets/%s.".formatted(name));
        }
        return ask(name, signed(action), ifRevision, traceparent);
    }

    /// Who approves is not what a caller claims where the caller is known.
    private FleetAction signed(FleetAction action) {
        return action instanceof FleetAction.Approve approval
                ? caller.get()
                        .<FleetAction>map(name -> new FleetAction.Approve(
                                approval.wave(), approval.role(), Excerpt.of(name, LONGEST_NAME), approval.reason()))
                        .orElse(action)
                : action;
    }

    @DELETE
    @Path("{fleet}")
    @Operation(
            summary = "Forgets a fleet",
            description = "Refused while a migration or a check of it runs. Needs the role admin.")
    @APIResponse(
            responseCode = "202",
            description = "Asked for; Location says where to look",
            content = @Content(schema = @Schema(implementation = AcceptedRequest.class)))
    @APIResponse(responseCode = "404", description = "No such fleet: a problem document")
    public Response delete(
            @PathParam("fleet") String fleet,
            @QueryParam("ifRevision") @Nullable String ifRevision,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        return ask(known(fleet).fleet(), new FleetAction.Delete(), ifRevision, traceparent);
    }

    private Response ask(String fleet, FleetAction action, @Nullable String ifRevision, @Nullable String traceparent) {
        var eventId = publisher.publish(
                new FleetActionRequested(fleet, action, revision(ifRevision)),
                caller.actor(),
                CallParameters.traceparent(traceparent));
        return accepted(fleet, eventId);
    }

    private static Optional<Long> revision(@Nullable String text) {
        var given = Optional.ofNullable(text);
        if (given.filter(digits -> !REVISION.matcher(digits).matches()).isPresent()) {
            throw Problem.badRequest(
                    "ifRevision is not the revision of a fleet.",
                    "ifRevision",
                    "GET /api/fleets/FLEET shows the revision of a fleet.");
        }
        return given.map(Long::valueOf);
    }

    private static Response accepted(String fleet, String eventId) {
        return Response.accepted(new AcceptedRequest(eventId))
                .location(URI.create("/api/fleets/" + fleet))
                .build();
    }

    private FleetStatus known(String fleet) {
        return fleets.find(fleet)
                .orElseThrow(() -> Problem.of(
                                Response.Status.NOT_FOUND,
                                "No such fleet is known.",
                                "fleet",
                                "GET /api/fleets lists those that are.")
                        .exception());
    }
}
