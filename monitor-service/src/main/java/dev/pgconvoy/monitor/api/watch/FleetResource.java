package dev.pgconvoy.monitor.api.watch;

import dev.pgconvoy.monitor.console.FleetOverview;
import dev.pgconvoy.monitor.console.ListedMigrations;
import dev.pgconvoy.monitor.console.SlotDemand;
import dev.pgconvoy.monitor.console.Throughput;
import dev.pgconvoy.monitor.console.ThroughputHistory;
import dev.pgconvoy.monitor.live.LiveMigrations;
import io.smallrye.common.annotation.RunOnVirtualThread;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import org.eclipse.microprofile.openapi.annotations.Operation;

/// The fleet in some numbers, and the workers.
@Path("/api")
@Produces(MediaType.APPLICATION_JSON)
@RunOnVirtualThread
public final class FleetResource {

    private final ListedMigrations fleet;
    private final LiveMigrations live;
    private final ThroughputHistory history;

    FleetResource(ListedMigrations fleet, LiveMigrations live, ThroughputHistory history) {
        this.fleet = fleet;
        this.live = live;
        this.history = history;
    }

    @GET
    @Path("overview")
    @Operation(summary = "Counts migrations, what needs a person, dead letters and work")
    public FleetOverview overview() {
        return fleet.overview();
    }

    @GET
    @Path("scaling")
    @Operation(
            summary = "Says how many slots of workers are wanted and busy, for autoscalers",
            description =
                    "Wanted are the tasks that can run now, of each migration at most as many as it may run at once,"
                            + " and one for a migration that waits for somebody to lead it."
                            + " While this monitor does not know, the numbers are left out: keep the workers then.")
    public SlotDemand scaling() {
        return fleet.scaling();
    }

    @GET
    @Path("throughput")
    @Operation(
            summary = "Shows how fast all running migrations together went in the last hour",
            description = "In spans of one length, at most 120; -1 where nothing was measured.")
    public Throughput throughput() {
        return history.total();
    }

    @GET
    @Path("workers")
    @Operation(
            summary = "Lists the workers that were heard of, with the tasks that they have in hand",
            description = "Workers speak only of tasks: whether an idle one is alive is not known here.")
    public WorkerList workers() {
        var listening = live.lookingSince();
        return new WorkerList(live.workers(), listening.map(_ -> live.tasksWaiting()), listening);
    }
}
