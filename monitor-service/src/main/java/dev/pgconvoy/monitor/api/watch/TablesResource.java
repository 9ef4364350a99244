package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.Report;
import dev.pgconvoy.monitor.api.CallParameters;
import dev.pgconvoy.monitor.api.FullStatus;
import dev.pgconvoy.monitor.api.MigrationLookup;
import dev.pgconvoy.monitor.live.EventLog;
import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.live.TableRow;
import dev.pgconvoy.monitor.view.KnownMigration;
import dev.pgconvoy.monitor.view.KnownMigrations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.PathParam;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Optional;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;

/// The tables and the events of one migration.
@Path("/api/migrations")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class TablesResource {

    private final KnownMigrations migrations;
    private final FullStatus fullStatus;
    private final LiveMigrations live;
    private final EventLog log;

    TablesResource(KnownMigrations migrations, FullStatus fullStatus, LiveMigrations live, EventLog log) {
        this.migrations = migrations;
        this.fullStatus = fullStatus;
        this.live = live;
        this.log = log;
    }

    @GET
    @Path("{server}/{name}/tables")
    @Operation(
            summary = "Lists the tables of a migration, the worst first",
            description = "While it runs: those whose work was sent to workers. After its end: those of its report.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = TableList.class)))
    @APIResponse(responseCode = "404", description = "No such migration: a problem document")
    public Response tables(
            @PathParam("server") String server, @PathParam("name") String name, @BeanParam TableParameters parameters) {
        var id = CallParameters.id(server, name);
        var known = MigrationLookup.require(migrations, id);
        return Response.ok(list(id, known, parameters)).build();
    }

    private TableList list(MigrationId id, KnownMigration known, TableParameters parameters) {
        var query = parameters.query();
        var report = known.report().isPresent() ? fullStatus.of(known).report() : Optional.<Report>empty();
        if (report.isPresent()) {
            var page = query.of(rows(report.get()));
            var more = report.get().databases().stream()
                    .mapToLong(database -> database.moreTables().count())
                    .sum();
            return new TableList(page.tables(), page.total(), page.states(), "report", more, Optional.empty(), Optional.empty());
        }
        var running = live.tables(id);
        var page = query.of(running.map(LiveMigrations.Tables::tables).orElse(List.of()));
        return new TableList(
                page.tables(),
                page.total(),
                page.states(),
                running.isPresent() ? "live" : "none",
                running.map(LiveMigrations.Tables::leftOut).orElse(0L),
                live.lookingSince(),
                running.flatMap(LiveMigrations.Tables::slowed));
    }

    private static List<TableRow> rows(Report report) {
        return report.databases().stream()
                .flatMap(database -> database.tables().stream().map(table -> TableRow.of(database.database(), table)))
                .toList();
    }

    @GET
    @Path("{server}/{name}/events")
    @Operation(
            summary = "Lists the events about a migration, with the place of each on its topic",
            description = "The first and the last ones since this monitor began to look; counters that only grow and"
                    + " progress are no events here.")
    @APIResponse(responseCode = "200", content = @Content(schema = @Schema(implementation = EventList.class)))
    @APIResponse(responseCode = "404", description = "No such migration: a problem document")
    public Response events(@PathParam("server") String server, @PathParam("name") String name) {
        var id = CallParameters.id(server, name);
        MigrationLookup.require(migrations, id);
        var events = log.of(id);
        return Response.ok(new EventList(events.events(), events.leftOut(), live.lookingSince()))
                .build();
    }
}
