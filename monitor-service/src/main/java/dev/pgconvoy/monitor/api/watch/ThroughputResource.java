package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.api.MigrationLookup;
import dev.pgconvoy.monitor.console.Throughput;
import dev.pgconvoy.monitor.console.ThroughputHistory;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/// How fast one migration went.
@Path("/api/migrations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class ThroughputResource {

    private final KnownMigrations migrations;
    private final ThroughputHistory history;

    ThroughputResource(KnownMigrations migrations, ThroughputHistory history) {
        this.migrations = migrations;
        this.history = history;
    }

    @GET
    @Path("{server}/{name}/throughput")
    @Operation(
            summary = "Shows how fast a migration went since this monitor has first seen something flow",
            description = "In spans of one length, at most 120, which are made longer when there is no room; -1 where"
                    + " nothing was measured. Without spans nothing has flowed since this monitor runs.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = Throughput.class)))
    @APIResponse(responseCode = "404", description = "No such migration: a problem document")
    public Throughput of(@PathParam("server") String server, @PathParam("name") String name) {
        var id = CallParameters.id(server, name);
        MigrationLookup.require(migrations, id);
        return history.of(id);
    }
}
