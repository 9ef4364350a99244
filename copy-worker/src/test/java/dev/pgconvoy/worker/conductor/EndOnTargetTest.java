package dev.pgconvoy.worker.conductor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import dev.pgconvoy.event.MigrationEvent.MigrationSubmitted;
import dev.pgconvoy.event.RequestHash;
import dev.pgconvoy.fixture.Facts;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.Acceptance;
import dev.pgconvoy.migration.ExecutorKind;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.migration.Observation;
import dev.pgconvoy.worker.ledger.CopyOrigin;
import dev.pgconvoy.worker.ledger.Fence.Owner;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What the databases show of an end that the register has forgotten.
class EndOnTargetTest {

    private static final int CLOSED = Integer.MAX_VALUE;
    private static final MigrationRequest REQUEST =
            Fixtures.aRequest().databases("shop", "books").build();
    private static final Observation.Finished FINISHED = new Observation.Finished(1, Fixtures.aReport());
    private static final Observation.Failed FAILED =
            new Observation.Failed(1, Fixtures.aFailure(), Optional.of(Fixtures.aReport()), List.of("shop", "books"));
    private static final Observation.Stopped STOPPED = new Observation.Stopped(1, List.of("shop", "books"));

    private final RecordedServers servers = new RecordedServers();
    private final ConductorFixture conductor = new ConductorFixture(REQUEST, 1, _ -> {}, _ -> servers);

    @AfterEach
    void end() {
        conductor.close();
    }

    private Optional<Observation> shown(Observation end) throws SQLException {
        return new EndOnTarget(conductor.delivery, servers::database).shownOf(end);
    }

    private Owner owner(String id, String hash, int epoch) {
        return new Owner(id, hash, epoch, new CopyOrigin("here", "all"), "state");
    }

    private void owned(String database, int epoch) {
        servers.database(database).owner = Optional.of(owner(REQUEST.id().toString(), RequestHash.of(REQUEST), epoch));
    }

    @Test
    void all_databases_without_a_ledger_are_finished() throws Exception {
        assertThat(shown(FINISHED)).contains(FINISHED);
    }

    @Test
    void one_that_is_not_there_is_not() throws Exception {
        servers.database("books").oid = Optional.empty();

        assertThat(shown(FINISHED)).isEmpty();
    }

    @Test
    void one_that_still_has_a_ledger_is_not() throws Exception {
        owned("books", 1);

        assertThat(shown(FINISHED)).isEmpty();
    }

    @Test
    void the_database_that_was_to_be_overwritten_is_not_the_copy() throws Exception {
        var accepted = new Acceptance(RequestHash.of(REQUEST), Fixtures.NOON, Map.of("shop", 6L, "books", 8L));
        var submitted = new MigrationSubmitted(REQUEST, ExecutorKind.WORKERS, 1, accepted);
        var delivery = new DeliveredMigration(
                submitted,
                true,
                Fixtures.NOON,
                conductor.inbox,
                conductor.delivery.publisher(),
                conductor.delivery.lease(),
                conductor.delivery.heartbeat());
        var end = new EndOnTarget(delivery, servers::database);
        servers.database("books").oid = Optional.of(9L);

        assertThat(end.shownOf(FINISHED)).isPresent();
        servers.database("books").oid = Optional.of(8L);
        assertThat(end.shownOf(FINISHED)).isEmpty();
    }

    @Test
    void a_failure_or_a_stop_is_not_shown_while_one_of_our_fences_is_open() throws Exception {
        owned("shop", CLOSED);
        owned("books", 1);

        assertThat(shown(FAILED)).isEmpty();
        assertThat(shown(STOPPED)).isEmpty();
    }

    @Test
    void with_closed_fences_it_is_and_names_what_is_still_there() throws Exception {
        owned("books", CLOSED);

        assertThat(shown(FAILED))
                .contains(new Observation.Failed(1, FAILED.failure(), FAILED.report(), List.of("books")));
        assertThat(shown(STOPPED)).contains(new Observation.Stopped(1, List.of("books")));
    }

    @Test
    void a_fence_of_another_migration_or_request_is_none_of_ours() throws Exception {
        servers.database("shop").owner = Optional.of(owner("somebody/else", RequestHash.of(REQUEST), 1));
        servers.database("books").owner = Optional.of(owner(REQUEST.id().toString(), "another hash", 1));

        assertThat(shown(STOPPED)).contains(new Observation.Stopped(1, List.of()));
    }

    @Test
    void what_is_no_end_is_refused() {
        assertThatIllegalStateException()
                .isThrownBy(() -> shown(Facts.migrationBegan(1).observation()))
                .withMessageContaining("no end");
    }
}
