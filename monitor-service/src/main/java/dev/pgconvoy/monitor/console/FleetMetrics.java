package dev.pgconvoy.monitor.console;

import dev.pgconvoy.monitor.live.LiveMigrations;
import dev.pgconvoy.monitor.live.WorkerRow;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.runtime.Startup;
import jakarta.inject.Singleton;
import java.util.Optional;

/// The fleet in the numbers of [FleetOverview] and [SlotDemand]; not a number while something is not
/// known. Every monitor tells
/// all of them.
@Startup
@Singleton
final class FleetMetrics {

    FleetMetrics(ListedMigrations fleet, LiveMigrations live, MeterRegistry registry) {
        Gauge.builder(
                        "pgconvoy.slots.wanted",
                        fleet,
                        known -> number(known.scaling().slotsWanted()))
                .description("Slots of workers that running migrations could use now")
                .register(registry);
        Gauge.builder(
                        "pgconvoy.slots.busy",
                        fleet,
                        known -> number(known.scaling().slotsBusy()))
                .description("Tasks that workers have in hand")
                .register(registry);
        Gauge.builder(
                        "pgconvoy.tasks.waiting",
                        fleet,
                        known -> number(known.overview().tasksWaiting()))
                .description("Tasks that were sent and that no worker has told of")
                .register(registry);
        for (var reason : Attention.values()) {
            Gauge.builder(
                            "pgconvoy.migrations.attention",
                            fleet,
                            known -> known.overview().attention().getOrDefault(reason.text(), 0))
                    .description("Migrations that need a person")
                    .tag("reason", reason.text())
                    .register(registry);
        }
        for (var state : WorkerRow.State.values()) {
            Gauge.builder("pgconvoy.workers", live, known -> workers(known, state))
                    .description("Workers that were heard of")
                    .tag("state", state.text())
                    .register(registry);
        }
    }

    private static double workers(LiveMigrations live, WorkerRow.State state) {
        return live.lookingSince().isEmpty()
                ? Double.NaN
                : live.workers().stream()
                        .filter(worker -> worker.state() == state)
                        .count();
    }

    private static double number(Optional<Integer> known) {
        return known.map(Integer::doubleValue).orElse(Double.NaN);
    }
}
