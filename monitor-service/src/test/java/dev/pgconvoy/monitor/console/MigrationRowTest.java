package dev.pgconvoy.monitor.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.pgconvoy.event.EventJson;
import dev.pgconvoy.migration.DatabasePhase;
import dev.pgconvoy.migration.DatabaseProgress;
import dev.pgconvoy.monitor.PublishedStatuses;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class MigrationRowTest {

    private static final DatabaseProgress COPYING = copying("orders", 2, 400, 30);
    private static final DatabaseProgress DONE =
            new DatabaseProgress("crm", DatabasePhase.DONE, 0, 0, 3, 0, 500, 500, 50, 2, 2, 3, 0, -1);
    private static final DatabaseProgress QUEUED = DatabaseProgress.queued("shop");

    private static DatabaseProgress copying(String name, int queued, long bytes, long secondsLeft) {
        return new DatabaseProgress(
                name, DatabasePhase.COPY, queued, 0, 1, 0, 1_000, bytes, 40, 2, 0, 0, 20, secondsLeft);
    }

    private static MigrationRow row(DatabaseProgress... databases) {
        var status = PublishedStatuses.requested("a/1", 0).withDatabases(List.of(databases));
        return MigrationRow.of(status, Optional.empty());
    }

    @Test
    void the_time_left_is_that_of_the_slowest_database() {
        var row = row(COPYING, copying("mail", 1, 10, 90), DONE);

        assertThat(row.secondsLeft()).contains(90L);
        assertThat(row.expectedBytes()).contains(2_500L);
    }

    @Test
    void a_row_shows_the_first_labels_and_how_many_more_there_are() {
        var many = IntStream.range(0, 16)
                .boxed()
                .collect(Collectors.toMap("key-%02d"::formatted, _ -> "v".repeat(128), (one, _) -> one, TreeMap::new));
        var row = MigrationRow.of(PublishedStatuses.labelled("a/1", many), Optional.empty());

        assertThat(row.labels()).hasSize(2).containsKeys("key-00", "key-01");
        assertThat(row.labels().get("key-00")).hasSize(40).endsWith("…");
        assertThat(row.moreLabels()).contains(14);
        assertThat(EventJson.write(row).length).isLessThan(600);
        assertThat(row(DONE).moreLabels()).isEmpty();
    }

    @Test
    void who_has_passed_the_estimate_has_no_whole_and_no_time_left() {
        var row = row(copying("orders", 2, 1_000, 0), DONE);

        assertThat(row.bytes()).contains(1_500L);
        assertThat(row.expectedBytes()).isEmpty();
        assertThat(row.secondsLeft()).isEmpty();
        assertThat(row(copying("orders", 0, 1_000, 0), DONE).expectedBytes()).contains(1_500L);
    }

    @Test
    void what_is_stalled_has_no_rate_and_no_time_left() {
        var copying = row(COPYING);
        assertThat(copying.bytesPerSecond()).contains(20L);
        assertThat(copying.secondsLeft()).contains(30L);

        var stalled =
                MigrationRow.of(PublishedStatuses.stalled("a/1").withDatabases(List.of(COPYING)), Optional.empty());

        assertThat(stalled.stalledSince()).isPresent();
        assertThat(stalled.bytes()).contains(400L);
        assertThat(stalled.bytesPerSecond()).isEmpty();
        assertThat(stalled.secondsLeft()).isEmpty();
    }

    @Test
    void a_database_that_does_not_copy_yet_or_any_more_leaves_the_end_unknown() {
        var indexing = new DatabaseProgress("mail", DatabasePhase.POST_DATA, 0, 0, 3, 0, 500, 500, 50, 2, 1, 0, 0, -1);

        assertThat(row(COPYING, QUEUED).secondsLeft()).isEmpty();
        assertThat(row(COPYING, indexing).secondsLeft()).isEmpty();
        assertThat(row(COPYING, copying("mail", 1, 10, -1)).secondsLeft()).isEmpty();
        assertThat(row(DONE).secondsLeft()).isEmpty();
    }
}
