package dev.pgconvoy.monitor.api;

import dev.pgconvoy.event.MigrationEvent.CancelRequested;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.MigrationStatus;
import dev.pgconvoy.monitor.access.CallerName;
import dev.pgconvoy.monitor.console.FleetQuery;
import dev.pgconvoy.monitor.console.ListedMigrations;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.Consumes;
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
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.jspecify.annotations.Nullable;

/// Migrations over HTTP.
@Path("/api/migrations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class MigrationsResource {

    /// Changes are counted from 0 in each run of the monitor.
    private final String run = UUID.randomUUID().toString();
    private final KnownMigrations migrations;
    private final ListedMigrations listed;
    private final FullStatus fullStatus;
    private final RequestReader reader;
    private final RequestMigration requestMigration;
    private final CommandPublisher publisher;
    private final CallerName caller;

    MigrationsResource(
            KnownMigrations migrations,
            ListedMigrations listed,
            FullStatus fullStatus,
            RequestReader reader,
            RequestMigration requestMigration,
            CommandPublisher publisher,
            CallerName caller) {
        this.migrations = migrations;
        this.listed = listed;
        this.fullStatus = fullStatus;
        this.reader = reader;
        this.requestMigration = requestMigration;
        this.publisher = publisher;
        this.caller = caller;
    }

    @GET
    @Operation(
            summary = "Lists migrations, the newest first, without their reports",
            description = "With view=rows each is a small row, and the answer counts the states of all that fit.")
    @APIResponse(
            responseCode = "200",
            content = @Content(schema = @Schema(oneOf = {MigrationList.class, FleetQuery.Page.class})))
    @APIResponse(responseCode = "304", description = "Nothing has changed since the answer with this ETag")
    public Response list(
            @BeanParam FleetParameters parameters,
            @QueryParam("view") @Nullable String view,
            @HeaderParam("If-None-Match") @Nullable String known) {
        // Before the migrations are looked at: what changes meanwhile must not be taken for known.
        var tag = "\"%s-%d\"".formatted(run, migrations.changes().last());
        var query = parameters.query();
        if (known != null && known.contains(tag)) {
            return tagged(Response.notModified(), tag);
        }
        return tagged(Response.ok(body(query, view)), tag);
    }

    /// Weak: compressed or not, it is the same list.
    private static Response tagged(Response.ResponseBuilder answer, String tag) {
        return answer.header("ETag", "W/" + tag)
                .header("Cache-Control", "private, no-cache")
                .build();
    }

    private Object body(FleetQuery query, @Nullable String view) {
        var page = listed.page(query);
        if ("rows".equals(view)) {
            return page;
        }
        var statuses = page.migrations().stream()
                .flatMap(row -> migrations.find(row.id()).stream())
                .map(KnownMigration::brief)
                .toList();
        return new MigrationList(statuses, page.total());
    }

    @GET
    @Path("{server}/{name}")
    @Operation(summary = "Shows one migration, with its report once it has one")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = MigrationStatus.class)))
    @APIResponse(
            responseCode = "404",
            content = @Content(mediaType = Problem.MEDIA_TYPE, schema = @Schema(implementation = Problem.class)))
    public Response show(@PathParam("server") String server, @PathParam("name") String name) {
        return Response.ok(fullStatus.of(known(CallParameters.id(server, name))))
                .build();
    }

    @POST
    @Consumes(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Asks for a migration",
            description =
                    "A password is a reference (env:, file:, keyvault:), a sealed value (sealed:) or clear text, which"
                            + " is sealed at once and never shown. The parameters of Azure's template and its resource"
                            + " are taken, too.")
    @RequestBody(content = @Content(schema = @Schema(implementation = MigrationRequest.class)))
    @APIResponse(responseCode = "202", description = "Asked for; Location says where to look")
    @APIResponse(responseCode = "200", description = "The same request was made before; passwords are not compared")
    @APIResponse(responseCode = "400", description = "The request is not valid: a problem document")
    @APIResponse(responseCode = "409", description = "The id belongs to a different request: a problem document")
    public Response request(byte[] body, @HeaderParam("traceparent") @Nullable String traceparent) {
        var request = reader.read(body);
        return requestMigration
                .ask(request, caller.actor(), CallParameters.traceparent(traceparent))
                .map(known -> Response.ok(known.brief()))
                .orElseGet(Response::accepted)
                .location(URI.create("/api/migrations/" + request.id()))
                .build();
    }

    @POST
    @Path("{server}/{name}/cancel")
    @Consumes(MediaType.WILDCARD)
    @Operation(summary = "Asks a running migration to stop")
    @RequestBody(required = false, content = @Content(schema = @Schema(implementation = CancelBody.class)))
    @APIResponse(responseCode = "202", description = "Asked for; it is over when the state is Canceled")
    @APIResponse(responseCode = "404", description = "No such migration: a problem document")
    @APIResponse(responseCode = "409", description = "It has ended: a problem document")
    public Response cancel(
            @PathParam("server") String server,
            @PathParam("name") String name,
            byte @Nullable [] body,
            @HeaderParam("traceparent") @Nullable String traceparent) {
        var id = CallParameters.id(server, name);
        var status = known(id).brief();
        if (status.isFinal()) {
            throw Problem.of(
                            Response.Status.CONFLICT,
                            "Migration %s has ended as %s."
                                    .formatted(id, status.state().text()),
                            "",
                            "Nothing is left to cancel.")
                    .exception();
        }
        publisher.publish(
                new CancelRequested(id, CancelBody.reason(body)),
                caller.actor(),
                CallParameters.traceparent(traceparent));
        return Response.accepted().location(URI.create("/api/migrations/" + id)).build();
    }

    private KnownMigration known(MigrationId id) {
        return MigrationLookup.require(migrations, id);
    }
}
