package dev.pgconvoy.worker.dispatch;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.fixture.CopyWork;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationId;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.rate.FleetMembership;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class TaskHeaderTest {

    private static final FleetMembership WEEKEND = new FleetMembership("weekend", Optional.of(1L << 20));

    private static Optional<FleetMembership> fleetOf(String migration) {
        var some = Fixtures.aRequest().build();
        var request = new MigrationRequest(
                new MigrationId(some.id().targetServer(), migration),
                some.source(),
                some.target(),
                some.databases(),
                some.options(),
                some.azure(),
                some.labels(),
                Optional.of(WEEKEND));
        var work = CopyWork.copyTables();
        return TaskHeader.ofNewRun(request, "hash", 1, "shop")
                .task("t1", work.label(work.usualKind()), "", work)
                .fleet();
    }

    @Test
    void a_fleets_limit_holds_for_the_migrations_that_are_named_as_its_own() {
        assertThat(fleetOf("weekend.shop")).contains(WEEKEND);
        assertThat(fleetOf("weekend.shop.attempt-2")).contains(WEEKEND);
        assertThat(fleetOf("move-the-shop")).isEmpty();
        assertThat(fleetOf("weekend-2.shop")).isEmpty();
    }
}
