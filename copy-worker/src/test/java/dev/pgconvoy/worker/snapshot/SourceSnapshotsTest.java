package dev.pgconvoy.worker.snapshot;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

import dev.pgconvoy.event.SnapshotNotice;
import dev.pgconvoy.fixture.Fixtures;
import dev.pgconvoy.migration.MigrationRequest;
import dev.pgconvoy.worker.snapshot.MigrationHistory.Kept;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class SourceSnapshotsTest {

    private static final MigrationRequest REQUEST = Fixtures.aRequest().build();

    private final List<SnapshotNotice> said = new CopyOnWriteArrayList<>();
    private final SourceSnapshots snapshots = new SourceSnapshots(REQUEST, "worker-1", said::add);
    private final List<FakeSnapshot> taken = new ArrayList<>();

    @AfterEach
    void close() {
        snapshots.close();
    }

    private SourceSnapshot take(String database) throws SQLException {
        return snapshots.of(database, () -> {
            taken.add(new FakeSnapshot());
            return taken.getLast().snapshot;
        });
    }

    @Test
    void one_that_lives_is_used_again() throws Exception {
        assertThat(take("shop")).isSameAs(take("shop"));

        assertThat(take("books")).isNotSameAs(taken.getFirst().snapshot);
        assertThat(taken).hasSize(2);
    }

    @Test
    void one_that_is_gone_is_closed_and_another_taken() throws Exception {
        take("shop");
        taken.getFirst().lose();

        take("shop");

        assertThat(taken).hasSize(2);
        assertThat(taken.getFirst().isClosed()).isTrue();
    }

    @Test
    void one_that_cannot_be_taken_is_not_kept() throws Exception {
        assertThatExceptionOfType(SQLException.class)
                .isThrownBy(() -> snapshots.of("shop", () -> {
                    throw new SQLException("no");
                }));

        take("shop");

        assertThat(taken).hasSize(1);
    }

    @Test
    void others_are_asked_to_hold_it_from_the_moment_that_it_is_shared() throws Exception {
        take("shop");
        assertThat(said).isEmpty();

        snapshots.share("shop", 3);
        snapshots.share("shop", 4);
        snapshots.share("books", 3);

        await().untilAsserted(() -> assertThat(said)
                .containsExactly(new SnapshotNotice(
                        REQUEST.id(),
                        3,
                        "shop",
                        "worker-1",
                        FakeSnapshot.STATE,
                        new SnapshotNotice.Wanted(REQUEST.source(), "00000003-0000001B-1"))));
    }

    @Test
    void a_state_whose_tables_were_replaced_is_of_no_use_whoever_holds_it() throws Exception {
        take("shop");

        snapshots.lost("shop");

        assertThat(snapshots.isSpent(FakeSnapshot.STATE)).isTrue();
        assertThat(taken.getFirst().isClosed()).isTrue();
    }

    @Test
    void one_that_only_its_session_has_lost_may_be_imported_from_others() throws Exception {
        take("shop");
        taken.getFirst().lose();

        snapshots.lost("shop");
        snapshots.lost("books");

        assertThat(snapshots.isSpent(FakeSnapshot.STATE)).isFalse();
    }

    @Test
    void all_are_closed_in_the_end() throws Exception {
        take("shop");
        take("books");
        snapshots.share("shop", 1);

        snapshots.close();

        assertThat(taken).allMatch(FakeSnapshot::isClosed);
        assertThat(take("shop")).isSameAs(taken.getLast().snapshot);
    }

    @Test
    void a_state_can_be_imported_by_the_names_that_were_said_of_it_the_newest_first_and_not_too_many() {
        var kept = new ArrayList<>(
                List.of(new Kept("shop", "a", "1"), new Kept("books", "a", "2"), new Kept("shop", "b", "3")));
        var importable = new ImportableSnapshots("worker-1", () -> kept);

        assertThat(importable.names("shop", "a")).containsExactly("1");
        assertThat(importable.names("shop", "c")).isEmpty();
        IntStream.range(10, 30).forEach(name -> kept.add(new Kept("shop", "a", "" + name)));
        assertThat(importable.names("shop", "a")).hasSize(8).startsWith("1", "10", "11");
    }
}
